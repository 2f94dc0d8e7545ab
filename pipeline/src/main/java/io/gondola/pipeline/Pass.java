package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Code that takes elements through some neighbouring stages of an activation: the first ones, for which it pulls the
 * elements from the source, or later ones. See {@link StagePass}.
 */
abstract class Pass {
    /** So many stages one pass takes an element through, besides the last stage of all. */
    static final int STAGES = 8;

    /**
     * The first pass, if {@code k} is 0: takes elements from the source through all stages, until the loop has to look
     * at something that a stage or the source has answered, or at itself. The loop goes on with the answer, at the
     * place that it was {@linkplain Loop#stop told}. If something is thrown the loop was told where.
     *
     * <p>Pass number {@code k}, if that is not 0: takes {@code given} through its stages. Answers with an element for
     * the next pass, or {@link Mark#SKIP}, or as the first pass, if {@link #isElement} says no.
     */
    abstract @Nullable Object take(Loop loop, Fiber f, Activation a, int k, Object given) throws Throwable;

    /**
     * Whether {@code x}, which a stage or a source has answered, is an element, and nothing that stands in its place.
     */
    static boolean isElement(@Nullable Object x) {
        return x != null
                && !(x instanceof Mark)
                && !(x instanceof Signal)
                && !(x instanceof Inner)
                && !(x instanceof Activation)
                && !(x instanceof Failed);
    }

    /** How many passes take an element through {@code stages} stages. */
    static int count(int stages) {
        return Math.max(1, (stages + STAGES - 2) / STAGES);
    }
}
