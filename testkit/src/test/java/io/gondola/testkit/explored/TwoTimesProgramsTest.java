package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.zipFlat;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveIf;
import static io.gondola.select.Select.onSendIf;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Break;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.GoTest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

/** Programs whose parts are built when they are reached, under every schedule. */
class TwoTimesProgramsTest {
    /** The step must be built after the hand-over, in whatever order the two goroutines run. */
    @GoTest(schedules = 200)
    Go<?> whatAnotherGoroutineSetIsSentAfterTheHandOver() {
        Channel<Unit> ready = Channel.<Unit>unbuffered().named("ready");
        Channel<String> out = Channel.<String>unbuffered().named("out");
        AtomicReference<String> res = new AtomicReference<>();
        return go(run(() -> res.set("done")).then(ready.send(Unit.UNIT)))
                .then(go(ready.receive().then(() -> out.send(res.get()))))
                .then(out.receive())
                .peek(v -> assertThat(v).isEqualTo("done"));
    }

    /** The pump must neither lose nor reorder, and must not take more than two, whichever side is faster. */
    @GoTest(schedules = 500)
    Go<?> aPumpKeepsTheOrder() {
        Channel<Integer> in = Channel.<Integer>unbuffered().named("in");
        Channel<Integer> out = Channel.<Integer>unbuffered().named("out");
        Queue<Integer> queue = new ArrayDeque<>();
        Queue<Integer> got = new ArrayDeque<>();
        Go<Unit> pump = forever((Break<Unit> b) -> suspend(() -> select(
                onReceiveIf(queue.size() < 2, in, v -> v < 0 ? b.exit() : run(() -> queue.add(v))),
                onSendIf(!queue.isEmpty(), out, queue::peek, run(queue::remove)))));
        return sequence(
                go(pump),
                go(forRange(0, 4, in::send)),
                out.receive().peek(got::add).repeat(4),
                in.send(-1),
                run(() -> assertThat(got).containsExactly(0, 1, 2, 3)));
    }

    /** Each part is received before the program that zipFlat makes of them runs. */
    @GoTest(schedules = 200)
    Go<?> zipFlatRunsWhatItMakesOfBothParts() {
        Channel<Integer> left = Channel.<Integer>unbuffered().named("left");
        Channel<Integer> right = Channel.<Integer>unbuffered().named("right");
        Channel<Integer> sum = Channel.<Integer>unbuffered().named("sum");
        return sequence(
                go(left.send(1)),
                go(right.send(2)),
                go(zipFlat(left.receive(), right.receive(), (l, r) -> sum.send(l + r))),
                select(onReceive(sum, v -> run(() -> assertThat(v).isEqualTo(3)))));
    }

    /** The state of a loop without an end goes from round to round, also where other goroutines run between them. */
    @GoTest(schedules = 200)
    Go<?> foreverHandsItsStateOn() {
        Channel<Integer> numbers = Channel.<Integer>unbuffered().named("numbers");
        return sequence(
                go(Go.<Unit>breakable(b -> forever(
                        0, n -> n == 3 ? b.exit(Unit.UNIT) : numbers.send(n).as(n + 1)))),
                numbers.receive().peek(v -> assertThat(v).isEqualTo(0)),
                numbers.receive().peek(v -> assertThat(v).isEqualTo(1)),
                numbers.receive().peek(v -> assertThat(v).isEqualTo(2)));
    }
}
