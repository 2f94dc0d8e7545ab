package io.gondola.testkit;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/** A schedule on which the program failed. */
public interface Failure {
    Kind kind();

    /** The schedule as one line, for {@link Explorer#replay}. */
    String token();

    /**
     * For a data race: the token of a schedule in which the two accesses come the other way round; none if no such
     * schedule was found, or nobody looked because this was a replay.
     */
    Option<String> otherOrder();

    /** The whole report, for a terminal. */
    String message();

    /** The report as an HTML page that needs nothing else. */
    String html();

    /** One line: what happened. */
    String summary();

    /** Names, or else lineage ids such as {@code 0.1}, of the goroutines involved. */
    Seq<String> goroutines();

    /** Names of the channels, locks and variables involved. */
    Seq<String> objects();

    /** The steps of the failing run, in order. */
    Seq<Step> steps();

    /** What the program wrote until it failed. */
    Seq<String> output();

    /** What the uncaught panic or fatal error was; none for failures of other kinds. */
    Option<Throwable> thrown();

    /** One step of a goroutine. */
    interface Step {
        /** Its number in the run, from 1. */
        int number();

        /** The goroutine's lineage id: {@code 0} is the main one, {@code 0.1} its second child. */
        String lineage();

        /** The goroutine's name, or else its lineage id. */
        String goroutine();

        /** What it did, such as {@code send jobs}. */
        String operation();

        /** The channel, lock or variable on which it operated; none for steps such as a sleep. */
        Option<String> object();

        /** Where, as {@code Class.method(File:line)}; none if unknown. */
        Option<String> site();

        /** Whether the goroutine had to wait at this step. */
        boolean blocked();

        /** The steps of other goroutines that had to come before this one, as synchronisation orders them. */
        Seq<Integer> after();

        /** The schedule up to this step, for {@link Explorer#replay}. */
        String token();
    }
}
