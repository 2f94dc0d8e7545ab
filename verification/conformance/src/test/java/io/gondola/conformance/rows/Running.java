package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import io.vavr.CheckedFunction0;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs each program on runtimes, each made for that run. */
abstract class Running extends World {
    private static final String DEADLOCK = "all goroutines are asleep - deadlock!";

    private GoRuntime current;

    abstract List<Supplier<GoRuntime>> makers();

    @Override
    void ends(CheckedFunction0<? extends Go<?>> program, Consumer<Object> check) {
        for (Supplier<GoRuntime> maker : makers()) {
            try (GoRuntime runtime = maker.get()) {
                current = runtime;
                check.accept(runtime.run(Go.suspend(program)));
            }
        }
    }

    @Override
    void fails(CheckedFunction0<? extends Go<?>> program, Consumer<Failed> check) {
        for (Supplier<GoRuntime> maker : makers()) {
            try (GoRuntime runtime = maker.get()) {
                current = runtime;
                check.accept(failure(catchThrowable(() -> runtime.run(Go.suspend(program)))));
            }
        }
    }

    private static Failed failure(Throwable thrown) {
        if (thrown instanceof Panic panic) {
            return new Failed(Kind.PANIC, panic.getMessage(), panic.report());
        }
        if (thrown instanceof FatalError fatal) {
            boolean deadlock = fatal.getMessage().lines().findFirst().equals(Optional.of(DEADLOCK));
            return new Failed(deadlock ? Kind.DEADLOCK : Kind.FATAL, fatal.getMessage(), fatal.report());
        }
        throw new AssertionError("neither a panic nor a fatal error", thrown);
    }

    @Override
    Go<Unit> waiting(int n, String reason) {
        GoRuntime runtime = current;
        return Go.forWhile(() -> count(runtime, reason) < n, Go.gosched());
    }

    @Override
    Go<Unit> settled() {
        return Go.sleep(Duration.ofMillis(5));
    }

    private static int count(GoRuntime runtime, String reason) {
        return runtime.dump().goroutines().count(g -> g.waitReason().equals(Option.some(reason)));
    }

    @Override
    boolean isExplored() {
        return false;
    }
}
