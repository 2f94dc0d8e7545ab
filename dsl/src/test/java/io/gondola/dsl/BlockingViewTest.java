package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vavr.control.Option;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingViewTest {
    private final Channel<Integer> unbuffered = Channel.unbuffered();
    private final Channel<Integer> buffered = Channel.buffered(2);

    private static <A> FutureTask<A> inThread(java.util.concurrent.Callable<A> code) {
        FutureTask<A> task = new FutureTask<>(code);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void threadSendsToAGoroutine(int procs) throws Exception {
        BlockingSend<Integer> out = unbuffered.blocking();
        FutureTask<Unit> sender = inThread(() -> {
            for (int i = 1; i <= 1000; i++) {
                out.send(i);
            }
            out.close();
            return Unit.UNIT;
        });
        int[] sum = new int[1];

        TestRuntime.processors(procs).run(unbuffered.range(v -> Go.run(() -> sum[0] += v)));

        sender.get(30, TimeUnit.SECONDS);
        assertThat(sum[0]).isEqualTo(500_500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void threadReceivesFromAGoroutine(int procs) throws Exception {
        BlockingReceive<Integer> in = unbuffered.blocking();
        FutureTask<Integer> receiver = inThread(() -> {
            int sum = 0;
            for (Option<Integer> v = in.receiveOption(); v.isDefined(); v = in.receiveOption()) {
                sum += v.get();
            }
            return sum;
        });

        TestRuntime.processors(procs).run(Go.forRange(1, 1001, unbuffered::send).then(unbuffered.close()));

        assertThat(receiver.get(30, TimeUnit.SECONDS)).isEqualTo(500_500);
    }

    @Test
    void goroutineThatWaitsForAThreadIsNoDeadlock() throws Exception {
        BlockingSend<Integer> out = unbuffered.blocking();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            CompletableFuture<Integer> got = rt.start(unbuffered.receive());
            rt.run(Go.sleep(java.time.Duration.ofMillis(30)));
            assertThat(got).isNotDone();
            out.send(5);
            assertThat(got.get(30, TimeUnit.SECONDS)).isEqualTo(5);
        }
    }

    @Test
    void interruptedReceiverTakesNoElement() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread receiver = new Thread(
                () -> thrown.set(catchThrowable(() -> buffered.blocking().receive())));
        receiver.start();
        receiver.interrupt();
        receiver.join(30_000);

        buffered.blocking().send(1);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(buffered.blocking().tryReceive()).isEqualTo(Received.value(1));
    }

    @Test
    void elementOfAnInterruptedSenderIsNotTaken() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread sender = new Thread(
                () -> thrown.set(catchThrowable(() -> unbuffered.blocking().send(1))));
        sender.start();
        sender.interrupt();
        sender.join(30_000);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(unbuffered.blocking().tryReceive()).isEqualTo(Received.notReady());
    }

    @Test
    void closeWakesAWaitingThread() throws Exception {
        FutureTask<Option<Integer>> receiver =
                inThread(() -> unbuffered.blocking().receiveOption());
        unbuffered.blocking().close();

        assertThat(receiver.get(30, TimeUnit.SECONDS).isEmpty()).isTrue();
    }

    @Test
    void closeThrowsInAWaitingSender() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread sender = new Thread(
                () -> thrown.set(catchThrowable(() -> unbuffered.blocking().send(1))));
        sender.start();
        unbuffered.blocking().close();
        sender.join(30_000);

        assertThat(thrown.get()).isInstanceOf(Panic.class).hasMessage("send on closed channel");
    }

    @Test
    void trySendFollowsTheStateTable() {
        BlockingChannel<Integer> view = buffered.blocking();

        assertThat(new boolean[] {view.trySend(1), view.trySend(2), view.trySend(3)})
                .containsExactly(true, true, false);
    }

    @Test
    void receiveOnAClosedChannelYieldsZero() throws InterruptedException {
        buffered.withZero(-1).blocking().close();

        assertThat(buffered.blocking().receive()).isEqualTo(-1);
    }

    @Test
    void closeTwicePanics() {
        unbuffered.blocking().close();

        assertThatThrownBy(() -> unbuffered.blocking().close())
                .isInstanceOf(Panic.class)
                .hasMessage("close of closed channel");
    }
}
