package io.gondola.dsl;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;

/**
 * The goroutines of a runtime at one moment, counted: by what they do, by what they wait for, and by where they were
 * started.
 *
 * <p>It is taken without a lock while the goroutines run on, so one that changes what it does meanwhile is counted as
 * it was before or after. It takes a few nanoseconds for each goroutine, and no memory for it.
 */
public interface Census {
    /** How many are {@code running}, {@code runnable}, in a {@code syscall} and {@code waiting}; all four are there. */
    Map<String, Long> states();

    /** Of those that wait, how many wait for which reason: Go's text, such as {@code chan receive}. */
    Map<String, Long> waits();

    /** By where they were started; the place with the most comes first. */
    Seq<Site> sites();

    /** Goroutines that were started at the same place. */
    interface Site {
        /**
         * The user's function that started them, as {@code Class.method(File:line)}; that which a main goroutine runs;
         * {@code unknown} if that is not known.
         */
        String place();

        /** How many there are. */
        long goroutines();

        /** How many are in which state, as in {@link Census#states}. */
        Map<String, Long> states();
    }
}
