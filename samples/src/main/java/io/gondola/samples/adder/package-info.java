/**
 * Adding up in parallel, rightly and wrongly: by channels, by a lock, and with a race.
 */
package io.gondola.samples.adder;
