package io.gondola.dsl;

import java.time.Duration;

/** What was counted at one place of a program, such as a pipeline's {@code meter}, of all that bear its name. */
public interface Meter {
    /** Elements that have passed. */
    long elements();

    /** Elements that were dropped because there was no room. */
    long dropped();

    /** Elements per second, from the first one on; 0 before the second one. */
    double perSecond();

    /** How long the place was without an element, in all. */
    Duration waitedForInput();

    /** How long it was until the next element was wanted, in all. */
    Duration waitedForOutput();

    /** What the place says of itself, such as which record a source of Kafka is held up by; empty if nothing. */
    default String note() {
        return "";
    }
}
