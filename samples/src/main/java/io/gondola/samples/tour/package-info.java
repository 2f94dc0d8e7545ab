/**
 * The concurrency chapter of A Tour of Go.
 */
package io.gondola.samples.tour;
