/**
 * Bridges between goroutines and the JDK's own concurrency: futures, streams, {@link java.util.concurrent.Flow}, executors and
 * queues.
 */
package io.gondola.dsl.interop;
