package io.gondola.scheduler;

import java.util.function.Consumer;

/** What a {@link Scripted} goroutine does in one go. */
interface Slice {
    Leave run(Scripted g);

    /** How a goroutine leaves its machine, as the last act of its run, and what it does when it runs again. */
    record Leave(Slice next, Consumer<Scripted> commit) {
        private static final Slice NEVER = g -> {
            throw new AssertionError("goroutine " + g.id() + " runs after its end");
        };

        static Leave end() {
            return new Leave(NEVER, g -> g.scheduler().ended(g));
        }

        /** Ends the whole program. */
        static Leave exit() {
            return new Leave(NEVER, g -> {
                g.program().finish();
                g.scheduler().ended(g);
            });
        }

        static Leave gosched(Slice next) {
            return new Leave(next, g -> g.scheduler().yielded(g));
        }

        /** To be used when {@link Scripted#step} answers false. */
        static Leave preempted(Slice next) {
            return new Leave(next, g -> g.scheduler().preempted(g));
        }

        static Leave sleep(long nanos, Slice next) {
            return new Leave(
                    next, g -> g.scheduler().sleepUntil(g, g.scheduler().nanoTime() + nanos));
        }

        static Leave park(ParkingLot lot, Slice next) {
            return new Leave(next, lot::park);
        }

        /** Waits for input or output; the limit is set in {@code wait}. */
        static Leave awaitIo(IoWait wait, Slice next) {
            return new Leave(next, g -> {
                g.waitsForOutside = true;
                g.scheduler().awaitIo(wait);
            });
        }

        /** Waits for a party outside, who gets the goroutine from {@code publish}. */
        static Leave parkOutside(Consumer<Goroutine> publish, Slice next) {
            return new Leave(next, g -> {
                g.waitsForOutside = true;
                publish.accept(g);
            });
        }
    }
}
