package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.MeterCounter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Where the elements of an activation come from: one object for one run. The loop that owns it calls all methods. */
abstract class Source {
    final Label label;

    Source(Label label) {
        this.label = label;
    }

    /** The next element, or what may stand in its place: see {@link Stage}; also a {@link Failed}. */
    abstract Object next(Loop loop, Fiber f) throws Throwable;

    /**
     * What yields the elements of a source that never waits; it is the same each time. Null if {@link #next} must be
     * asked. What it throws is thrown by the source.
     */
    @Nullable
    Iterator<?> steps() {
        return null;
    }

    /** Takes the value of the program that {@link #next} asked the loop to run. Answers as {@link #next}. */
    Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        return value;
    }

    /** How many elements there are in all; {@link MeterCounter#UNKNOWN} if that is not known before. */
    long size() {
        return MeterCounter.UNKNOWN;
    }

    /** Whether what {@link #next} throws is a failure of one element, after which it can go on. */
    boolean failsByElement() {
        return false;
    }

    /**
     * What must be done when no more elements are wanted, or have ended, or it failed; null if nothing. Called once,
     * even if {@link #next} was not.
     */
    @Nullable
    Go<?> close(Loop loop, Fiber f) throws Throwable {
        return null;
    }

    /**
     * Asked when an activation, for which this source is the {@linkplain Activation#handler handler}, has failed and
     * was closed. Answers as {@link #next}, or null if the failure goes on.
     */
    @Nullable
    Object failed(Loop loop, Fiber f, PipelineException failure) throws Throwable {
        return null;
    }
}
