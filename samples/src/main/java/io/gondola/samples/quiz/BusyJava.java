package io.gondola.samples.quiz;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The same question as {@link BusySteps}, but the busy goroutine computes within one step of plain Java code.
 *
 * <p>Unlike in Go, nobody can interrupt that: on one processor the neighbor runs before or after the step, never
 * meanwhile. Code that takes long belongs in {@link Go#blocking}, or should be cut into steps.
 */
final class BusyJava {
    private static final String STARTS = "busy: starts";
    private static final String IS_DONE = "busy: is done";
    private static final String NEIGHBOR = "neighbor: my turn";

    private BusyJava() {}

    static Go<Unit> program() {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        WaitGroup both = new WaitGroup();
        return sequence(
                both.go(run(() -> events.add(NEIGHBOR))),
                both.go(run(() -> {
                    events.add(STARTS);
                    compute(Duration.ofMillis(30));
                    events.add(IS_DONE);
                })),
                both.await(),
                suspend(() -> forEach(events, event -> println(event))));
    }

    private static void compute(Duration d) {
        long end = System.nanoTime() + d.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    static Sample sample() {
        return Sample.named("quiz-busy-java")
                .in(Group.QUIZ)
                .summary("a goroutine computes in plain Java code: its neighbors have to wait")
                .onMaxProcs(1)
                .prints(Expected.anyOf(
                        Expected.lines(STARTS, IS_DONE, NEIGHBOR), Expected.lines(NEIGHBOR, STARTS, IS_DONE)))
                .runs(() -> program());
    }
}
