package io.gondola.modelcheck;

import java.util.List;

/**
 * A small concurrent program over the code that is checked. Each execution makes a new one, with a class loader that
 * instruments it as that code, so that its own fields count as shared memory, too.
 */
public interface Scenario {
    /** Makes the initial state, alone, and tells what the first threads do. */
    List<Runnable> threads();

    /** Called when no thread can go on. Throws what is wrong. */
    void check();

    /** How many timed waits of {@code thread} may end by time. */
    default int timeouts(String thread) {
        return 0;
    }
}
