/**
 * Tasks of everyday services: look-ups with time-outs, pools of buffers, rate limits, state behind a goroutine.
 */
package io.gondola.samples.library;
