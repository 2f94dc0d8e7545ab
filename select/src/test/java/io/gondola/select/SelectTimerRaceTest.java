package io.gondola.select;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SelectTimerRaceTest {
    private static final int ROUNDS = 2_000;

    private final Channel<Integer> a = Channel.unbuffered();

    private Go<String> receiveWithin(Duration d) {
        return select(onReceive(a, pure("received")), onTimeout(d, pure("timeout")));
    }

    @OnEveryRuntime
    void aTimerThatIsBeatenAsItStartsIsCancelled(TestRuntime t) {
        Go<Unit> sendAsSoonAsOneWaits = Go.forWhile(a.trySend(1).map(sent -> !sent), Go.gosched());

        assertThat(t.deadlock(go(sendAsSoonAsOneWaits.repeat(ROUNDS))
                        .then(receiveWithin(Duration.ofHours(1)).repeat(ROUNDS))
                        .then(Go.never())))
                .contains("goroutine 1 [select (no cases)]:");
    }

    @OnEveryRuntime
    void theSenderAndTheTimerAgreeOnTheWinner(TestRuntime t) {
        Channel<Boolean> sent = Channel.unbuffered();
        Duration d = Duration.ofNanos(20_000);
        List<Boolean> agreed = new ArrayList<>();

        t.run(forRange(
                0,
                ROUNDS,
                i -> go(sleep(Duration.ofNanos(i % 40 * 1_000L))
                                .then(a.trySend(i))
                                .flatMap(sent::send))
                        .then(Go.zip(receiveWithin(d), sent.receive(), (got, ok) -> got.equals("received") == ok))
                        .peek(agreed::add)));

        assertThat(agreed).hasSize(ROUNDS).containsOnly(true);
    }
}
