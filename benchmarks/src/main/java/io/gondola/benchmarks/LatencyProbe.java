package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Wakes one goroutine about a thousand times a second, while others keep all processors busy. */
final class LatencyProbe {
    /** Of the histograms. */
    static final int DIGITS = 3;

    private static final Duration PERIOD = Duration.ofMillis(1);

    /** About 5 µs for a step on an x86 of 2020: a budget of 256 steps takes more than 1 ms. */
    private static final int SPINS = 200;

    /** A send that comes later than this after the look at the clock was preempted in between. */
    private static final long AT_ONCE_NANOS = 100_000;

    private final GoRuntime runtime;
    private final Waker kind;
    private final int busy;

    /** By whom the goroutine is woken. */
    enum Waker {
        /** It sleeps; late is what comes on top. */
        TIMER("timer", "by a timer"),
        /** One of the busy goroutines sends to it, and stays busy. */
        GOROUTINE("goroutine", "by a goroutine"),
        /** A thread outside of the runtime sends to it. */
        THREAD("thread", "by a thread");

        private final String label;
        private final String title;

        Waker(String label, String title) {
            this.label = label;
            this.title = title;
        }

        /** As the Go program is asked for it. */
        String label() {
            return label;
        }

        String title() {
            return title;
        }
    }

    LatencyProbe(GoRuntime runtime, Waker kind, int busy) {
        this.runtime = runtime;
        this.kind = kind;
        this.busy = busy;
    }

    /** A wake-up; {@code after} are the nanoseconds until the goroutine ran. */
    private static final class WakeUp {
        final long at;
        long after;
        volatile boolean counts;

        WakeUp(long at, boolean counts) {
            this.at = at;
            this.counts = counts;
        }
    }

    /** The nanoseconds between each wake-up, or its due time, and the first step of the goroutine after it. */
    Histogram measure(Duration time) throws InterruptedException {
        List<WakeUp> happened = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        Channel<WakeUp> wakeUps = Channel.unbuffered();
        Go<Unit> woken = switch (kind) {
            case TIMER ->
                suspend(() -> {
                    WakeUp due = new WakeUp(System.nanoTime() + PERIOD.toNanos(), true);
                    return sleep(PERIOD).then(run(() -> note(happened, due)));
                });
            case GOROUTINE, THREAD ->
                wakeUps.receive().peek(wakeUp -> note(happened, wakeUp)).as(Unit.UNIT);
        };
        Go<Unit> program = forRange(0, busy, i -> go(kind == Waker.GOROUTINE && i == 0 ? waker(wakeUps) : hog()))
                .then(forWhile(() -> System.nanoTime() < end, woken));
        Thread thread = kind == Waker.THREAD ? start(wakeUps) : null;
        runtime.run(program);
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        Histogram nanos = new Histogram(DIGITS);
        happened.stream().filter(w -> w.counts).forEach(w -> nanos.recordValue(w.after));
        return nanos;
    }

    private static void note(List<WakeUp> happened, WakeUp wakeUp) {
        wakeUp.after = Math.max(0, System.nanoTime() - wakeUp.at);
        happened.add(wakeUp);
    }

    private static Go<Unit> hog() {
        return forever(run(LatencyProbe::spin));
    }

    /**
     * A hog that sends now and then to the goroutine that waits. It may be preempted itself between its look at the
     * clock and the send: such a wake-up, which was not sent when it says, does not count.
     */
    private static Go<Unit> waker(Channel<WakeUp> wakeUps) {
        long[] next = {System.nanoTime()};
        return forever(suspend(() -> {
            spin();
            long now = System.nanoTime();
            if (now < next[0]) {
                return unit();
            }
            next[0] = now + PERIOD.toNanos();
            WakeUp wakeUp = new WakeUp(now, false);
            return wakeUps.trySend(wakeUp).peek(sent -> wakeUp.counts = System.nanoTime() - now < AT_ONCE_NANOS);
        }));
    }

    private static void spin() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
    }

    private static Thread start(Channel<WakeUp> wakeUps) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) { // to the end of the program, which waits for one more
                            TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
                            wakeUps.blocking().send(new WakeUp(System.nanoTime(), true));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the program has ended
                    }
                },
                "waker");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
