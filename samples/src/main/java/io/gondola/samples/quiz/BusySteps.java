package io.gondola.samples.quiz;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.AtomicBool;
import io.gondola.sync.WaitGroup;

/**
 * Does a goroutine that never waits starve its neighbors on one processor? Go:
 *
 * <pre>{@code
 * for !stop.Load() {
 * }
 * }</pre>
 *
 * <p>It does not, if its loop consists of steps of the language: after a budget of steps, the scheduler lets others
 * run. {@link BusyJava} is the other half of the answer.
 */
final class BusySteps {
    private BusySteps() {}

    static Go<Unit> program() {
        AtomicBool stop = new AtomicBool();
        WaitGroup both = new WaitGroup();
        return sequence(both.go(spin(stop)), both.go(neighbor(stop)), both.await(), println("main: both are done"));
    }

    private static Go<Unit> spin(AtomicBool stop) {
        return forWhile(stop.load().map(stopped -> !stopped), unit()).then(println("busy: told to stop"));
    }

    private static Go<Unit> neighbor(AtomicBool stop) {
        return forRange(1, 4, i -> println("neighbor: line", i).then(gosched())).then(stop.store(true));
    }

    static Sample sample() {
        return Sample.named("quiz-busy-steps")
                .in(Group.QUIZ)
                .summary("a goroutine never waits, but takes steps: its neighbors run all the same")
                .onMaxProcs(1)
                .prints(
                        "neighbor: line 1",
                        "neighbor: line 2",
                        "neighbor: line 3",
                        "busy: told to stop",
                        "main: both are done")
                .runs(() -> program());
    }
}
