package io.gondola.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ObjectAssert;

/**
 * A kind of runtime that a test runs its program on, a fresh one for each run.
 *
 * <p>The tests of dsl, select and stdlib-sync have one each, with what they need of it: testkit, where it could be
 * shared, is built on these modules.
 */
@CanIgnoreReturnValue
public record TestRuntime(String name, Supplier<GoRuntime> maker) {
    private static final int SEEDS = 6;

    /** The deterministic one with a few seeds, and real ones with 1, 2 and 4 processors. */
    public static Stream<TestRuntime> all() {
        return Stream.concat(deterministic(), real());
    }

    public static Stream<TestRuntime> deterministic() {
        return IntStream.range(0, SEEDS)
                .mapToObj(seed -> new TestRuntime("seed " + seed, () -> GoRuntime.deterministic(seed)));
    }

    public static Stream<TestRuntime> real() {
        return Stream.of(1, 2, 4).map(TestRuntime::processors);
    }

    public static TestRuntime processors(int n) {
        return new TestRuntime(
                n + " processors", () -> GoRuntime.builder().maxProcs(n).build());
    }

    /**
     * Runs on one processor. A run whose thread lost its core for a whole time slice preempts, shows another order, and
     * is left out.
     */
    public static void runUndisturbed(Function<GoRuntime, Go<?>> program) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            Throwable thrown = catchThrowable(() -> rt.run(program.apply(rt)));
            assumeThat(rt.stats().preemptions()).isZero();
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            assertThat(thrown).isNull();
        }
    }

    public <A> A run(Go<A> program) {
        return run(rt -> program);
    }

    public <A> A run(Function<GoRuntime, Go<A>> program) {
        try (GoRuntime rt = maker.get()) {
            return rt.run(program.apply(rt));
        }
    }

    /** As {@code assertThat(run(program))}, which is ambiguous if the type of the value is inferred. */
    @SuppressWarnings("exports") // of AssertJ
    public ObjectAssert<Object> assertRun(Go<?> program) {
        Object value = run(rt -> program);
        return assertThat(value);
    }

    @SuppressWarnings("exports") // of AssertJ
    public ObjectAssert<Object> assertRun(Function<GoRuntime, Go<?>> program) {
        Object value = run(rt -> program.apply(rt));
        return assertThat(value);
    }

    /** Runs a program that must end in a deadlock, and returns the report. */
    public String deadlock(Go<?> program) {
        return deadlock(rt -> program);
    }

    public String deadlock(Function<GoRuntime, Go<?>> program) {
        FatalError e = fatal(program);
        assertThat(e).hasMessageStartingWith("all goroutines are asleep - deadlock!\n\ngoroutine");
        return e.report();
    }

    public FatalError fatal(Go<?> program) {
        return fatal(rt -> program);
    }

    private FatalError fatal(Function<GoRuntime, Go<?>> program) {
        Throwable thrown = catchThrowable(() -> run(rt -> program.apply(rt)));
        assertThat(thrown).isInstanceOf(FatalError.class);
        return (FatalError) thrown;
    }

    public Panic panic(Go<?> program) {
        Throwable thrown = catchThrowable(() -> run(rt -> program));
        assertThat(thrown).isInstanceOf(Panic.class);
        return (Panic) thrown;
    }

    /** Goes on once {@code n} goroutines wait for {@code reason}. */
    public static Go<Unit> waiting(GoRuntime rt, int n, String reason) {
        return Go.forWhile(() -> count(rt, reason) < n, Go.gosched());
    }

    private static int count(GoRuntime rt, String reason) {
        return rt.dump().goroutines().count(g -> g.waitReason().equals(Option.some(reason)));
    }

    @Override
    public String toString() {
        return name;
    }
}
