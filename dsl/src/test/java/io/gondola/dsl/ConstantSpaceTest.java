package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Programs that run long must not grow: each would fail with an OutOfMemoryError or a timeout if a turn left something
 * behind.
 */
class ConstantSpaceTest {
    private static final int TURNS = 300_000;

    @OnEveryRuntime
    void recoveredPanicsLeaveNothing(TestRuntime rt) {
        rt.assertRun(Go.<Unit>panic("x").recover(p -> Go.unit()).repeat(TURNS).as("end"))
                .isEqualTo("end");
    }

    @OnEveryRuntime
    void exitsFromBlocksLeaveNothing(TestRuntime rt) {
        rt.assertRun(Go.<Unit>breakable(b -> b.exit()).repeat(TURNS).as("end")).isEqualTo("end");
    }

    @OnEveryRuntime
    void endedGoroutinesLeaveNoEntryInTheDump(TestRuntime rt) {
        Channel<Unit> done = Channel.unbuffered();
        Go<Unit> one = Go.go(done.send(Unit.UNIT)).then(done.receive()).then(Go.unit());

        Object live = rt.with(r -> one.repeat(20_000)
                .then(Go.gosched().repeat(50))
                .then(Go.call(() -> r.dump().goroutines().size() <= 2)));

        assertThat(live).isEqualTo(true);
    }

    @Test
    void aHundredThousandSleepersAllWake() {
        int n = 100_000;
        Channel<Integer> ch = Channel.buffered(n);
        int[] last = {-1};
        Go<Unit> program = Go.forRange(
                        0,
                        n,
                        i -> Go.go(
                                Go.sleep(Duration.ofNanos(1 + (i * 7919L) % n)).then(ch.send((int) ((i * 7919L) % n)))))
                .then(ch.receive().peek(v -> last[0] = Math.max(last[0], v)).repeat(n));

        TestRuntime.seed(1).run(Go.go(Go.unit()).then(program));

        assertThat(last[0]).isEqualTo(n - 1);
    }

    @Test
    void virtualDaysPassAtOnce() {
        TestRuntime.seed(1)
                .assertRun(Go.sleep(Duration.ofDays(3650)).timed().map(t -> t._2))
                .isEqualTo(Duration.ofDays(3650));
    }

    @Test
    void sameSeedGivesTheSameSchedule() {
        Go<Unit> program = Go.suspend(() -> {
            Channel<Unit> done = Channel.buffered(6);
            return Go.forRange(
                            0,
                            6,
                            i -> Go.go(Go.forRange(0, 5, j -> Go.println(i + "." + j))
                                    .then(done.send(Unit.UNIT))))
                    .then(done.receive().repeat(6));
        });

        assertThat(TestRuntime.seed(7).lines(program))
                .isEqualTo(TestRuntime.seed(7).lines(program));
    }

    @Test
    void otherSeedsGiveOtherSchedules() {
        Go<Unit> program = Go.suspend(() -> {
            Channel<Unit> done = Channel.buffered(4);
            return Go.forRange(0, 4, i -> Go.go(Go.println(i).then(done.send(Unit.UNIT))))
                    .then(done.receive().repeat(4));
        });
        var orders = new java.util.HashSet<java.util.List<String>>();
        for (int seed = 0; seed < 200; seed++) {
            orders.add(TestRuntime.seed(seed).lines(program));
        }

        assertThat(orders).hasSizeGreaterThan(20);
    }
}
