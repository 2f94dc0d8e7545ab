package io.gondola.testkit;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/** How a schedule ended, for {@link Explorer#visit}. */
public interface VisitedRun {
    /** What is wrong with it, but for data races; none if nothing is. */
    Option<Kind> kind();

    /** Whether there was a data race, however it ended. */
    boolean raced();

    /** What the uncaught panic or fatal error was; none for endings of other kinds. */
    Option<Throwable> thrown();

    /** What the program wrote. */
    Seq<String> output();
}
