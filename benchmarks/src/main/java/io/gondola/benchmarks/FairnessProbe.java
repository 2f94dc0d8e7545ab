package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two kinds of parties that never rest, one with long turns and one with short ones, of each as many as there are
 * processors.
 */
final class FairnessProbe {
    static final int LONG_TURN = 300_000; // multiplications
    static final int SHORT_TURN = 300;

    private final AtomicLong byLongTurns = new AtomicLong();
    private final AtomicLong byShortTurns = new AtomicLong();
    private final Shape shape;

    /** What a party does with its turns. */
    enum Shape {
        /** One turn after the other. */
        LOOPS,
        /** Hands over to a partner after each one, through an unbuffered channel. */
        PAIRS,
        /** The same by select, which waits for the end of all, too. */
        SELECTS,
        /** Has each done by a goroutine of its own, and waits for it. */
        SPAWNERS,
        /** Yields after each one. So all make the same number of turns. */
        YIELDS;

        /** As the Go program is asked for it. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The multiplications of all parties of each kind. */
    record Work(long byLongTurns, long byShortTurns) {
        double ratio() {
            return (double) byLongTurns / Math.max(1, byShortTurns);
        }
    }

    FairnessProbe(Shape shape) {
        this.shape = shape;
    }

    /** Lets them work for {@code time}. */
    Work measure(int procs, Duration time) {
        byLongTurns.set(0);
        byShortTurns.set(0);
        Channel<Unit> done = Channel.unbuffered();
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(procs).build()) {
            runtime.run(forRange(
                            0,
                            procs,
                            i -> party(turn(byLongTurns, LONG_TURN), done)
                                    .then(party(turn(byShortTurns, SHORT_TURN), done)))
                    .then(sleep(time)));
        }
        return new Work(byLongTurns.get(), byShortTurns.get());
    }

    private Go<?> party(Go<Unit> work, Channel<Unit> done) {
        Channel<Unit> c = Channel.unbuffered();
        return switch (shape) {
            case LOOPS -> go(forever(work));
            case PAIRS -> go(forever(work.then(c.send(Unit.UNIT)))).then(go(forever(c.receive())));
            case SELECTS ->
                go(breakable(b -> forever(
                                work.then(select(onSend(c, Unit.UNIT, unit()), onReceive(done, b.exit(Unit.UNIT)))))))
                        .then(go(breakable(b ->
                                forever(select(onReceive(c, unit()), onReceive(done, b.exit(Unit.UNIT)))))));
            case SPAWNERS -> go(forever(go(work.then(c.send(Unit.UNIT))).then(c.receive())));
            case YIELDS -> go(forever(work.then(gosched())));
        };
    }

    private static Go<Unit> turn(AtomicLong done, int multiplications) {
        long[] x = new long[1];
        return run(() -> {
            x[0] = multiply(multiplications, x[0]);
            done.addAndGet(multiplications);
        });
    }

    private static long multiply(int times, long x) {
        long y = x;
        for (int i = 0; i < times; i++) {
            y = y * 6364136223846793005L + 1442695040888963407L;
        }
        return y;
    }
}
