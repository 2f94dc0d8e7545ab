package io.gondola.dsl.interop;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // nulls are what is refused
class LogContextTest {
    /** A kind of runtime, a fresh one for each run. */
    private record Runner(String name, Supplier<GoRuntime> maker) {
        @CanIgnoreReturnValue
        <A> A run(Go<A> program) {
            try (GoRuntime rt = maker.get()) {
                return rt.run(program);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Runner> runners() {
        return Stream.of(
                new Runner("1 processor", () -> GoRuntime.builder().maxProcs(1).build()),
                new Runner("4 processors", () -> GoRuntime.builder().maxProcs(4).build()),
                new Runner("seed 7", () -> GoRuntime.deterministic(7)));
    }

    private static Go<String> entry(String key) {
        return call(() -> Objects.requireNonNullElse(ThreadContext.get(key), "none"));
    }

    @AfterEach
    void threadIsLeftAsItWas() {
        assertThat(ThreadContext.getImmutableContext()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("runners")
    void bodyFindsTheEntryAndWhatFollowsDoesNot(Runner runner) {
        Go<Seq<String>> program = LogContext.with("id", "7", entry("id"))
                .flatMap(inside -> entry("id").map(after -> List.of(inside, after)));

        assertThat(runner.run(program)).containsExactly("7", "none");
    }

    @ParameterizedTest
    @MethodSource("runners")
    void innerEntryHidesTheOuterOneWhileItsBodyRuns(Runner runner) {
        Go<Seq<String>> program = LogContext.with(
                Map.of("id", "7", "user", "ann"),
                zip(LogContext.with("id", "8", entry("id")), entry("id"), entry("user"), List::of));

        assertThat(runner.run(program)).containsExactly("8", "7", "ann");
    }

    /**
     * Each of many goroutines waits, yields and blocks, so that it runs on several threads, among others that have
     * other entries.
     */
    @ParameterizedTest
    @MethodSource("runners")
    void entryGoesWithTheGoroutineFromThreadToThread(Runner runner) {
        int goroutines = 40;
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        Go<Unit> program = suspend(() -> {
            Channel<Unit> done = Channel.buffered(goroutines);
            Channel<Integer> ball = Channel.unbuffered();
            return forRange(0, goroutines, n -> {
                        Go<Unit> look = run(() -> {
                            threads.add(Thread.currentThread().getName());
                            String found = ThreadContext.get("id");
                            if (!Objects.equals(found, n % 4 == 0 ? null : "" + n)) {
                                wrong.add(n + " found " + found);
                            }
                        });
                        Go<Unit> round = sequence(
                                look,
                                n % 2 == 0 ? ball.send(n) : ball.receive(),
                                look,
                                gosched(),
                                look,
                                sleep(Duration.ofNanos(10)),
                                look,
                                blocking(() -> 1).then(look),
                                look);
                        Go<Unit> body = round.repeat(25).then(done.send(Unit.UNIT));
                        return go(n % 4 == 0 ? body : LogContext.with("id", "" + n, body));
                    })
                    .then(done.receive().repeat(goroutines));
        });

        runner.run(program);

        assertThat(wrong).isEmpty();
        assertThat(threads.size()).isGreaterThanOrEqualTo(runner.name.startsWith("4") ? 2 : 1);
    }

    @ParameterizedTest
    @MethodSource("runners")
    void goroutinesThatTheBodyStartsHaveACopy(Runner runner) {
        Go<Seq<String>> program = suspend(() -> {
            Channel<String> found = Channel.buffered(2);
            Channel<Unit> bodyIsOver = Channel.unbuffered();
            Go<Unit> child = entry("id")
                    .flatMap(found::send)
                    .then(bodyIsOver.receive())
                    .then(run(() -> ThreadContext.put("id", "9")))
                    .then(entry("id").flatMap(found::send));
            return LogContext.with("id", "7", go(child).then(gosched()))
                    .then(bodyIsOver.close())
                    .then(zip(found.receive(), found.receive(), entry("id"), List::of));
        });

        assertThat(runner.run(program)).containsExactly("7", "9", "none");
    }

    @ParameterizedTest
    @MethodSource("runners")
    void entriesPutByTheBodyGoWithTheGoroutineToo(Runner runner) {
        Go<Seq<String>> program = suspend(() -> {
            Channel<Unit> turn = Channel.unbuffered();
            return go(turn.receive())
                    .then(LogContext.with(
                            "id",
                            "7",
                            run(() -> {
                                        ThreadContext.put("step", "2");
                                        ThreadContext.push("deep");
                                    })
                                    .then(turn.send(Unit.UNIT))
                                    .then(sleep(Duration.ofMillis(1)))
                                    .then(zip(entry("id"), entry("step"), call(ThreadContext::peek), List::of))));
        });

        assertThat(runner.run(program)).containsExactly("7", "2", "deep");
        assertThat(runner.run(entry("step"))).isEqualTo("none");
    }

    @ParameterizedTest
    @MethodSource("runners")
    void entryEndsWithTheBodyHoweverThatEnds(Runner runner) {
        Go<Seq<String>> program = zip(
                LogContext.with("id", "7", Go.<String>panic("boom")).recover(p -> entry("id")),
                breakable(b -> LogContext.with("id", "7", b.<String>exit("left")))
                        .then(entry("id")),
                LogContext.with("id", "7", pure(1).defer(run(() -> ThreadContext.remove("id"))))
                        .then(entry("id")),
                List::of);

        assertThat(runner.run(program)).containsExactly("none", "none", "none");
    }

    @ParameterizedTest
    @MethodSource("runners")
    void defersInsideTheBodyStillFindTheEntry(Runner runner) {
        Go<String> program = suspend(() -> {
            Channel<String> found = Channel.buffered(1);
            Go<Unit> body = Go.<Unit>panic("boom").defer(entry("id").flatMap(found::send));
            return LogContext.with("id", "7", body).recover(p -> unit()).then(found.receive());
        });

        assertThat(runner.run(program)).isEqualTo("7");
    }

    @Test
    void blockingCodeOnVirtualThreadsFindsTheEntry() {
        assumeTrue(Runtime.version().feature() >= 21);
        try (GoRuntime rt = GoRuntime.builder().blockingOnVirtualThreads(true).build()) {
            Go<String> inside = blocking(() -> ThreadContext.get("id") + " on " + Thread.currentThread());

            assertThat(rt.run(LogContext.with("id", "7", inside))).startsWith("7 on VirtualThread");
        }
    }

    @Test
    void dumpsShowWhatTheGoroutineWaitsFor() throws Exception {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("jobs");
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            CompletableFuture<Unit> run = rt.start(
                    LogContext.with("id", "7", go("child", ch.receive()).then(sleep(Duration.ofHours(1)))));
            while (!rt.dump().toString().contains("[chan receive]: name=child, on=jobs")
                    || !rt.dump().toString().contains("[sleep]")) {
                Thread.onSpinWait();
            }
            assertThat(run).isNotDone();
        }
    }

    @Test
    void nullIsRefusedWhenTheProgramIsBuilt() {
        assertThatNullPointerException()
                .isThrownBy(() -> LogContext.with(null, "v", unit()))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> LogContext.with("k", null, unit()))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> LogContext.with("k", "v", null))
                .withMessage("body");
        assertThatNullPointerException()
                .isThrownBy(() -> LogContext.with(null, unit()))
                .withMessage("entries");
    }

    @Test
    void explainShowsTheKeys() {
        assertThat(LogContext.with(Map.of("user", "ann", "id", "7"), gosched()).explain())
                .isEqualTo("log context [id, user]\n  gosched");
    }
}
