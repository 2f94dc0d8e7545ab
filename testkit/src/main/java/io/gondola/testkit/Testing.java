package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.run.Choice;
import io.gondola.testkit.run.FaultPoint;
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

    /** Notes that this point was reached: {@link Report#reached}. A {@link GoTest} fails if no schedule reaches it. */
    public static Go<Unit> sometimes(String label) {
        return new Sometimes(Objects.requireNonNull(label, "label"));
    }

    /**
     * Yields whether to inject a fault here: a choice of the schedule, replayed and shrunk as all others. In about a quarter of the
     * runs the faults of {@code label} are active, and then each visit injects one with {@code probability}; a systematic search
     * tries both answers. Outside an exploration it always yields false.
     *
     * <pre>{@code
     * Testing.fault("disk full", 0.25).flatMap(full -> full ? panic("disk full") : write(block))
     * }</pre>
     *
     * @throws IllegalArgumentException {@code probability must be from 0 to 1: 2.0}
     */
    public static Go<Boolean> fault(String label, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be from 0 to 1: " + probability);
        }
        return new FaultPoint(Objects.requireNonNull(label, "label"), probability);
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
