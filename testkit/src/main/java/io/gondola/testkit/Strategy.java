package io.gondola.testkit;

/** In which order the schedules of a program are tried. */
public enum Strategy {
    /** A mix of the others: the default. */
    PORTFOLIO,
    /**
     * All schedules that differ in the order of dependent steps (dynamic partial-order reduction); may end with
     * {@link Verdict#EXHAUSTED}, as {@link #DFS} and the bounded ones may, under {@link Clock#IDLE}.
     */
    DPOR,
    /** Partial order sampling: a random priority for each step, drawn again where steps compete. */
    POS,
    /** Probabilistic concurrency testing: random priorities of goroutines, lowered at a few random steps. */
    PCT,
    /** Selectively uniform random walk: uniform over the interleavings of the steps on a few objects. */
    SURW,
    /** Each step by a goroutine drawn from those that can go on. */
    RANDOM,
    /** All schedules, depth first. */
    DFS,
    /** All schedules with few deviations from one that never preempts; the number grows from 0. */
    DELAY_BOUNDED,
    /** All schedules with few preemptions; the number grows from 0. */
    PREEMPTION_BOUNDED
}
