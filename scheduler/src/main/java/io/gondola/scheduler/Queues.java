package io.gondola.scheduler;

/**
 * Where goroutines wait that can run, for the parts of a scheduler that look there.
 *
 * @param pool the processors, each with a queue
 * @param global the queue that belongs to no processor
 */
record Queues(ProcessorPool pool, GlobalRunQueue global) {}
