package io.gondola.dsl.engine;

/** A select statement, as the explorer sees it: nil channels' cases left out. */
public interface Choosing extends Visible {
    /** How many cases send or receive. */
    int cases();

    /** The channel of case {@code i}, from 0. */
    Object channel(int i);

    /** Whether case {@code i} sends. */
    boolean sends(int i);

    /** Whether any of the ready cases may be taken, rather than the first one. */
    boolean isRandom();

    /** Whether it never waits. */
    boolean hasDefault();
}
