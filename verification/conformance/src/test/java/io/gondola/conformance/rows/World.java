package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import io.vavr.CheckedFunction0;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A kind of runtime that the tests of rows run on. Each run makes its program itself, and may be run several times. How
 * a run ended is compared in each of them.
 */
abstract class World {
    /** The name of goroutines that may be left waiting when the program ends. */
    private static final String WAITER = "waiter";

    /** Starts a goroutine that may be left waiting when the program ends. */
    static Go<Unit> waiter(Go<?> body) {
        return Go.go(WAITER, body);
    }

    static String waiterName() {
        return WAITER;
    }

    /** How a run ended, if well. */
    abstract void ends(CheckedFunction0<? extends Go<?>> program, Consumer<Object> check);

    /** How a run failed. */
    abstract void fails(CheckedFunction0<? extends Go<?>> program, Consumer<Failed> check);

    /** Goes on once {@code n} goroutines wait for {@code reason}. */
    abstract Go<Unit> waiting(int n, String reason);

    /** As {@link #waiting(int, String)} of any reason: goes on once the others can do nothing. */
    abstract Go<Unit> settled();

    /** Whether every possible outcome shows up, and every race. */
    abstract boolean isExplored();

    /** The program ends well and yields {@code expected}, in every run. */
    final void yields(Object expected, CheckedFunction0<? extends Go<?>> program) {
        ends(program, value -> assertThat(value).isEqualTo(expected));
    }

    /** The program ends well and yields one of {@code expected}; if it is explored, each of them at least once. */
    final void yieldsOneOf(List<?> expected, CheckedFunction0<? extends Go<?>> program) {
        Set<Object> seen = new HashSet<>();
        ends(program, value -> {
            assertThat(value).isIn(expected);
            seen.add(value);
        });
        if (isExplored()) {
            assertThat(seen).containsExactlyInAnyOrderElementsOf(new HashSet<Object>(expected));
        }
    }

    /**
     * As {@link #yields}; but a send and a close meet that nothing orders, which the explorer reports, as Go's race
     * detector does.
     */
    final void yieldsThoughItRaces(Object expected, CheckedFunction0<? extends Go<?>> program) {
        if (isExplored()) {
            fails(program, failed -> assertThat(failed.kind()).isEqualTo(Kind.RACE));
        } else {
            yields(expected, program);
        }
    }

    /** A goroutine panics, and nobody recovers it. */
    final void panics(String text, CheckedFunction0<? extends Go<?>> program) {
        fails(program, failed -> {
            assertThat(failed.kind()).isEqualTo(Kind.PANIC);
            assertThat(failed.text()).isEqualTo(text);
        });
    }

    /** The program ends with a fatal error, which runs no defer and which nobody recovers. */
    final void isFatal(String text, CheckedFunction0<? extends Go<?>> program) {
        fails(program, failed -> {
            assertThat(failed.kind()).isEqualTo(Kind.FATAL);
            assertThat(failed.text().lines().findFirst()).contains(text); // the goroutines follow
        });
        AtomicInteger handled = new AtomicInteger();
        Go<Unit> handle = Go.run(handled::incrementAndGet);
        fails(
                () -> program.apply().<Unit>then(Go.unit()).recover(p -> handle).defer(handle),
                failed -> assertThat(handled).as("handlers and defers that ran").hasValue(0));
    }

    /** The program ends as all its goroutines wait, the main one for {@code reason}. */
    final void deadlocks(String reason, CheckedFunction0<? extends Go<?>> program) {
        fails(program, failed -> {
            assertThat(failed.kind()).isEqualTo(Kind.DEADLOCK);
            assertThat(failed.report()).contains(isExplored() ? "0 main  " + reason : "goroutine 1 [" + reason + "]:");
        });
    }

    /**
     * How a run failed.
     *
     * @param text Go's text
     * @param report all that is said about it
     */
    record Failed(Kind kind, String text, String report) {}
}
