package io.gondola.conformance.differential;

import java.util.List;

/**
 * A small concurrent program. Goroutine 0 is the main one; at its end it waits for all others, each of which calls
 * {@code wg.Done()} as its last step. So the program ends, deadlocks, or dies of a panic.
 *
 * @param seed the seed that it was made from
 * @param capacities of the channels; -1 is a nil channel
 * @param mutexes how many there are
 * @param goroutines what each does
 */
record RandomProgram(long seed, List<Integer> capacities, int mutexes, List<Body> goroutines) {
    static final int NIL = -1;

    RandomProgram {
        capacities = List.copyOf(capacities);
        goroutines = List.copyOf(goroutines);
    }

    /**
     * What a goroutine does.
     *
     * @param recovers whether the statements run in a function that recovers their panic
     */
    record Body(List<Statement> statements, boolean recovers) {
        Body {
            statements = List.copyOf(statements);
        }
    }

    /** Tells programs apart whatever made them. */
    int fingerprint() {
        return (capacities + "/" + mutexes + "/" + goroutines).hashCode();
    }
}
