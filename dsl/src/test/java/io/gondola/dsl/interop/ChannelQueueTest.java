package io.gondola.dsl.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChannelQueueTest {
    private final Channel<Integer> ch = Channel.buffered(3);
    private final BlockingQueue<Integer> queue = new ChannelQueue<>(ch);

    @Test
    void elementsComeInOrder() throws InterruptedException {
        queue.put(1);
        queue.add(2);
        assertThat(queue.offer(3, 1, TimeUnit.SECONDS)).isTrue();

        assertThat(queue.offer(4)).isFalse();
        assertThat(queue).hasSize(3);
        assertThat(queue.remainingCapacity()).isZero();
        assertThatThrownBy(() -> queue.add(4)).isInstanceOf(IllegalStateException.class);
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo(2);
        assertThat(queue.poll(1, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(queue.poll()).isNull();
        assertThatThrownBy(queue::remove).isInstanceOf(java.util.NoSuchElementException.class);
    }

    @Test
    void anOfferWhoseTimeIsUpHasNotSent() throws InterruptedException {
        BlockingQueue<Integer> rendezvous = new ChannelQueue<>(Channel.unbuffered());

        assertThat(rendezvous.offer(1, 1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(rendezvous.poll(1, TimeUnit.MILLISECONDS)).isNull();
        assertThat(rendezvous.poll()).isNull();
        assertThat(rendezvous.offer(1)).isFalse();
    }

    @Test
    void drainToTakesUpToTheLimit() {
        List<Integer> target = new ArrayList<>();
        Collections.addAll(queue, 1, 2, 3);

        assertThat(queue.drainTo(target, 2)).isEqualTo(2);
        assertThat(queue.drainTo(target)).isEqualTo(1);
        assertThat(target).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goroutinesAndThreadsShareTheChannel() throws InterruptedException {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CompletableFuture<?> program = rt.start(Go.forRange(0, 1_000, ch::send));
            for (int i = 0; i < 1_000; i++) {
                assertThat(queue.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
            }
            program.join();
        }
    }

    /** An offer with a time limit races with receivers: what was accepted arrives, what was refused does not. */
    @Test
    void noElementIsLostWhenTheTimeIsUp() throws InterruptedException {
        Channel<Integer> unbuffered = Channel.unbuffered();
        BlockingQueue<Integer> rendezvous = new ChannelQueue<>(unbuffered);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CompletableFuture<Integer> sum = rt.start(Go.<Integer, Integer>loop(
                    0,
                    n -> unbuffered
                            .receiveOption()
                            .map(v -> v.isEmpty()
                                    ? io.gondola.dsl.Loop.done(n)
                                    : io.gondola.dsl.Loop.next(n + v.get()))));
            int sent = 0;
            for (int i = 0; i < 2_000; i++) {
                sent += rendezvous.offer(1, i % 20, TimeUnit.MICROSECONDS) ? 1 : 0;
            }
            unbuffered.blocking().close();
            assertThat(sum.join()).isEqualTo(sent);
        }
    }

    @Test
    void anInterruptEndsTheWaitAndTakesNothing() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.poll(1, TimeUnit.HOURS)).isInstanceOf(InterruptedException.class);
        Collections.addAll(queue, 1, 2, 3);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.offer(4, 1, TimeUnit.HOURS)).isInstanceOf(InterruptedException.class);
        assertThat(queue).hasSize(3);
    }

    @Test
    void aClosedChannelIsReported() throws InterruptedException {
        queue.put(1);
        ch.blocking().close();

        assertThatThrownBy(() -> queue.put(2)).isInstanceOf(Panic.class).hasMessage("send on closed channel");
        assertThatThrownBy(() -> queue.offer(2, 1, TimeUnit.SECONDS)).isInstanceOf(Panic.class);
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.poll()).isNull();
        assertThat(queue.poll(1, TimeUnit.HOURS)).isNull();
        assertThatThrownBy(queue::take).hasMessageStartingWith("channel is closed: channel=");
    }

    @Test
    void lookingWithoutTakingIsRefused() {
        assertThatThrownBy(queue::peek)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("peek:");
        assertThatThrownBy(() -> queue.contains(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> new ChannelQueue<>(Channel.nil())).hasMessage("channel must not be the nil channel");
    }
}
