package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What one of two sides between goroutines keeps: how far it is, and whether it waits. Sides are far apart in memory:
 * different processors write them.
 */
@SuppressWarnings("UnusedVariable") // the padding
final class Side {
    /** The goroutine of this side if it waits. Taken out by the one who wakes it. */
    private final AtomicReference<Fiber> waiting = new AtomicReference<>();

    private long before1;
    private long before2;
    private long before3;
    private long before4;
    private long before5;
    private long before6;
    private long before7;

    /** How many elements it has moved. Its goroutine writes it. */
    volatile long count;

    /** What it knows of the other side's count. Its goroutine's own. */
    long known;

    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one goroutine writes
    void moved() {
        count++;
    }

    /** Lets the goroutine go on if it waits. Any thread, after it has written what the goroutine waits for. */
    void wake() {
        if (waiting.get() != null) {
            Fiber woken = waiting.getAndSet(null);
            if (woken != null) {
                woken.wake();
            }
        }
    }

    /**
     * A step of the goroutine of one side.
     *
     * <p>Its commit publishes the goroutine, then looks again at what it waits for. The other side writes that first,
     * then looks for one that waits. These are volatile accesses, so one of the two sees the other. Once it runs it
     * looks again, so that it may be woken for nothing.
     */
    abstract static class Step extends SharedStep {
        private final Side mine;

        Step(Object shared, Side mine) {
            super(shared);
            this.mine = mine;
        }

        /** What {@link #isReady} must know that is the goroutine's own. The goroutine's thread. */
        Object own() {
            return Unit.UNIT; // nothing
        }

        /** Whether there is something to do. The goroutine may run by then. */
        abstract boolean isReady(Object own);

        @Override
        public final void commit(Fiber f) {
            Object own = own();
            mine.waiting.set(f);
            if (isReady(own)) {
                mine.wake();
            }
        }

        @Override
        public final @Nullable Object resumed(Fiber f) throws Throwable {
            return exec(f);
        }

        @Override
        public final void abort() {
            // nothing is held
        }

        @Override
        public final boolean withdraw(Fiber f) {
            return mine.waiting.compareAndSet(f, null);
        }
    }
}
