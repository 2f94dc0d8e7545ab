package io.gondola.testkit;

import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Duration;

/** What an exploration did and found. */
public interface Report {
    Verdict verdict();

    /** How many schedules were run: up to the failure, or in all. */
    int schedules();

    /** How many steps of goroutines that took. */
    long steps();

    Duration elapsed();

    /** How many different runs these were, up to the order of steps that do not depend on each other. */
    int traces();

    Option<Failure> failure();

    /** The chance that one more schedule is a new one, as Good and Turing estimate it: from 0 to 1. */
    double chanceOfNew();

    /** Why fewer schedules were run than asked for, though none failed; none if all were. */
    Option<String> cutShort();

    /** For a replay: where the run differs from the one of the token; none if it does not. */
    Option<String> divergence();

    /** Labels that {@link Testing#sometimes} reached. */
    Seq<String> reached();

    /** Labels of {@link Testing#sometimes} that no run reached, as far as runs told of them. */
    Seq<String> unreached();

    /**
     * What no run did, a line each: cases of selects that were never found ready first; two steps of two goroutines
     * that compete for an object, and came to it in one order only; labels that were
     * {@linkplain #unreached not reached}. On long explorations, of a sample of the runs.
     */
    Seq<String> gaps();

    /**
     * How many different operations the program has; how many of them were seen to go on at once, to wait, and to wake
     * others; in how many orders two goroutines came to an object; and which lock was taken while which other one was
     * held.
     */
    String coverage();
}
