package io.gondola.testkit.trace;

/**
 * One of the two accesses of a race.
 *
 * @param step the number of the step
 * @param lane the index of the goroutine in {@link Trace#lanes}
 * @param operation what it does: {@code write}, {@code atomic read}, {@code close}
 * @param site where; empty if unknown
 * @param lastSync what the goroutine last synchronised on before; empty if nothing
 */
public record Access(int step, int lane, String operation, String site, String lastSync) {}
