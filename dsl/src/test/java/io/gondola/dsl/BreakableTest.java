package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

class BreakableTest {
    @OnEveryRuntime
    void exitYieldsTheBlocksResult(TestRuntime rt) {
        rt.assertRun(Go.<Integer>breakable(b -> b.<Integer>exit(1).then(Go.pure(2))))
                .isEqualTo(1);
    }

    @OnEveryRuntime
    void blockWithoutExitYieldsItsBodysValue(TestRuntime rt) {
        rt.assertRun(Go.<Integer>breakable(b -> Go.pure(2))).isEqualTo(2);
    }

    @OnEveryRuntime
    void exitLeavesTheOuterOfTwoBlocks(TestRuntime rt) {
        Go<String> program = Go.breakable(
                outer -> Go.<String>breakable(inner -> outer.exit("outer")).map(x -> "inner " + x));

        rt.assertRun(program).isEqualTo("outer");
    }

    @OnEveryRuntime
    void exitLeavesLoopsFromWithin(TestRuntime rt) {
        Go<Integer> program = Go.breakable(b -> Go.forRange(
                        0, 10, i -> Go.forRange(0, 10, j -> Go.when(i * j == 42, b.exit(i * 10 + j), Go.unit())))
                .as(-1));

        rt.assertRun(program).isEqualTo(67);
    }

    @OnEveryRuntime
    void exitRunsDefersInnermostFirst(TestRuntime rt) {
        Go<Unit> program =
                Go.breakable(b -> b.<Unit>exit().defer(Go.println("inner")).defer(Go.println("outer")));

        assertThat(rt.lines(program)).containsExactly("inner", "outer");
    }

    @OnEveryRuntime
    void panicInADeferReplacesAnExit(TestRuntime rt) {
        Go<Unit> program = Go.breakable(b -> b.<Unit>exit().defer(Go.panic("x")));

        assertThat(rt.panic(program)).hasMessage("x");
    }

    @OnEveryRuntime
    void exitFromAnotherGoroutineIsRefused(TestRuntime rt) {
        Go<Unit> program = Go.breakable(b -> Go.go(b.exit()).then(Go.never()));

        assertThat(rt.panic(program)).hasMessageContaining("the block has ended, or belongs to another goroutine");
    }

    @OnEveryRuntime
    void exitAfterTheBlockEndedIsRefused(TestRuntime rt) {
        Go<Unit> program =
                Go.<Go<Unit>>breakable(b -> Go.pure(b.exit(Go.unit()))).flatMap(late -> late);

        assertThat(rt.panic(program)).hasMessageContaining("the block has ended");
    }

    @OnEveryRuntime
    void recursionOfOneBlockLeavesTheInnermostActivation(TestRuntime rt) {
        rt.assertRun(nested(50)).isEqualTo(50);
    }

    private static Go<Integer> nested(int n) {
        return Go.breakable(b ->
                n == 0 ? b.<Integer>exit(0) : Go.suspend(() -> nested(n - 1)).flatMap(x -> b.<Integer>exit(x + 1)));
    }

    @OnEveryRuntime
    void foreverEndsByExit(TestRuntime rt) {
        int[] n = new int[1];

        rt.run(Go.forever(b -> Go.suspend(() -> ++n[0] == 10 ? b.exit() : Go.unit())));

        assertThat(n[0]).isEqualTo(10);
    }

    @OnEveryRuntime
    void rangeEndsByExit(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(3);

        Go<Unit> program = Go.forRange(0, 3, ch::send).then(ch.range((v, b) -> v == 1 ? b.exit() : Go.unit()));

        rt.assertRun(program.then(ch.receive())).isEqualTo(2);
    }
}
