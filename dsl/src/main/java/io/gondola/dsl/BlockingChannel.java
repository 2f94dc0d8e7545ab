package io.gondola.dsl;

/**
 * Both sides of a channel for threads outside the scheduler.
 *
 * @param <T> the type of the elements
 */
public interface BlockingChannel<T> extends BlockingSend<T>, BlockingReceive<T> {}
