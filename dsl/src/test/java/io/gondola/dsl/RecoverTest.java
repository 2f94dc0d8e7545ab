package io.gondola.dsl;

import static io.gondola.dsl.Go.println;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

@SuppressWarnings("NullAway") // panics here have values and messages
class RecoverTest {
    private static final Go<Integer> PANIC = Go.panic("boom");

    @OnEveryRuntime
    void handlerSeesTheValue(TestRuntime rt) {
        rt.assertRun(PANIC.<Object>map(x -> x).recover(p -> Go.pure(p.value()))).isEqualTo("boom");
    }

    @OnEveryRuntime
    void handlersValueReplacesTheBodys(TestRuntime rt) {
        rt.assertRun(PANIC.recover(p -> Go.pure(99)).map(x -> x + 1)).isEqualTo(100);
    }

    @OnEveryRuntime
    void handlerDoesNotRunWithoutPanic(TestRuntime rt) {
        rt.assertRun(Go.pure(1).recover(p -> Go.pure(2))).isEqualTo(1);
    }

    @OnEveryRuntime
    void stepsAfterThePanicAreSkipped(TestRuntime rt) {
        assertThat(rt.lines(PANIC.then(println("skipped")).recover(p -> println("recovered"))))
                .containsExactly("recovered");
    }

    @OnEveryRuntime
    void panicInTheHandlerGoesOn(TestRuntime rt) {
        rt.assertRun(PANIC.recover(p -> Go.panic("second")).as("").recover(p -> Go.pure(p.getMessage())))
                .isEqualTo("second");
    }

    @OnEveryRuntime
    void anExceptionOfALambdaIsAPanicThatCarriesIt(TestRuntime rt) {
        IOException cause = new IOException("disk");
        Go<Object> program = Go.call(() -> {
            throw cause;
        });

        assertThat(rt.panic(program)).hasCause(cause).returns(cause, Panic::value);
    }

    @OnEveryRuntime
    void panicOfNullHasGosText(TestRuntime rt) {
        assertThat(rt.panic(Go.panic(null))).hasMessage("panic called with nil argument");
    }

    @OnEveryRuntime
    void recoverDoesNotSeeGoexit(TestRuntime rt) {
        Channel<String> seen = Channel.buffered(2);
        Go<Unit> body = Go.<Unit>goexit().recover(p -> seen.send("handler")).defer(seen.send("defer"));

        rt.assertRun(Go.go(body).then(seen.receive())).isEqualTo("defer");
    }

    @OnEveryRuntime
    void recoveredPanicOfAGoexitDeferDoesNotStopTheGoexit(TestRuntime rt) {
        Channel<String> seen = Channel.buffered(2);
        Go<Unit> body = Go.<Unit>goexit()
                .defer(Go.panic("in defer"))
                .recover(p -> Go.unit())
                .then(seen.send("went on"))
                .defer(seen.send("ended"));

        rt.assertRun(Go.go(body).then(seen.receive())).isEqualTo("ended");
    }

    @OnEveryRuntime
    void attemptedPanicOfAGoexitDeferDoesNotStopTheGoexit(TestRuntime rt) {
        Channel<String> seen = Channel.buffered(2);
        Go<Unit> body = Go.<Unit>goexit()
                .defer(Go.panic("in defer"))
                .attempt()
                .then(seen.send("went on"))
                .defer(seen.send("ended"));

        rt.assertRun(Go.go(body).then(seen.receive())).isEqualTo("ended");
    }

    @OnEveryRuntime
    void recoverDoesNotSeeAnExitFromABlock(TestRuntime rt) {
        rt.assertRun(Go.<String>breakable(b -> b.<String>exit("out").recover(p -> Go.pure("handler"))))
                .isEqualTo("out");
    }

    @OnEveryRuntime
    void recoverDoesNotSeeAFatalError(TestRuntime rt) {
        Go<Unit> program = Go.run(() -> {
                    throw new FatalError("broken");
                })
                .recover(p -> Go.unit());

        assertThat(rt.fatal(program)).hasMessageStartingWith("broken\n\ngoroutine 1 [running]:");
    }

    @OnEveryRuntime
    void attemptOfAValueIsASuccess(TestRuntime rt) {
        rt.assertRun(Go.pure(1).attempt().map(t -> t.get())).isEqualTo(1);
    }

    @OnEveryRuntime
    void attemptOfAPanicIsAFailure(TestRuntime rt) {
        rt.assertRun(PANIC.attempt().map(t -> t.getCause().getMessage())).isEqualTo("boom");
    }

    @OnEveryRuntime
    void onPanicRunsItsHandlerAndPanicsOn(TestRuntime rt) {
        assertThat(rt.lines(PANIC.onPanic(p -> println("seen " + p.value())).recover(p -> Go.pure(0))))
                .containsExactly("seen boom");
        assertThat(rt.panic(PANIC.onPanic(p -> Go.unit()))).hasMessage("boom");
    }

    @OnEveryRuntime
    void stackOverflowInALambdaIsAPanic(TestRuntime rt) {
        rt.assertRun(Go.call(() -> endless(1))
                        .<Object>map(x -> x)
                        .recover(p -> Go.pure(p.value().getClass())))
                .isEqualTo(StackOverflowError.class);
    }

    private static int endless(int n) {
        return n == 0 ? 0 : endless(n + 1) + 1;
    }

    @OnEveryRuntime
    void interruptedExceptionOfALambdaIsAPanic(TestRuntime rt) {
        Go<Unit> program = Go.run(() -> {
            throw new InterruptedException("stop");
        });

        assertThat(rt.panic(program)).hasCauseInstanceOf(InterruptedException.class);
    }

    @OnEveryRuntime
    void retryYieldsTheFirstSuccess(TestRuntime rt) {
        int[] tries = new int[1];
        Go<Integer> program = Go.call(() -> {
            if (++tries[0] < 3) {
                throw new IOException("try " + tries[0]);
            }
            return tries[0];
        });

        rt.assertRun(program.retry(5, java.time.Duration.ofMillis(1))).isEqualTo(3);
    }

    @OnEveryRuntime
    void lastPanicOfARetryStays(TestRuntime rt) {
        int[] tries = new int[1];
        Go<Integer> program = Go.call(() -> {
            throw new IOException("try " + ++tries[0]);
        });

        assertThat(rt.panic(program.retry(2, java.time.Duration.ZERO))).hasMessageContaining("try 3");
    }
}
