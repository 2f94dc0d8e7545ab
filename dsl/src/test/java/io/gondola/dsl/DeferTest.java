package io.gondola.dsl;

import static io.gondola.dsl.Go.println;
import static org.assertj.core.api.Assertions.assertThat;

@SuppressWarnings("NullAway") // panics here have values and messages
class DeferTest {
    @OnEveryRuntime
    void cleanupRunsAfterTheBody(TestRuntime rt) {
        assertThat(rt.lines(println("body").defer(println("cleanup")))).containsExactly("body", "cleanup");
    }

    @OnEveryRuntime
    void bodysValueIsYielded(TestRuntime rt) {
        rt.assertRun(Go.pure(1).defer(Go.pure(2))).isEqualTo(1);
    }

    @OnEveryRuntime
    void chainedDefersRunInOrderOfWriting(TestRuntime rt) {
        assertThat(rt.lines(Go.unit().defer(println("a")).defer(println("b")))).containsExactly("a", "b");
    }

    @OnEveryRuntime
    void scopeRunsItsDefersLastInFirstOut(TestRuntime rt) {
        Go<Unit> program = Go.scoped(s ->
                Go.forRange(0, 3, i -> s.defer(println("defer " + i))).then(println("body")));

        assertThat(rt.lines(program)).containsExactly("body", "defer 2", "defer 1", "defer 0");
    }

    @OnEveryRuntime
    void deferThatIsNotReachedDoesNotRun(TestRuntime rt) {
        Go<Unit> program = Go.scoped(s -> Go.<Unit>panic("early").then(s.defer(println("never"))));

        assertThat(rt.lines(program.recover(p -> Go.unit()))).isEmpty();
    }

    @OnEveryRuntime
    void deferRunsOnPanic(TestRuntime rt) {
        Go<Unit> program = Go.<Unit>panic("x").defer(println("cleanup")).recover(p -> println("recovered"));

        assertThat(rt.lines(program)).containsExactly("cleanup", "recovered");
    }

    @OnEveryRuntime
    void deferRunsOnGoexit(TestRuntime rt) {
        Channel<Unit> done = Channel.buffered(1);
        Go<Unit> body = Go.<Unit>goexit().defer(println("cleanup")).defer(done.send(Unit.UNIT));

        assertThat(rt.lines(Go.go(body).then(done.receive()))).containsExactly("cleanup");
    }

    @OnEveryRuntime
    void deferRunsOnExitFromABlock(TestRuntime rt) {
        Go<Unit> program = Go.breakable(b -> b.<Unit>exit().defer(println("cleanup")));

        assertThat(rt.lines(program.then(println("after")))).containsExactly("cleanup", "after");
    }

    @OnEveryRuntime
    void panicInADeferReplacesTheEarlierOne(TestRuntime rt) {
        Go<String> program = Go.<String>panic("first").defer(Go.panic("second")).recover(p -> Go.pure(p.getMessage()));

        rt.assertRun(program).isEqualTo("second");
    }

    @OnEveryRuntime
    void panicInADeferStillRunsTheOtherDefersOfTheScope(TestRuntime rt) {
        Go<Unit> program = Go.scoped(
                s -> s.defer(println("outer")).then(s.defer(Go.panic("x"))).then(s.defer(println("inner"))));

        assertThat(rt.lines(program.recover(p -> println(p.getMessage())))).containsExactly("inner", "outer", "x");
    }

    @OnEveryRuntime
    void goexitInADeferOfAPanicAbandonsThePanic(TestRuntime rt) {
        Channel<String> done = Channel.buffered(1);
        Go<Unit> body = Go.<Unit>panic("x").defer(Go.goexit()).defer(done.send("ended"));

        rt.assertRun(Go.go(body).then(done.receive())).isEqualTo("ended");
    }

    @OnEveryRuntime
    void deferMayPark(TestRuntime rt) {
        Channel<String> ch = Channel.unbuffered();

        rt.assertRun(Go.go(Go.<Unit>panic("x").defer(ch.send("parked")).recover(p -> Go.unit()))
                        .then(ch.receive()))
                .isEqualTo("parked");
    }

    @OnEveryRuntime
    void defersOfOtherGoroutinesDoNotRunWhenMainReturns(TestRuntime rt) {
        Channel<Unit> started = Channel.unbuffered();
        Go<Unit> other = started.send(Unit.UNIT).then(Go.<Unit>never()).defer(println("never printed"));

        assertThat(rt.lines(Go.go(other).then(started.receive()))).isEmpty();
    }

    @OnEveryRuntime
    void defersDoNotRunOnADeadlock(TestRuntime rt) {
        boolean[] ran = new boolean[1];

        String report = rt.deadlock(Go.never().defer(Go.run(() -> ran[0] = true)));

        assertThat(report).contains("[select (no cases)]:");
        assertThat(ran[0]).isFalse();
    }

    @OnEveryRuntime
    void defersDoNotRunOnAFatalError(TestRuntime rt) {
        boolean[] ran = new boolean[1];
        Go<Unit> program = Go.run(() -> {
                    throw new FatalError("broken");
                })
                .defer(Go.run(() -> ran[0] = true));

        assertThat(rt.fatal(program)).hasMessageStartingWith("broken\n\ngoroutine 1 [running]:");
        assertThat(ran[0]).isFalse();
    }

    @OnEveryRuntime
    void descriptionWithAScopeCanRunTwice(TestRuntime rt) {
        Go<Unit> once = Go.scoped(s -> s.defer(println("d")).then(println("b")));

        assertThat(rt.lines(once.then(once))).containsExactly("b", "d", "b", "d");
    }

    @OnEveryRuntime
    void deferFromAnotherGoroutineIsRefused(TestRuntime rt) {
        Go<Unit> program = Go.scoped(s -> Go.go(s.defer(Go.unit())).then(Go.never()));

        assertThat(rt.panic(program)).hasMessageContaining("the scope has ended, or belongs to another goroutine");
    }
}
