/** Rob Pike's search, from 1.0 to 3.0, on the network. */
package io.gondola.samples.net.search;
