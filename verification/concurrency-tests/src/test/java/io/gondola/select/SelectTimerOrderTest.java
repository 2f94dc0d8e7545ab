package io.gondola.select;

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
import org.junit.jupiter.api.Test;

/** The orders of a select's timer and its end that real processors meet rarely, each brought about. */
class SelectTimerOrderTest {
    private final EagerWorld world = new EagerWorld();
    private final Channel<Integer> a = Channel.unbuffered();
    private final List<String> ends = new ArrayList<>();
    private final Go<Unit> receiveWithinAnHour =
            select(onReceive(a, end("received")), onTimeout(Duration.ofHours(1), end("timeout")));

    private Go<Unit> end(String end) {
        return Go.run(() -> ends.add(end));
    }

    private void send() {
        world.run(a.send(1).then(end("sent")));
    }

    @Test
    void noTimerStaysBehindIfTheGoroutineIsServedAndGoneBeforeItsTimerIsArmed() {
        world.beforeArming(this::send);

        world.run(receiveWithinAnHour);

        assertThat(ends).containsExactly("received", "sent");
        assertThat(world.hasArmedTimers()).isFalse();
    }

    @Test
    void noTimerStaysBehindIfTheGoroutineIsServedAfterItsTimerWasArmed() {
        world.run(receiveWithinAnHour);
        assertThat(world.hasArmedTimers()).isTrue();

        send();

        assertThat(ends).containsExactly("received", "sent");
        assertThat(world.hasArmedTimers()).isFalse();
    }
}
