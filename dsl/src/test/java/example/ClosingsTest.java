package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Closings;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runtimes close with themselves: once, whatever comes in its way, and no more than was theirs. */
class ClosingsTest {
    private static final int ROUNDS = 200;

    private final List<String> closed = new ArrayList<>();

    private static GoRuntime open() {
        return GoRuntime.builder().maxProcs(1).build();
    }

    private static Scheduler scheduler(GoRuntime rt) {
        return rt.run(new Operation<>() {
            @Override
            public Object exec(Fiber f) {
                return f.scheduler();
            }
        });
    }

    private static Closings of(GoRuntime rt) {
        return Closings.of(scheduler(rt));
    }

    private Runnable closes(String what) {
        return () -> closed.add(what);
    }

    @Test
    void whatWasAddedIsClosedOnceWithItsRuntime() {
        GoRuntime rt = open();
        of(rt).add(closes("a"));
        of(rt).add(closes("b"));
        assertThat(closed).isEmpty();

        rt.close();
        rt.close();

        assertThat(closed).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void eachRuntimeHasItsOwn() {
        try (GoRuntime other = open()) {
            of(other).add(closes("other"));
            GoRuntime rt = open();
            of(rt).add(closes("a"));

            rt.close();

            assertThat(closed).containsExactly("a");
        }
        assertThat(closed).containsExactly("a", "other");
    }

    @Test
    void whatWasRemovedIsNotClosed() {
        GoRuntime rt = open();
        Runnable a = closes("a");
        of(rt).add(a);
        of(rt).add(closes("b"));
        of(rt).remove(a);

        rt.close();

        assertThat(closed).containsExactly("b");
    }

    @Test
    void whatComesAfterTheRuntimeIsClosedAtOnce() {
        GoRuntime rt = open();
        Closings closings = of(rt);
        rt.close();

        closings.add(closes("late"));

        assertThat(closed).containsExactly("late");
    }

    @Test
    void oneThatFailsIsToldAndTheOthersAreClosed() {
        try (CapturedLog log = CapturedLog.of("io.gondola.dsl")) {
            GoRuntime rt = open();
            for (int i = 0; i < 3; i++) {
                of(rt).add(closes("" + i));
            }
            of(rt).add(new Runnable() {
                @Override
                public void run() {
                    throw new IllegalStateException("stuck");
                }

                @Override
                public String toString() {
                    return "a consumer";
                }
            });

            rt.close();

            assertThat(closed).containsExactlyInAnyOrder("0", "1", "2");
            assertThat(log.warnings())
                    .containsExactly("What was to be closed with its runtime cannot be closed: a consumer");
        }
    }

    /** Hunts what is added just while the runtime is closed, and is closed by nobody, or by both. */
    @Test
    void whatIsAddedWhileTheRuntimeIsClosedIsClosedOnce() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            try (GoRuntime rt = open()) {
                Closings closings = of(rt);
                for (int j = 0; j < 100; j++) {
                    closings.add(new AtomicInteger()::incrementAndGet); // closing takes a while
                }
                List<AtomicInteger> times =
                        Stream.generate(AtomicInteger::new).limit(100).toList();
                CyclicBarrier start = new CyclicBarrier(2);
                Scheduler scheduler = scheduler(rt);
                Thread closer = new Thread(() -> {
                    await(start);
                    Closings.run(scheduler);
                });
                closer.start();

                await(start);
                times.forEach(t -> closings.add(t::incrementAndGet));
                closer.join();

                assertThat(times)
                        .as("round %s", i)
                        .allSatisfy(t -> assertThat(t).hasValue(1));
            }
        }
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
