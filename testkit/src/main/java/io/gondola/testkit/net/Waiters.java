package io.gondola.testkit.net;

import io.gondola.dsl.engine.Fiber;
import java.util.ArrayList;
import java.util.List;

/**
 * Goroutines that wait until something of the network changes: all are woken and look again, in an order that the
 * schedule decides.
 */
final class Waiters {
    private final List<Fiber> waiting = new ArrayList<>(2);

    void add(Fiber f) {
        waiting.add(f);
    }

    /** Returns false if {@code f} was woken, or never came. */
    boolean remove(Fiber f) {
        return waiting.remove(f);
    }

    void wakeAll() {
        List<Fiber> all = List.copyOf(waiting);
        waiting.clear();
        for (Fiber f : all) {
            if (f.claim()) { // else its host has crashed
                f.wake();
            }
        }
    }
}
