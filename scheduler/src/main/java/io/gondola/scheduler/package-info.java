/**
 * Runs continuation tasks as Go's runtime does: goroutines (G) on machines (M) that hold processors (P), a run queue
 * for each processor, stealing, hand-off around system calls, sysmon, a poller and timers. It knows nothing of
 * channels or of the language.
 *
 * <p>Begin at {@link io.gondola.scheduler.Scheduler}, then {@code WorkStealingScheduler} and {@code Machine}. The
 * package uses JCTools and Log4j's API, and where it is there, {@code jdk.jfr}.
 */
@NullMarked
package io.gondola.scheduler;

import org.jspecify.annotations.NullMarked;
