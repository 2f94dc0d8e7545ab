package io.gondola.select;

import static io.gondola.dsl.Go.breakable;
import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parties that never rest share the processors by time: those that take long turns as well as those that take short
 * ones, a hundredth of that. What counts is the time that their turns take, each run ends when they have taken enough,
 * and one of several runs has to be fair: so neither a slow machine nor a busy one matters. A run that is not fair is
 * followed by one with twice the work: while the compiler still warms up, the code of short turns is slower than that
 * of long ones.
 */
class FairByTimeTest {
    private static final int LONG_TURN = 300_000;
    private static final int SHORT_TURN = 3_000;
    private static final long NANOS_PER_PROCESSOR = 150_000_000;
    private static final int ATTEMPTS = 5;
    private static final double MOST = 5; // Go: 1.0 to 2.2; counted in steps or switches: 20 to 5000

    private final AtomicLong byLongTurns = new AtomicLong();
    private final AtomicLong byShortTurns = new AtomicLong();

    /** A party that does {@code work} in each of its turns. */
    private enum Shape {
        LOOPS {
            @Override
            Go<?> party(Go<Unit> work, Channel<Unit> done) {
                return go(forever(work));
            }
        },
        PAIRS {
            @Override
            Go<?> party(Go<Unit> work, Channel<Unit> done) {
                Channel<Unit> c = Channel.unbuffered();
                return go(forever(work.then(c.send(Unit.UNIT)))).then(go(forever(c.receive())));
            }
        },
        SELECTS {
            @Override
            Go<?> party(Go<Unit> work, Channel<Unit> done) {
                Channel<Unit> c = Channel.unbuffered();
                Go<Unit> sender = breakable(b ->
                        forever(work.then(select(onSend(c, Unit.UNIT, unit()), onReceive(done, b.exit(Unit.UNIT))))));
                Go<Unit> receiver =
                        breakable(b -> forever(select(onReceive(c, work), onReceive(done, b.exit(Unit.UNIT)))));
                return go(sender).then(go(receiver));
            }
        },
        SPAWNERS {
            @Override
            Go<?> party(Go<Unit> work, Channel<Unit> done) {
                Channel<Unit> c = Channel.unbuffered();
                return go(forever(go(work.then(c.send(Unit.UNIT))).then(c.receive())));
            }
        },
        BUFFERED {
            @Override
            Go<?> party(Go<Unit> work, Channel<Unit> done) {
                Channel<Unit> c = Channel.buffered(100);
                return go(forever(work.then(c.send(Unit.UNIT)))).then(go(forever(c.receive())));
            }
        },
        /** It never waits, but readies the other one at almost each turn. */
        WHO_READY_OTHERS {
            @Override
            Go<?> party(Go<Unit> work, Channel<Unit> done) {
                Channel<Unit> c = Channel.unbuffered();
                return go(forever(work.then(c.trySend(Unit.UNIT)))).then(go(forever(c.receive())));
            }
        };

        abstract Go<?> party(Go<Unit> work, Channel<Unit> done);
    }

    private static long multiply(int times, long x) {
        for (int i = 0; i < times; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
        }
        return x;
    }

    /** Adds the time that it takes, whatever the compiler has made of it by then. */
    private static Go<Unit> turn(AtomicLong done, int multiplications) {
        long[] x = new long[1];
        return run(() -> {
            long start = System.nanoTime();
            x[0] = multiply(multiplications, x[0]);
            done.addAndGet(System.nanoTime() - start);
        });
    }

    private static Go<Unit> countedTurn(AtomicLong turns, int multiplications) {
        long[] x = new long[1];
        return run(() -> {
            x[0] = multiply(multiplications, x[0]);
            turns.incrementAndGet();
        });
    }

    private double ratio(int attempt, int processors, Shape ofLongTurns, Shape ofShortTurns) {
        byLongTurns.set(0);
        byShortTurns.set(0);
        long enough = (processors * NANOS_PER_PROCESSOR) << attempt;
        Channel<Unit> done = Channel.unbuffered();
        TestRuntime.processors(processors)
                .run(forRange(
                                0,
                                processors,
                                i -> ofLongTurns
                                        .party(turn(byLongTurns, LONG_TURN), done)
                                        .then(ofShortTurns.party(turn(byShortTurns, SHORT_TURN), done)))
                        .then(forWhile(
                                () -> byLongTurns.get() + byShortTurns.get() < enough, sleep(Duration.ofMillis(20)))));
        return (double) byLongTurns.get() / Math.max(1, byShortTurns.get());
    }

    private void assertFair(int processors, Shape ofLongTurns, Shape ofShortTurns) {
        double ratio = 0;
        for (int i = 0; i < ATTEMPTS && !(ratio >= 1 / MOST && ratio <= MOST); i++) {
            ratio = ratio(i, processors, ofLongTurns, ofShortTurns);
        }
        assertThat(ratio)
                .as(
                        "work of %s with long turns, as a multiple of that of %s with short ones",
                        ofLongTurns, ofShortTurns)
                .isBetween(1 / MOST, MOST);
    }

    /** Hunts: slices that end after a number of steps, or of switches. */
    @ParameterizedTest
    @CsvSource({
        "1, LOOPS", "1, PAIRS", "1, SELECTS", "1, SPAWNERS", "1, BUFFERED", "1, WHO_READY_OTHERS",
        "2, LOOPS", "2, PAIRS", "2, SELECTS", "2, SPAWNERS", "2, BUFFERED", "2, WHO_READY_OTHERS",
        "4, LOOPS", "4, PAIRS", "4, SELECTS", "4, SPAWNERS", "4, BUFFERED", "4, WHO_READY_OTHERS"
    })
    void longAndShortTurnsGetTheSameTime(int processors, Shape shape) {
        assertFair(processors, shape, shape);
    }

    /**
     * Hunts: a slice that a chain of goroutines has, and one that goes on does not; or one that is cut when others are
     * readied.
     */
    @ParameterizedTest
    @CsvSource({
        "LOOPS, PAIRS", "LOOPS, WHO_READY_OTHERS", "LOOPS, SPAWNERS",
        "PAIRS, LOOPS", "WHO_READY_OTHERS, LOOPS", "SPAWNERS, LOOPS"
    })
    void loopsAndChainsGetTheSameTime(Shape ofLongTurns, Shape ofShortTurns) {
        assertFair(1, ofLongTurns, ofShortTurns);
    }

    /** As in Go: who yields gives the rest of its slice away, however short its turn was. */
    @Test
    void yieldersTakeTurns() {
        AtomicLong longs = new AtomicLong();
        AtomicLong shorts = new AtomicLong();
        TestRuntime.processors(1)
                .run(go(forever(countedTurn(longs, LONG_TURN).then(gosched())))
                        .then(go(forever(countedTurn(shorts, SHORT_TURN).then(gosched()))))
                        .then(forWhile(() -> longs.get() < 500, sleep(Duration.ofMillis(20)))));

        assertThat((double) longs.get() / Math.max(1, shorts.get())).isBetween(0.5, 2.0);
    }
}
