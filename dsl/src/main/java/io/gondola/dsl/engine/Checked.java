package io.gondola.dsl.engine;

/**
 * A callback as the engine's own code sees it, which calls it from the middle of its work: of the threads outside, only
 * one that has checked its stack gets there, and a second check below the first one might fail.
 */
public interface Checked {
    /** Lets the goroutine go on with {@code value}, unless it was told something before. */
    void succeedChecked(Object value);
}
