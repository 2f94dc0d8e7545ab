package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.run.Choice;
import io.gondola.testkit.run.HandleUse;
import io.gondola.testkit.run.Sometimes;
import java.util.Objects;

/** What programs under test may use. Outside an exploration these work, too, with plain chance. */
public final class Testing {
    private Testing() {}

    /**
     * Yields a number from 0 to {@code n - 1}. Which one is a choice of the schedule: explored, replayed and shrunk as all
     * others.
     *
     * @throws IllegalArgumentException {@code n must be positive: 0}
     */
    public static Go<Integer> choose(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be positive: " + n);
        }
        return new Choice(n);
    }

    /** Notes that this point was reached: {@link Report#reached}. */
    public static Go<Unit> sometimes(String label) {
        return new Sometimes(Objects.requireNonNull(label, "label"));
    }

    /** Yields the handle of the running test. */
    public static Go<TestHandle> handle() {
        return Go.call(() -> new TestHandle() {
            @Override
            public Go<Unit> log(Object x) {
                return new HandleUse().then(Go.println(x));
            }

            @Override
            public Go<Unit> fail(Object x) {
                return new HandleUse().then(Go.panic(x));
            }
        });
    }
}
