package io.gondola.select;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveIf;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.onSendIf;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Cases that are there only under a condition. */
@SuppressWarnings("NullAway") // nulls are what is refused
class SelectIfTest {
    @OnEveryRuntime
    void aSendThatIsSwitchedOnSendsItsValue(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(1);

        rt.assertRun(select(onSendIf(true, ch, () -> 7, unit())).then(ch.receive()))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void aSendThatIsSwitchedOffIsNeverTakenAndAsksNoValue(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(1);
        Queue<Integer> queue = new ArrayDeque<>();

        rt.assertRun(select(onSendIf(!queue.isEmpty(), ch, queue::element, pure("sent")), onDefault(pure("default"))))
                .isEqualTo("default");
        rt.assertRun(ch.length()).isEqualTo(0);
    }

    @OnEveryRuntime
    void aReceiveThatIsSwitchedOffIsNeverTaken(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(1);
        Go<String> choice =
                suspend(() -> select(onReceiveIf(false, ch, v -> pure("got " + v)), onDefault(pure("default"))));

        rt.assertRun(ch.send(1).then(choice)).isEqualTo("default");
        rt.assertRun(select(onReceiveIf(true, ch, v -> pure("got " + v)), onDefault(pure("default"))))
                .isEqualTo("got 1");
        rt.assertRun(select(onReceiveIf(false, ch, pure("got")), onDefault(pure("default"))))
                .isEqualTo("default");
    }

    /** Go's pump: takes from in, gives to out what it holds, in order, whatever the two sides do. */
    @OnEveryRuntime
    void aQueueBetweenTwoChannelsKeepsTheOrder(TestRuntime rt) {
        Channel<Integer> in = Channel.unbuffered();
        Channel<Integer> out = Channel.unbuffered();
        AtomicInteger next = new AtomicInteger();
        Go<Unit> pump = suspend(() -> {
            Queue<Integer> queue = new ArrayDeque<>();
            return forever(suspend(() -> select(
                    onReceive(in, v -> run(() -> queue.add(v))),
                    onSendIf(!queue.isEmpty(), out, queue::peek, run(queue::remove)))));
        });

        rt.assertRun(go(pump).then(go(forRange(0, 100, i -> in.send(i))))
                        .then(out.receive()
                                .peek(v -> assertThat(v).isEqualTo(next.getAndIncrement()))
                                .repeat(100))
                        .as("done"))
                .isEqualTo("done");
    }

    @OnEveryRuntime
    void theOnlyCaseSwitchedOffWaitsForEverAsOnANilChannel(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(1);

        assertThat(rt.deadlock(select(onSendIf(false, ch, () -> 1, unit())))).contains("[chan send (nil chan)]");
        assertThat(rt.deadlock(select(onReceiveIf(false, ch, v -> unit())))).contains("[chan receive (nil chan)]");
    }

    @Test
    void aNullValueNamesTheChannelAndTheTwoTimes() {
        Channel<Integer> jobs = Channel.<Integer>buffered(1).named("jobs");

        assertThatThrownBy(() -> onSend(jobs, null, unit()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("value is null: onSend on jobs takes its value when the program is built");
        assertThatThrownBy(() -> onSendIf(true, jobs, () -> null, unit()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("value is null: onSendIf on jobs takes its value");
    }

    @Test
    void argumentsAreCheckedAlsoWhereTheCaseIsSwitchedOff() {
        Channel<Integer> ch = Channel.buffered(1);

        assertThatThrownBy(() -> onSendIf(false, null, () -> 1, unit())).hasMessage("channel");
        assertThatThrownBy(() -> onSendIf(false, ch, null, unit())).hasMessage("value");
        assertThatThrownBy(() -> onSendIf(false, ch, () -> 1, (Go<Unit>) null)).hasMessage("body");
        assertThatThrownBy(() -> onReceiveIf(false, null, unit())).hasMessage("channel");
        assertThatThrownBy(() -> onReceiveIf(false, ch, (Go<Unit>) null)).hasMessage("body");
    }
}
