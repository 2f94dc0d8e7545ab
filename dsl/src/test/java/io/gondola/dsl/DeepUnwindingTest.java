package io.gondola.dsl;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;

/**
 * What a panic, a defer or an exit costs must not grow with what is below it on the stack, nor with the panics before
 * it: with so many of them each of these programs takes far longer than its limit if a single step looks at all.
 */
@Timeout(40)
@SuppressWarnings("NullAway") // panics here have values and messages
class DeepUnwindingTest {
    private static final int MANY = 100_000;

    @OnSomeRuntimes
    void anExceptionIsThrownAgainByOneHandlerAfterTheOther(TestRuntime rt) {
        IllegalStateException thrown = new IllegalStateException("thrown");

        Object caught = rt.run(rethrowing(MANY, Go.<Integer>call(() -> {
                    throw thrown;
                }))
                .recover(p -> pure(p.value() == thrown ? 1 : 0)));

        assertThat(caught).isEqualTo(1);
    }

    private static Go<Integer> rethrowing(int depth, Go<Integer> body) {
        Go<Integer> program = body;
        for (int i = 0; i < depth; i++) {
            program = program.recover(p -> {
                throw p;
            });
        }
        return program;
    }

    @OnSomeRuntimes
    void aPanicRaisedAgainByEachHandlerStaysOnePanic(TestRuntime rt) {
        Go<Integer> program = panic("first");
        for (int i = 0; i < MANY; i++) {
            program =
                    program.recover(p -> panic(p)); // around each other their texts would take the square of the memory
        }

        Panic last = rt.run(program.as(new Panic("none")).recover(p -> pure(p)));

        assertThat(last.value()).isEqualTo("first");
        assertThat(last).hasMessage("first").hasNoCause();
    }

    @OnSomeRuntimes
    void panicsInterruptEachOtherInTheDefersOfOneScope(TestRuntime rt) {
        Object last = rt.run(Go.<Integer>scoped(
                        s -> forRange(0, MANY, i -> s.defer(panic(i))).then(panic("first")))
                .recover(p -> pure((Integer) p.value())));

        assertThat(last).isEqualTo(0);
    }

    @OnSomeRuntimes
    void panicsInterruptEachOtherInNestedDefers(TestRuntime rt) {
        Go<Integer> program = panic("first");
        for (int i = 0; i < MANY; i++) {
            program = program.defer(panic(i));
        }

        Object last = rt.run(program.recover(p -> pure((Integer) p.value())));

        assertThat(last).isEqualTo(MANY - 1);
    }

    @OnSomeRuntimes
    void panicsDeepInARecursionAreRecoveredThere(TestRuntime rt) {
        Go<Unit> attempts = panic("deep").attempt().repeat(MANY / 2);

        Object end = rt.run(nested(MANY / 2, attempts.as(1)));

        assertThat(end).isEqualTo(1 + MANY / 2);
    }

    private static Go<Integer> nested(int depth, Go<Integer> innermost) {
        return depth == 0
                ? innermost
                : suspend(() -> nested(depth - 1, innermost)).map(x -> x + 1);
    }

    @OnSomeRuntimes
    void aScopeIsGivenDefersFromDeepInARecursion(TestRuntime rt) {
        int[] ran = {0};

        rt.run(scoped(s ->
                nested(MANY / 2, s.defer(run(() -> ran[0]++)).repeat(MANY / 2).as(1))));

        assertThat(ran[0]).isEqualTo(MANY / 2);
    }

    @OnSomeRuntimes
    void theReportOfManyPanicsHasThemAll(TestRuntime rt) {
        Object report = rt.run(Go.<String>scoped(s ->
                        forRange(0, 1_000, i -> s.defer(panic("p" + i))).then(panic("first")))
                .recover(p -> pure(p.report())));

        assertThat((String) report).startsWith("panic: first\n\tpanic: p999\n\tpanic: p998\n");
        assertThat(((String) report).lines().filter(line -> line.contains("panic: p")))
                .hasSize(1_000);
    }
}
