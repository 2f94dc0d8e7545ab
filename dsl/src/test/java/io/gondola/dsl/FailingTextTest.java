package io.gondola.dsl;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.unit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.interop.Futures;
import io.vavr.control.Try;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * An exception whose own methods fail is an exception like any other. The fault that these tests hunt: the text is made
 * while the panic is reported, what that throws takes the panic's place, and is reported in turn, for ever.
 */
@SuppressWarnings({"NullAway", "OverrideThrowableToString", "ToStringReturnsNull", "UnsynchronizedOverridesSynchronized"
}) // all of this is what the tests try
class FailingTextTest {
    /** What user code throws: each fails in another method. */
    @SuppressWarnings("serial") // nobody serializes them
    private static List<Throwable> failing() {
        return List.of(
                new RuntimeException() {
                    @Override
                    public String getMessage() {
                        throw new AssertionError("no message");
                    }
                },
                new Exception() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("no text");
                    }
                },
                new RuntimeException() {
                    @Override
                    public String toString() {
                        return null;
                    }
                },
                new Error() {
                    @Override
                    @SuppressWarnings("InfiniteRecursion") // a stack overflow
                    public String toString() {
                        return toString();
                    }
                },
                new RuntimeException() {
                    @Override
                    public StackTraceElement[] getStackTrace() {
                        return null;
                    }
                },
                new RuntimeException() {
                    @Override
                    public StackTraceElement[] getStackTrace() {
                        throw new AssertionError("no stack trace");
                    }
                },
                new RuntimeException() {
                    @Override
                    public Throwable getCause() {
                        return this;
                    }
                },
                new RuntimeException() {
                    @Override
                    public Throwable getCause() {
                        throw new AssertionError("no cause");
                    }
                },
                new Panic("p") {
                    @Override
                    public String getMessage() {
                        throw new AssertionError("no message");
                    }
                },
                new Panic("p") {
                    @Override
                    public String toString() {
                        throw new AssertionError("no text");
                    }
                });
    }

    private static <A> Go<A> throwing(Throwable t) {
        return call(() -> {
            throw t;
        });
    }

    private static Throwable thrownBy(TestRuntime rt, Go<?> program) {
        return catchThrowable(() -> rt.run(program));
    }

    /** Whether {@code thrown}, which a runtime threw, is the panic with {@code t}. */
    private static boolean carries(Throwable thrown, Throwable t) {
        return thrown == t || (thrown instanceof Panic panic && panic.value() == t);
    }

    @OnEveryRuntime
    void uncaughtItEndsTheProgram(TestRuntime rt) {
        for (Throwable t : failing()) {
            assertThat(carries(thrownBy(rt, throwing(t)), t)).isTrue();
        }
    }

    @OnEveryRuntime
    void uncaughtInAnotherGoroutineItEndsTheProgram(TestRuntime rt) {
        for (Throwable t : failing()) {
            Panic panic = (Panic) thrownBy(rt, go(throwing(t)).then(never()));

            assertThat(carries(panic, t)).isTrue();
            assertThat(panic.report()).startsWith("panic: ");
        }
    }

    @OnEveryRuntime
    void attemptYieldsIt(TestRuntime rt) {
        for (Throwable t : failing()) {
            Try<Object> outcome = rt.run(throwing(t).attempt());

            assertThat(outcome.getCause() == t).isTrue();
        }
    }

    @OnEveryRuntime
    void recoverAndOnPanicAreGivenIt(TestRuntime rt) {
        for (Throwable t : failing()) {
            Object[] seen = new Object[2];
            Go<Object> program = throwing(t)
                    .onPanic(p -> run(() -> seen[0] = p.value()))
                    .recover(p -> run(() -> seen[1] = p.value()).as(null));

            rt.run(program);

            Object value = t instanceof Panic panic ? panic.value() : t;
            assertThat(seen[0] == value && seen[1] == value).isTrue();
        }
    }

    @OnEveryRuntime
    void aDeferThatThrowsItSupersedesThePanic(TestRuntime rt) {
        for (Throwable t : failing()) {
            assertThat(carries(thrownBy(rt, Go.panic("first").defer(throwing(t))), t))
                    .isTrue();
        }
    }

    @OnEveryRuntime
    void aFatalErrorEndsTheProgram(TestRuntime rt) {
        @SuppressWarnings("serial") // as above
        FatalError fatal = new FatalError("f") {
            @Override
            public String getMessage() {
                throw new AssertionError("no message");
            }

            @Override
            public StackTraceElement[] getStackTrace() {
                return null;
            }
        };

        assertThat(thrownBy(rt, go(throwing(fatal)).then(never()))).isInstanceOf(FatalError.class);
    }

    @Test
    void aStartedProgramsFutureFailsWithIt() {
        for (Throwable t : failing()) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
                CompletableFuture<Object> future = rt.start(throwing(t));

                assertThat(future.handle((v, thrown) -> carries(thrown, t))
                                .orTimeout(20, TimeUnit.SECONDS)
                                .join())
                        .isTrue();
                assertThat(rt.<Integer>run(Go.pure(1))).isEqualTo(1); // the runtime goes on
            }
        }
    }

    @OnEveryRuntime
    void aGoroutinesFutureFailsWithItAndTellsAllItsDependents(TestRuntime rt) {
        for (Throwable t : failing()) {
            Boolean told = rt.run(Futures.start(Go.gosched().then(FailingTextTest.<Object>throwing(t)))
                    .flatMap(future -> {
                        CompletableFuture<?> first = future.thenApply(v -> v);
                        CompletableFuture<?> second = future.thenApply(v -> v);
                        return Go.forWhile(() -> !(first.isDone() && second.isDone()), Go.gosched())
                                .then(call(
                                        () -> first.isCompletedExceptionally() && second.isCompletedExceptionally()));
                    }));

            assertThat(told).isTrue();
        }
    }

    @OnEveryRuntime
    void panicWithAValueWhoseTextFailsKeepsTheValue(TestRuntime rt) {
        Object noText = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("no text");
            }
        };

        Throwable thrown = thrownBy(rt, go(Go.panic(noText)).then(never()));

        assertThat(((Panic) thrown).value() == noText).isTrue();
        assertThat(thrown).hasMessageStartingWith("panic while printing panic value: java.lang.AssertionError");
    }

    @OnEveryRuntime
    void printingAValueWhoseTextFailsPanicsWithWhatItThrew(TestRuntime rt) {
        AssertionError noText = new AssertionError("no text");
        Object value = new Object() {
            @Override
            public String toString() {
                throw noText;
            }
        };

        for (Go<Unit> print : List.of(Go.println("value", value), Go.printf("%s%n", value))) {
            Try<Unit> outcome = rt.run(print.attempt());

            assertThat(outcome.getCause()).isSameAs(noText);
        }
    }

    @Test
    void aProcessPrintsItAndExitsWithTwo() {
        for (Throwable t : failing()) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
                int code = GoProcess.run(rt, go(throwing(t)).then(never()), new PrintStream(err, true, UTF_8));

                assertThat(code).isEqualTo(2);
                assertThat(err.toString(UTF_8)).startsWith("panic: ").contains("goroutine 2 [running]:");
            }
        }
    }

    @Test
    void unitIsStillYieldedAfterARecoveredOne() {
        for (Throwable t : failing()) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
                assertThat(rt.<Unit>run(FailingTextTest.<Unit>throwing(t).recover(p -> unit())))
                        .isSameAs(Unit.UNIT);
            }
        }
    }
}
