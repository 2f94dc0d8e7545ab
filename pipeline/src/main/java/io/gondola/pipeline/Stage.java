package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * A synchronous operator, as the loop of a segment sees it.
 *
 * <p>An answer is an element, a {@link Mark}, an {@link Activation} whose elements come next, or a signal of the
 * engine; after a signal the loop hands the value that comes to {@link #resumed}.
 */
abstract class Stage implements Cloneable {
    /** Written before the pipeline is published. */
    Label label;

    Stage(Label label) {
        this.label = label;
    }

    /** The stage for one run: this one if it keeps nothing between elements. */
    Stage fresh() {
        return this;
    }

    /** The stage by another name. */
    final Stage named(String name) {
        Stage copy = copy();
        copy.label = label.named(name);
        return copy;
    }

    final Stage copy() {
        try {
            return (Stage) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Something whose class tells what happens here from what happens elsewhere: the function that a pass calls. */
    Object function() {
        return this;
    }

    /** Whether failures of the stages above become elements here. */
    boolean isAttempt() {
        return false;
    }

    /** If {@link #isAttempt}: the element that {@code failure} becomes. */
    Object elementOf(PipelineException failure, Loop loop) {
        throw new AssertionError(label + " is no attempt");
    }

    /** Takes {@code x}. Null, in place of an element, fails the stage. */
    abstract @Nullable Object apply(Loop loop, Fiber f, Object x) throws Throwable;

    /** Takes the value of the program that this stage asked the loop to run. */
    Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        return value;
    }

    /** What is left once the stages above have ended; called until it answers {@link Mark#END}. */
    Object atEnd(Loop loop, Fiber f) throws Throwable {
        return Mark.END;
    }
}
