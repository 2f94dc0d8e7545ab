/** A proxy that fetches jokes from several upstreams, takes the first answer, and keeps it for a while. */
package io.gondola.samples.net.jokes;
