package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Wakes one goroutine about a thousand times a second, while others keep all processors busy. */
final class LatencyProbe {
    private static final Duration PERIOD = Duration.ofMillis(1);
    static final int DIGITS = 3;
    private static final int SPINS =
            200; // about 5 µs for a step, with an x86 of 2020: a budget of 256 steps takes more than 1 ms

    private final GoRuntime runtime;
    private final Kind kind;
    private final int busy;

    /** By whom the goroutine is woken. */
    enum Kind {
        /** It sleeps; late is what comes on top. */
        TIMER("timer", "by a timer"),
        /** One of the busy goroutines sends to it, and stays busy. */
        GOROUTINE("goroutine", "by a goroutine"),
        /** A thread outside of the runtime sends to it. */
        THREAD("thread", "by a thread");

        private final String label;
        private final String title;

        Kind(String label, String title) {
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

    LatencyProbe(GoRuntime runtime, Kind kind, int busy) {
        this.runtime = runtime;
        this.kind = kind;
        this.busy = busy;
    }

    /** The nanoseconds between each wake-up, or its due time, and the first step of the goroutine after it. */
    Histogram measure(Duration time) throws InterruptedException {
        Histogram nanos = new Histogram(DIGITS);
        long end = System.nanoTime() + time.toNanos();
        Channel<Long> wakeUps = Channel.unbuffered();
        Go<Unit> woken = switch (kind) {
            case TIMER ->
                suspend(() -> {
                    long due = System.nanoTime() + PERIOD.toNanos();
                    return sleep(PERIOD).then(run(() -> record(nanos, due)));
                });
            case GOROUTINE, THREAD ->
                wakeUps.receive().peek(sentAt -> record(nanos, sentAt)).as(Unit.UNIT);
        };
        Go<Unit> program = forRange(0, busy, i -> go(kind == Kind.GOROUTINE && i == 0 ? waker(wakeUps) : hog()))
                .then(forWhile(() -> System.nanoTime() < end, woken));
        Thread thread = kind == Kind.THREAD ? start(wakeUps) : null;
        runtime.run(program);
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        return nanos;
    }

    private static void record(Histogram nanos, long due) {
        nanos.recordValue(Math.max(0, System.nanoTime() - due));
    }

    private static Go<Unit> hog() {
        return forever(run(LatencyProbe::spin));
    }

    /** A hog that sends now and then to whoever waits. */
    private static Go<Unit> waker(Channel<Long> wakeUps) {
        long[] next = {System.nanoTime()};
        return forever(suspend(() -> {
            spin();
            long now = System.nanoTime();
            if (now < next[0]) {
                return unit();
            }
            next[0] = now + PERIOD.toNanos();
            return wakeUps.trySend(now);
        }));
    }

    private static void spin() {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
    }

    private static Thread start(Channel<Long> wakeUps) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) { // to the end of the program, which waits for one more
                            TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos());
                            wakeUps.blocking().send(System.nanoTime());
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
