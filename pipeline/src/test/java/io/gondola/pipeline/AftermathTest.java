package io.gondola.pipeline;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.CheckedFunction2;
import io.vavr.control.Try;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a release is told of the elements, when it begins and while it waits. */
@SuppressWarnings("NullAway") // nulls are what is refused
class AftermathTest {
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    private Go<Unit> says(String what) {
        return run(() -> said.add(what));
    }

    private Go<Unit> says(Aftermath after) {
        return run(() -> said.add(after.ending() + (after.isHandedOn() ? ", handed on" : "")));
    }

    private static Pipeline<Integer> elements(CheckedFunction2<Integer, Aftermath, Go<?>> release) {
        return Pipeline.usingAftermath(Go.pure(0), r -> Pipeline.of(1, 2, 3), release);
    }

    /** Says how it ended, waits until the pipeline is given up, and says that. */
    private Pipeline<Integer> waiting() {
        return elements((r, after) -> says(after)
                .then(forWhile(() -> after.ending() == Ending.COMPLETED, gosched()))
                .then(says(after)));
    }

    private static Throwable failure(Go<?> program) {
        return catchThrowable(() -> GoRuntime.deterministic(1).run(program));
    }

    private Go<Unit> untilTheReleaseWaits() {
        return forWhile(said::isEmpty, gosched());
    }

    @Test
    void inOneGoroutineAllElementsHaveComeToTheEnd() {
        Pipeline<Integer> p = elements((r, after) -> says(after));

        assertThat(failure(p.map(x -> x).forEach(x -> says("" + x)))).isNull();
        assertThat(failure(p.take(1).drain())).isNull();

        assertThat(said).containsExactly("1", "2", "3", "COMPLETED", "COMPLETED");
    }

    @Test
    void belowABoundaryTheyAreHandedOn() {
        Pipeline<Integer> p = elements((r, after) -> says(after));

        assertThat(failure(p.buffer(3).drain())).isNull();
        assertThat(failure(p.parallel(2, Go::pure).drain())).isNull();

        assertThat(said).containsExactly("COMPLETED, handed on", "COMPLETED, handed on");
    }

    @Test
    void aFailureAboveTheBoundaryIsKnownFromTheBeginning() {
        Pipeline<Integer> p = elements((r, after) -> says(after));

        assertThat(failure(p.mapGo(x -> Go.panic("no")).drain())).isNotNull();
        assertThat(failure(p.mapGo(x -> Go.panic("no")).buffer(1).drain())).isNotNull();

        assertThat(said).containsExactly("ABANDONED", "ABANDONED, handed on");
    }

    @Test
    void aFailureThatAStageOfTheGoroutineRecoversFromLeavesTheElementsAbandoned() {
        Pipeline<Integer> p = elements((r, after) -> says(after));

        assertThat(failure(p.mapGo(x -> Go.<Integer>panic("no"))
                        .recover(e -> Pipeline.of(7))
                        .forEach(x -> says("" + x))))
                .isNull();

        assertThat(said).containsExactly("ABANDONED", "7");
    }

    @Test
    void aFailureBelowIsToldWhileTheReleaseWaits() {
        Go<Unit> all = waiting()
                .buffer(3)
                .mapGo(x -> untilTheReleaseWaits().then(Go.panic("no")))
                .drain();

        assertThat(failure(all)).hasMessageContaining("no");
        assertThat(said).containsExactly("COMPLETED, handed on", "ABANDONED, handed on");
    }

    @Test
    void thatNobodyBelowWantsMoreIsToldWhileTheReleaseWaits() {
        Go<Unit> all = waiting()
                .buffer(3)
                .mapGo(x -> untilTheReleaseWaits().as(x))
                .take(1)
                .drain();

        assertThat(failure(all)).isNull();
        assertThat(said).containsExactly("COMPLETED, handed on", "ABANDONED, handed on");
    }

    @Test
    void aCancellationIsToldWhileTheReleaseWaits() {
        Go<Try<Unit>> all = Context.background()
                .withCancel()
                .flatMap(c -> Go.go(untilTheReleaseWaits().then(c.cancel()))
                        .then(c.run(waiting().drain())));

        assertThat(GoRuntime.deterministic(1).run(all).getCause()).isEqualTo(Context.CANCELED);
        assertThat(said).containsExactly("COMPLETED", "ABANDONED");
    }

    /** Hunts the cancellation that ends what the release waits for, or the release itself. */
    @Test
    void nothingButTheReleaseEndsItsWait() {
        Channel<Unit> told = Channel.unbuffered();
        Pipeline<Integer> p = elements((r, after) -> Go.go(forWhile(() -> after.ending() == Ending.COMPLETED, gosched())
                        .then(gosched().repeat(100))
                        .then(says(after))
                        .then(told.send(Unit.UNIT)))
                .then(says("waits"))
                .then(told.receive())
                .then(says("released")));

        assertThat(failure(p.buffer(3)
                        .mapGo(x -> untilTheReleaseWaits().then(Go.panic("no")))
                        .drain()))
                .hasMessageContaining("no");
        assertThat(said).containsExactly("waits", "ABANDONED, handed on", "released");
    }

    @Test
    void thoseBelowLearnOfTheEndWhenTheReleaseHasEnded() {
        Pipeline<Integer> p = elements((r, after) -> gosched().repeat(100).then(says("released")));

        assertThat(failure(p.buffer(3).onEnd(says("end")).batch(2).forEach(xs -> says("" + xs.size()))))
                .isNull();

        assertThat(said).containsExactly("2", "released", "end", "1");
    }

    @Test
    void whatIsMissingIsNamed() {
        CheckedFunction2<Integer, Aftermath, Go<?>> release = (r, after) -> Go.unit();

        assertThatThrownBy(() -> Pipeline.usingAftermath(null, r -> Pipeline.of(1), release))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("acquire");
        assertThatThrownBy(() -> Pipeline.usingAftermath(Go.pure(0), null, release))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("use");
        assertThatThrownBy(() -> elements(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("release");
        assertThat(failure(elements((r, after) -> null).drain()))
                .hasMessageContaining("usingAftermath at AftermathTest.java:")
                .hasMessageContaining("release returned null");
    }

    @Test
    void eachOfTheThreeIsDrawnByItsName() {
        Go<Integer> acquire = Go.pure(0);

        assertThat(Pipeline.using(acquire, r -> Pipeline.of(1), r -> Go.unit()).explain())
                .isEqualTo("using\n");
        assertThat(Pipeline.usingCase(acquire, r -> Pipeline.of(1), (r, ending) -> Go.unit())
                        .explain())
                .isEqualTo("usingCase\n");
        assertThat(elements((r, after) -> Go.unit()).explain()).isEqualTo("usingAftermath\n");
    }
}
