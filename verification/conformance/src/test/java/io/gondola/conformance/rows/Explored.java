package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Clock;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Strategy;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.function.Consumer;

/** Runs each program under many schedules; races of plain variables and goroutines left behind are failures, too. */
final class Explored extends World {
    private static final int SCHEDULES = 300;
    private static final int FAILING_SCHEDULES = 12;

    private static Explorer explorer(CheckedFunction0<? extends Go<?>> program) {
        return Explorer.of(program)
                .named("row")
                .allowLeak(waiterName())
                .strategy(Strategy.POS)
                .clock(Clock.IDLE);
    }

    @Override
    void ends(CheckedFunction0<? extends Go<?>> program, Consumer<Object> check) {
        explorer(() -> program.apply().map(value -> {
                    check.accept(value);
                    return Unit.UNIT;
                }))
                .schedules(SCHEDULES)
                .explore()
                .failure()
                .forEach(failure -> {
                    throw new AssertionError(failure.message());
                });
    }

    @Override
    void fails(CheckedFunction0<? extends Go<?>> program, Consumer<Failed> check) {
        for (long seed = 0; seed < FAILING_SCHEDULES; seed++) {
            var found = explorer(program).schedules(1).seed(seed).explore().failure();
            assertThat(found).as("failure with seed %d", seed).isNotEmpty();
            check.accept(failure(found.get()));
        }
    }

    private static Failed failure(Failure failure) {
        String text = failure.thrown().map(Throwable::getMessage).getOrElse("");
        return new Failed(failure.kind(), text, failure.message());
    }

    /** The clock moves only when nobody else can go on. */
    @Override
    Go<Unit> waiting(int n, String reason) {
        return settled();
    }

    @Override
    Go<Unit> settled() {
        return Go.sleep(Duration.ofNanos(1));
    }

    @Override
    boolean isExplored() {
        return true;
    }

    @Override
    public String toString() {
        return "explored";
    }
}
