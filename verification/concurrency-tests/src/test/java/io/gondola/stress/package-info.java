/**
 * Long runs of random programs on real threads: {@link io.gondola.stress.RandomProgramStressTest} looks for elements
 * that are lost or doubled, {@link io.gondola.stress.Soak} for what programs leave behind in memory, threads and
 * descriptors. What they run is made of a seed, and uses what users may use.
 */
package io.gondola.stress;
