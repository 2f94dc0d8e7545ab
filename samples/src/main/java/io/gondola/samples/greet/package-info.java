/**
 * Two parties that greet each other, from callbacks on an event loop to goroutines.
 */
package io.gondola.samples.greet;
