/**
 * First steps: anonymous goroutines, two that print in turn, what the end of main means.
 */
package io.gondola.samples.tutorial;
