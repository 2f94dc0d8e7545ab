package io.gondola.scheduler;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Readers that wait for pipes, with and without a limit, while outside threads write, cancel waits, close channels with
 * and without a word to the poller, and break the selector. Each wait must end once, for a reason that is true; every
 * byte that was written to a pipe that stays open is read. Hunts lost wake-ups between waiters and poller, and waits
 * that end twice.
 */
@SuppressWarnings("NullAway") // each test makes what it needs; what is looked for is there
class PollerStressTest {
    private static final long DEADLINE_NANOS = 60_000_000_000L;

    @AfterEach
    void noThreadIsLeft() {
        Await.noThreadIsLeft();
    }

    /** A reader that waits again and again, on a new pipe when its old one was closed. */
    private static final class Reader {
        private final WorkStealingScheduler scheduler;
        private final AtomicInteger readersLeft;
        private final Random random;
        private int roundsLeft;
        private volatile Wire wire = new Wire();
        private volatile IoWait wait;
        private volatile IoWait cancelled;

        Reader(WorkStealingScheduler scheduler, AtomicInteger readersLeft, long seed, int rounds) {
            this.scheduler = scheduler;
            this.readersLeft = readersLeft;
            this.random = new Random(seed);
            this.roundsLeft = rounds;
        }

        Leave run(Scripted g) {
            if (roundsLeft-- == 0) {
                wire.close();
                wait = null;
                return readersLeft.decrementAndGet() == 0 ? Leave.exit() : Leave.end();
            }
            IoWait w = scheduler.ioWait(g, wire.source, OP_READ);
            if (random.nextBoolean()) {
                w.limit(scheduler.nanoTime() + random.nextInt(400_000));
            }
            wait = w;
            return Leave.awaitIo(w, h -> after(h, w));
        }

        private Leave after(Scripted g, IoWait w) {
            switch (outcome(w)) {
                case READY -> assertThat(takeOrClosed()).as("there is a byte").isTrue();
                case TIMED_OUT -> assertThat(scheduler.nanoTime()).isGreaterThanOrEqualTo(w.limit());
                case CANCELLED -> assertThat(cancelled).isSameAs(w);
                case CLOSED -> {
                    assertThat(wire.source.isOpen()).isFalse();
                    wire.close();
                    wire = new Wire();
                }
            }
            return run(g);
        }

        private boolean takeOrClosed() {
            try {
                return wire.take();
            } catch (UncheckedIOException e) {
                return !wire.source.isOpen();
            }
        }

        private static IoOutcome outcome(IoWait w) {
            try {
                return w.outcome();
            } catch (Exception e) {
                throw new AssertionError("a wait failed", e);
            }
        }

        /** What an outside thread does to this reader. */
        void disturb(Random outside, FaultySelectors selectors) {
            Wire target = wire;
            switch (outside.nextInt(2_000)) {
                case 0 -> Wire.close(target.source);
                case 1, 2, 3, 4 -> closeIo(target);
                case 5 -> selectors.selectFailures.incrementAndGet();
                case 6 -> {
                    if (!selectors.opened.isEmpty()) {
                        selectors.spinning = selectors.last();
                    }
                }
                default -> {
                    if (outside.nextInt(4) == 0) {
                        cancel();
                    } else {
                        put(target);
                    }
                }
            }
        }

        private void closeIo(Wire target) {
            try {
                scheduler.closeIo(target.source);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void cancel() {
            IoWait w = wait;
            if (w != null) {
                synchronized (this) {
                    cancelled = w; // another thread that cancels a later wait comes after this one
                    w.cancel();
                }
            }
        }

        private static void put(Wire target) {
            if (target.sink.isOpen()) {
                try {
                    target.put();
                } catch (RuntimeException e) {
                    assertThat(target.source.isOpen() && target.sink.isOpen()).isFalse();
                }
            }
        }
    }

    private static void runOnce(int maxProcs, long seed, int readers, int rounds) throws InterruptedException {
        FaultySelectors selectors = new FaultySelectors();
        WorkStealingScheduler scheduler =
                new WorkStealingScheduler(SchedulerOptions.processors(maxProcs), selectors).start();
        Random random = new Random(seed);
        AtomicInteger left = new AtomicInteger(readers);
        List<Reader> all = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            all.add(new Reader(scheduler, left, random.nextLong(), rounds));
        }
        TestProgram p = TestProgram.start(scheduler, main -> {
            all.forEach(r -> main.go(r::run));
            return Leave.end();
        });
        long outsideSeed = random.nextLong();
        Thread outside = new Thread(() -> {
            Random r = new Random(outsideSeed);
            while (!p.ended()) {
                all.get(r.nextInt(readers)).disturb(r, selectors);
            }
        });
        outside.start();

        boolean ended = Await.within(DEADLINE_NANOS, p::ended);
        p.finish();
        outside.join();
        scheduler.close();

        assertThat(ended)
                .as("seed %d: ended; %d readers left", seed, left.get())
                .isTrue();
        p.awaitEnd();
        assertThat(selectors.opened).as("seed %d: selectors", seed).noneMatch(Selector::isOpen);
        all.forEach(r -> r.wire.close());
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "2, 100", "8, 300"})
    void everyWaitEndsOnce(int maxProcs, int readers) throws InterruptedException {
        runOnce(maxProcs, ThreadLocalRandom.current().nextLong(), readers, 50);
    }

    @Tag("stress")
    @ParameterizedTest
    @CsvSource({"1, 50", "2, 500", "3, 2000", "64, 1000"})
    void everyWaitEndsOnceForLong(int maxProcs, int readers) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            runOnce(maxProcs, ThreadLocalRandom.current().nextLong(), readers, 200);
        }
    }
}
