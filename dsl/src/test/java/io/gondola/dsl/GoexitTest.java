package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

class GoexitTest {
    @OnEveryRuntime
    void goexitEndsOnlyItsGoroutine(TestRuntime rt) {
        Channel<String> ch = Channel.unbuffered();

        rt.assertRun(Go.go(Go.goexit()).then(Go.go(ch.send("other"))).then(ch.receive()))
                .isEqualTo("other");
    }

    @OnEveryRuntime
    void stepsAfterGoexitDoNotRun(TestRuntime rt) {
        Channel<String> ch = Channel.buffered(2);
        Go<Unit> body = Go.<Unit>goexit().then(ch.send("never")).defer(ch.send("deferred"));

        rt.assertRun(Go.go(body).then(ch.receive())).isEqualTo("deferred");
    }

    @OnEveryRuntime
    void goexitOfMainWithNobodyLeftIsFatal(TestRuntime rt) {
        FatalError e = rt.fatal(Go.goexit());

        assertThat(e.report()).isEqualTo("fatal error: no goroutines (main called runtime.Goexit) - deadlock!");
    }

    @OnEveryRuntime
    @SuppressWarnings("gondola:shared") // read when the program has ended
    void goexitOfMainLetsOthersFinish(TestRuntime rt) {
        boolean[] ran = new boolean[1];
        Go<Unit> other = Go.gosched().repeat(20).then(Go.run(() -> ran[0] = true));

        assertThat(rt.fatal(Go.go(other).then(Go.goexit()))).hasMessageStartingWith("no goroutines");
        assertThat(ran[0]).isTrue();
    }

    @OnEveryRuntime
    void goexitOfMainWithABlockedOtherIsADeadlockThatListsOnlyIt(TestRuntime rt) {
        Channel<Unit> ch = Channel.unbuffered();

        assertThat(rt.deadlock(Go.go(ch.receive()).then(Go.goexit())))
                .contains("goroutine 2 [chan receive]:")
                .doesNotContain("goroutine 1 [");
    }

    @OnEveryRuntime
    void mainsDefersRunOnGoexit(TestRuntime rt) {
        boolean[] ran = new boolean[1];

        assertThat(rt.fatal(Go.goexit().defer(Go.run(() -> ran[0] = true)))).hasMessageStartingWith("no goroutines");
        assertThat(ran[0]).isTrue();
    }

    @OnEveryRuntime
    void goexitInARecoverHandlerEndsTheGoroutine(TestRuntime rt) {
        Channel<String> ch = Channel.buffered(1);
        Go<Unit> body = Go.<Unit>panic("x").recover(p -> Go.goexit()).defer(ch.send("ended"));

        rt.assertRun(Go.go(body).then(ch.receive())).isEqualTo("ended");
    }
}
