/**
 * The same workloads on Gondola and its peers, each peer in a process of its own, and the measures of one runtime:
 * latency, footprint, scaling, fairness.
 *
 * <p>Begin at {@code Compare}, then {@code Workload} and {@code Programs}. The package uses the language as users do.
 */
package io.gondola.benchmarks;
