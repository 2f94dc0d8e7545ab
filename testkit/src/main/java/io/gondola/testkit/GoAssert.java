package io.gondola.testkit;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.scheduler.SafeText;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one run of a program; made by {@link GoAssertions#assertThatGo}. A failing one shows how the run really
 * ended, with the goroutines.
 *
 * @param <A> what the program yields
 */
public final class GoAssert<A> extends AbstractAssert<GoAssert<A>, Go<A>> {
    private static final String DEADLOCK = "deadlock!";

    private long seed;
    private @Nullable Outcome outcome;

    GoAssert(Go<A> program) {
        super(Objects.requireNonNull(program, "program"), GoAssert.class);
    }

    /**
     * Chooses the schedule; 0 by default.
     *
     * @throws IllegalStateException if the program was run by an assertion before
     */
    @CanIgnoreReturnValue
    public GoAssert<A> withSeed(long newSeed) {
        if (outcome != null) {
            throw new IllegalStateException("withSeed must come before the first assertion");
        }
        seed = newSeed;
        return this;
    }

    /** Verifies that the program ends well and yields {@code expected}. */
    @CanIgnoreReturnValue
    public GoAssert<A> yields(A expected) {
        Outcome seen = run();
        if (seen.failure() != null || !Objects.equals(seen.value(), expected)) {
            fail("a program that yields " + expected);
        }
        return this;
    }

    /** Verifies that a goroutine panics, nobody recovers, and the message contains {@code text}. */
    @CanIgnoreReturnValue
    public GoAssert<A> panics(String text) {
        Objects.requireNonNull(text, "text");
        if (!(run().failure() instanceof Panic panic)
                || !String.valueOf(SafeText.message(panic)).contains(text)) {
            fail("a program that panics with \"" + text + "\"");
        }
        return this;
    }

    /** Verifies that the program ends because none of its goroutines can go on. */
    @CanIgnoreReturnValue
    public GoAssert<A> deadlocks() {
        if (!(run().failure() instanceof FatalError fatal)
                || !String.valueOf(fatal.getMessage()).lines().limit(1).anyMatch(line -> line.endsWith(DEADLOCK))) {
            fail("a program that deadlocks");
        }
        return this;
    }

    /** Verifies that the program prints just these lines in this order, however it ends. */
    @CanIgnoreReturnValue
    public GoAssert<A> prints(String... lines) {
        List<String> expected = List.of(lines);
        if (!run().lines().equals(expected)) {
            fail("a program that prints\n  " + String.join("\n  ", expected));
        }
        return this;
    }

    private Outcome run() {
        if (outcome == null) {
            outcome = Outcome.of(actual, seed);
        }
        return outcome;
    }

    private void fail(String expected) {
        Outcome seen = run();
        String printed = seen.lines().isEmpty() ? "nothing" : "\n  " + String.join("\n  ", seen.lines());
        failWithMessage(
                "%s",
                "Expected " + expected + "\nbut with seed " + seed + " it ended so:\n" + seen.description()
                        + "\nand printed " + printed);
    }
}
