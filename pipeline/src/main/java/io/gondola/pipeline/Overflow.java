package io.gondola.pipeline;

/** What {@link Pipeline#buffer(int, Overflow)} does with an element that comes when the buffer is full. */
public enum Overflow {
    /** The element waits until there is room: the source is slowed down. */
    WAIT,
    /** The oldest element of the buffer is dropped. */
    DROP_OLDEST,
    /** The element that comes is dropped. */
    DROP_NEWEST,
    /** The pipeline fails with an {@link IllegalStateException}: {@code the buffer is full: capacity=16}. */
    FAIL
}
