package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;

/**
 * A handle to the running test, as Go's {@code testing.T}: it must not be used after the test's end, which is when the
 * main goroutine returns. A use that nothing orders before that end is a {@link Kind#RACE}.
 *
 * @go testing/testing.go, {@code T}
 */
@CheckReturnValue
public interface TestHandle {
    /** Writes a line to the program's output. */
    Go<Unit> log(Object x);

    /** Panics with {@code x}: the test fails. */
    Go<Unit> fail(Object x);
}
