package io.gondola.benchmarks;

/** What one process measures. */
record Trial(Peer peer, Workload workload, String shape, int size, int procs, WarmWith warmWith) {}
