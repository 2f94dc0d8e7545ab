package io.gondola.conformance.scripts;

import static io.gondola.dsl.Go.forEach;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.time.Time;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Plays a script, as {@code scripts_test.go} does: see there what the durations are good for. */
final class Script {
    static final Duration PROMPT = Duration.ofNanos(1);

    private static final Duration SETTLE = Duration.ofMillis(1);
    private static final Duration REST = Duration.ofSeconds(60);
    private static final int TURNS = 50;

    /** The units in which a kind's times are told, if it is not the nanosecond; none are told if it is 0. */
    private static final Map<String, Integer> UNITS = Map.of("locks", 0, "rate", 1_000);

    private static final int LONGEST = 99;
    private static final Map<String, BiFunction<Journal, Journal.Line, Interpreter>> INTERPRETERS = Map.of(
            "time", Times::new,
            "context", Contexts::new,
            "sync", Syncs::new,
            "locks", Locks::new,
            "errgroup", ErrGroups::new,
            "semaphore", Semaphores::new,
            "flight", Flights::new,
            "rate", Limiters::new);

    private Script() {}

    static String play(String script, long seed) {
        try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
            return runtime.run(program(script, sleep(SETTLE), sleep(REST)));
        }
    }

    /** Plays a script that needs no time: all has settled when main has given way often enough. */
    static String playOnOneProcessor(String script) {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(1).build()) {
            Go<Unit> settled = Go.gosched().repeat(TURNS);
            return runtime.run(program(script, settled, settled));
        }
    }

    private static Go<String> program(String script, Go<Unit> settled, Go<Unit> rest) {
        String[] words = script.split(" ", -1);
        return Time.now().flatMap(start -> {
            Journal journal = new Journal(start, UNITS.getOrDefault(words[0], 1), settled);
            Interpreter interpreter = INTERPRETERS.get(words[0]).apply(journal, journal.open("main"));
            return forEach(
                            IntStream.range(1, words.length)
                                    .mapToObj(i -> Operation.parse(i - 1, words[i]))
                                    .toList(),
                            op -> settled.then(suspend(
                                    () -> op.letter() == 'z' ? sleep(seconds(op.arg(0))) : interpreter.perform(op))))
                    .then(rest)
                    .then(suspend(interpreter::end))
                    .then(rest)
                    .then(suspend(() -> Go.pure(journal.toString())));
        });
    }

    /** The longest and shortest durations stand for themselves. */
    static Duration seconds(int n) {
        return switch (n) {
            case LONGEST -> Duration.ofNanos(Long.MAX_VALUE);
            case -LONGEST -> Duration.ofNanos(Long.MIN_VALUE);
            default -> Duration.ofSeconds(n);
        };
    }

    /** A delay of its own for the n-th operation whose goroutine needs one: no two sums of such delays are the same. */
    static Duration own(int n) {
        return Duration.ofNanos(4L << (2 * n));
    }

    /** What an operation panics with. */
    static Go<String> panicking(Go<?> operation) {
        return operation.attempt().map(t -> t.isSuccess() ? "no panic" : text(t));
    }

    static String text(Try<?> outcome) {
        return outcome.isSuccess() ? "none" : outcome.getCause().getMessage();
    }

    static String text(Option<Throwable> error) {
        return error.map(Throwable::getMessage).getOrElse("none");
    }
}
