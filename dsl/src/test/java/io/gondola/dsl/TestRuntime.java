package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;

/**
 * A kind of runtime that a test runs its program on, a fresh one for each run.
 *
 * <p>The tests of dsl, select and stdlib-sync have one each, with what they need of it: testkit, where it could be
 * shared, is built on these modules.
 */
@CanIgnoreReturnValue
record TestRuntime(String name, Function<PrintStream, GoRuntime> maker) {
    static TestRuntime seed(long seed) {
        return new TestRuntime("seed " + seed, out -> GoRuntime.deterministic(seed, out));
    }

    static TestRuntime processors(int n) {
        return new TestRuntime(
                n + " processors",
                out -> GoRuntime.builder().maxProcs(n).output(out).build());
    }

    GoRuntime open() {
        return maker.apply(System.out);
    }

    boolean isReal() {
        return name.endsWith("processors");
    }

    <A> A run(Go<A> program) {
        return with(rt -> program);
    }

    <A> A with(Function<GoRuntime, Go<A>> program) {
        try (GoRuntime rt = open()) {
            return rt.run(program.apply(rt));
        }
    }

    /** As {@code assertThat(run(program))}, which is ambiguous if the type of the value is inferred. */
    ObjectAssert<Object> assertRun(Go<?> program) {
        Object value = with(rt -> program);
        return assertThat(value);
    }

    /** The lines that a program prints. */
    List<String> lines(Go<?> program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GoRuntime rt = maker.apply(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            rt.run(program);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** How many bytes came after {@code program} had ended, while another one ran in the same runtime. */
    int printedAfter(Go<?> program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GoRuntime rt = maker.apply(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            rt.run(program);
            int atTheEnd = bytes.size();
            rt.run(Go.gosched().repeat(10_000));
            return bytes.size() - atTheEnd;
        }
    }

    /** The report of a program that ends in a deadlock. */
    String deadlock(Go<?> program) {
        FatalError e = fatal(program);
        assertThat(e).hasMessageStartingWith("all goroutines are asleep - deadlock!\n\ngoroutine");
        return e.report();
    }

    FatalError fatal(Go<?> program) {
        Throwable thrown = catchThrowable(() -> run(program));
        assertThat(thrown).isInstanceOf(FatalError.class);
        return (FatalError) thrown;
    }

    Panic panic(Go<?> program) {
        Throwable thrown = catchThrowable(() -> run(program));
        assertThat(thrown).isInstanceOf(Panic.class);
        return (Panic) thrown;
    }

    /** Goes on once {@code n} goroutines wait for {@code reason}. */
    static Go<Unit> waiting(GoRuntime rt, int n, String reason) {
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
