/**
 * The classic programs of Go's talks and tours: ping-pong, fan-in, worker pool, the prime sieve.
 */
package io.gondola.samples.classic;
