/**
 * What does it print? Programs whose answer surprises those who come from threads.
 */
package io.gondola.samples.quiz;
