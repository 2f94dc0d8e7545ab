/** Statistics of several logs, which a pipeline merges by time. */
package io.gondola.samples.files.logs;
