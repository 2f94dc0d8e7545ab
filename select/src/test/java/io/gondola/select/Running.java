package io.gondola.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;

/** Assertions on programs that need the runtime that they run on. */
final class Running {
    private Running() {}

    static ObjectAssert<Object> assertRun(TestRuntime t, Function<GoRuntime, Go<?>> program) {
        Object value = t.with(rt -> program.apply(rt).map(a -> (Object) a));
        return assertThat(value);
    }
}
