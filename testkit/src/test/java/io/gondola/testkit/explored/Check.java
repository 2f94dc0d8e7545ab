package io.gondola.testkit.explored;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.Objects;

/** Checks inside programs: one that does not hold is a panic. */
final class Check {
    private Check() {}

    static <A> Go<Unit> yields(Go<A> program, A expected) {
        return program.flatMap(a -> Go.run(() -> {
            if (!Objects.equals(a, expected)) {
                assertThat(a).isEqualTo(expected);
            }
        }));
    }

    static Go<Unit> holds(Go<Boolean> condition, String what) {
        return condition.flatMap(c -> Go.run(() -> {
            if (!c) {
                throw new AssertionError(what);
            }
        }));
    }
}
