package io.gondola.scheduler;

import static java.nio.channels.SelectionKey.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import io.gondola.scheduler.deterministic.RandomWalk;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a goroutine that waits for a channel gets, and when. */
@SuppressWarnings("NullAway") // what is looked for is there
class IoWaitTest {
    private static final long FAR = Long.MAX_VALUE;

    private final FaultySelectors selectors = new FaultySelectors();
    private final WorkStealingScheduler scheduler =
            new WorkStealingScheduler(SchedulerOptions.processors(2), selectors).start();
    private final Wire wire = new Wire();

    @AfterEach
    void nothingIsLeft() {
        scheduler.close();
        wire.close();
        Await.noThreadIsLeft();
        assertThat(selectors.opened).noneMatch(s -> s.isOpen());
    }

    /** Ends the program with what {@code wait} brings, an outcome or an exception. */
    private static Leave finish(Scripted g, CompletableFuture<Object> result, IoWait wait) {
        try {
            result.complete(wait.outcome());
        } catch (Exception e) {
            result.complete(e);
        }
        g.program().finish();
        return Leave.end();
    }

    /** Runs a program whose main goroutine does one wait; {@code meanwhile} runs when it is on its way to wait. */
    private Object await(Function<Scripted, IoWait> make, Runnable meanwhile) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        AtomicReference<IoWait> wait = new AtomicReference<>();
        TestProgram p = TestProgram.start(scheduler, g -> {
            wait.set(make.apply(g));
            return Leave.awaitIo(wait.get(), h -> finish(h, result, wait.get()));
        });
        Await.until("the wait", () -> wait.get() != null);
        meanwhile.run();
        p.awaitEnd();
        return result.join();
    }

    private IoWait toRead(Scripted g, long limit) {
        IoWait wait = scheduler.ioWait(g, wire.source, OP_READ);
        wait.limit(limit);
        return wait;
    }

    private void untilWatched() {
        Await.until(
                "registration",
                () -> !selectors.opened.isEmpty()
                        && selectors.last().keys().stream().anyMatch(k -> k.isValid() && k.interestOps() != 0));
    }

    @Test
    void aChannelThatIsReadyEndsTheWaitAtOnce() {
        wire.put();

        assertThat(await(g -> toRead(g, FAR), () -> {})).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aChannelThatBecomesReadyEndsTheWait() {
        Object outcome = await(g -> toRead(g, FAR), () -> {
            untilWatched();
            wire.put();
        });

        assertThat(outcome).isEqualTo(IoOutcome.READY);
    }

    @Test
    void theEndOfTheDataCountsAsReady() {
        Object outcome = await(g -> toRead(g, FAR), () -> {
            untilWatched();
            Wire.close(wire.sink);
        });

        assertThat(outcome).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aFullPipeIsReadyToWriteAgainWhenItWasEmptied() {
        wire.fill();

        Object outcome = await(g -> scheduler.ioWait(g, wire.sink, OP_WRITE), () -> {
            untilWatched();
            while (wire.take()) {
                Thread.onSpinWait();
            }
        });

        assertThat(outcome).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aConnectionIsAcceptedAndConnected() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                SocketChannel client = SocketChannel.open()) {
            server.bind(null).configureBlocking(false);
            client.configureBlocking(false);

            Object accepted = await(g -> scheduler.ioWait(g, server, OP_ACCEPT), () -> {
                untilWatched();
                try {
                    client.connect(server.getLocalAddress());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Object connected = await(g -> scheduler.ioWait(g, client, OP_CONNECT), () -> {});

            assertThat(accepted).isEqualTo(IoOutcome.READY);
            assertThat(connected).isEqualTo(IoOutcome.READY);
            assertThat(client.finishConnect()).isTrue();
        }
    }

    @Test
    void aWaitEndsAtItsLimitAndNotBefore() {
        long limit = scheduler.nanoTime() + 30_000_000;

        assertThat(await(g -> toRead(g, limit), () -> {})).isEqualTo(IoOutcome.TIMED_OUT);
        assertThat(scheduler.nanoTime()).isGreaterThanOrEqualTo(limit);
    }

    /** As in Go, where a read whose deadline has passed fails although there are data. */
    @Test
    void aLimitThatHasPassedEndsTheWaitEvenIfTheChannelIsReady() {
        wire.put();

        assertThat(await(g -> toRead(g, 0), () -> {})).isEqualTo(IoOutcome.TIMED_OUT);
        assertThat(await(g -> toRead(g, Long.MIN_VALUE), () -> {})).isEqualTo(IoOutcome.TIMED_OUT);
    }

    @Test
    void aWaitThatWasReadyLeavesNoTimerBehind() {
        wire.put();

        assertThat(await(g -> toRead(g, FAR - 1), () -> {})).isEqualTo(IoOutcome.READY);
        assertThat(scheduler.timers.earliest()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aWaitIsCancelledByAnyThread() {
        AtomicReference<IoWait> wait = new AtomicReference<>();

        Object outcome = await(
                g -> {
                    wait.set(toRead(g, FAR));
                    return wait.get();
                },
                () -> {
                    untilWatched();
                    wait.get().cancel();
                    wait.get().cancel();
                });

        assertThat(outcome).isEqualTo(IoOutcome.CANCELLED);
    }

    /** Hunts a goroutine that is readied before it has parked, or never. */
    @Test
    void aWaitThatWasCancelledBeforeTheGoroutineParksDoesNotPark() {
        Object outcome = await(
                g -> {
                    IoWait wait = toRead(g, FAR);
                    wait.cancel();
                    return wait;
                },
                () -> {});

        assertThat(outcome).isEqualTo(IoOutcome.CANCELLED);
    }

    @Test
    void afterACancelledWaitTheNextOneWorks() {
        for (int i = 0; i < 100; i++) {
            assertThat(await(g -> toRead(g, scheduler.nanoTime() + 1_000), () -> {}))
                    .isEqualTo(IoOutcome.TIMED_OUT);
            wire.put();
            assertThat(await(g -> toRead(g, FAR), () -> {})).isEqualTo(IoOutcome.READY);
            assertThat(wire.take()).isTrue();
        }
    }

    @Test
    void closingTheChannelEndsTheWait() {
        long start = System.nanoTime();
        Object outcome = await(g -> toRead(g, FAR), () -> {
            untilWatched();
            closeIo();
        });

        assertThat(outcome).isEqualTo(IoOutcome.CLOSED);
        assertThat(System.nanoTime() - start).as("not found by the sweep").isLessThan(900_000_000);
    }

    private void closeIo() {
        try {
            scheduler.closeIo(wire.source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** NIO keeps the descriptor of a closed channel until the next select, which nobody else asks for. */
    @Test
    void aClosedChannelIsLetGoByTheSelectorAtOnce() {
        wire.put();
        await(g -> toRead(g, FAR), () -> {});

        closeIo();

        Await.until("no key", () -> selectors.last().keys().isEmpty());
    }

    @Test
    void closingAChannelMayWaitUntilItIsLetGo() throws IOException {
        for (int i = 0; i < 100; i++) {
            Wire other = new Wire();
            other.put();
            await(g -> scheduler.ioWait(g, other.source, OP_READ), () -> {});
            CompletableFuture<Boolean> open = new CompletableFuture<>();

            scheduler.closeIo(other.source, () -> open.complete(other.source.isRegistered()));

            assertThat(open.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
            other.close();
        }
    }

    @Test
    void aChannelThatNobodyHasWaitedForIsLetGoAtOnce() throws IOException {
        AtomicBoolean letGo = new AtomicBoolean();

        scheduler.closeIo(wire.source, () -> letGo.set(true));

        assertThat(letGo).isTrue();
    }

    @Test
    void aChannelThatIsClosedBehindThePollersBackEndsTheWait() {
        long start = System.nanoTime();
        Object outcome = await(g -> toRead(g, FAR), () -> {
            untilWatched();
            Wire.close(wire.source);
        });

        assertThat(outcome).isEqualTo(IoOutcome.CLOSED);
        assertThat(System.nanoTime() - start).as("found by the first sweep").isLessThan(1_900_000_000);
    }

    @Test
    void aWaitForAClosedChannelIsDecidedFromTheStart() {
        Wire.close(wire.source);

        Object outcome = await(
                g -> {
                    IoWait wait = toRead(g, FAR);
                    assertThat(wait.decided()).isTrue();
                    return wait;
                },
                () -> {});

        assertThat(outcome).isEqualTo(IoOutcome.CLOSED);
    }

    @Test
    void aChannelThatIsClosedOnTheWayToTheWaitEndsIt() {
        Object outcome = await(
                g -> {
                    IoWait wait = toRead(g, FAR);
                    Wire.close(wire.source);
                    return wait;
                },
                () -> {});

        assertThat(outcome).isEqualTo(IoOutcome.CLOSED);
    }

    /** Somebody found the key and cancelled it: the channel is open, so the goroutine still gets its data. */
    @Test
    void aCancelledKeyOfAnOpenChannelIsRegisteredAnew() {
        Object outcome = await(g -> toRead(g, FAR), () -> {
            untilWatched();
            wire.source.keyFor(selectors.last()).cancel();
            wire.put();
        });

        assertThat(outcome).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aSecondReaderIsRefusedAndTheFirstGoesOn() {
        CompletableFuture<Object> first = new CompletableFuture<>();
        CompletableFuture<Object> second = new CompletableFuture<>();
        AtomicReference<IoWait> waits = new AtomicReference<>();
        TestProgram p = TestProgram.start(scheduler, g -> {
            waits.set(toRead(g, FAR));
            return Leave.awaitIo(waits.get(), h -> finish(h, first, waits.get()));
        });
        untilWatched();

        Object refusal = awaitSecond(second);
        wire.put();
        p.awaitEnd();

        assertThat(refusal)
                .isInstanceOf(IllegalStateException.class)
                .asString()
                .contains("at most one goroutine waits to read, another one does already: channel=");
        assertThat(first.join()).isEqualTo(IoOutcome.READY);
    }

    private Object awaitSecond(CompletableFuture<Object> result) {
        TestProgram.start(scheduler, g -> {
                    IoWait wait = toRead(g, FAR);
                    return Leave.awaitIo(wait, h -> finish(h, result, wait));
                })
                .awaitEnd();
        return result.join();
    }

    @Test
    void aReaderAndAWriterWaitForOneChannelSideBySide() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null);
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel peer = server.accept()) {
            client.configureBlocking(false);
            CompletableFuture<Object> read = new CompletableFuture<>();
            TestProgram reader = TestProgram.start(scheduler, g -> {
                IoWait wait = scheduler.ioWait(g, client, OP_READ);
                return Leave.awaitIo(wait, h -> finish(h, read, wait));
            });
            untilWatched();

            assertThat(await(g -> scheduler.ioWait(g, client, OP_WRITE), () -> {}))
                    .isEqualTo(IoOutcome.READY);
            assertThat(read).isNotDone();
            peer.shutdownOutput();
            reader.awaitEnd();
            assertThat(read.join()).isEqualTo(IoOutcome.READY);
        }
    }

    @Test
    void anOperationThatTheChannelLacksIsRefused() {
        TestProgram.run(scheduler, g -> {
            assertThatThrownBy(() -> scheduler.ioWait(g, wire.source, OP_ACCEPT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("operation must be one that the channel has: accept, channel=");
            assertThatThrownBy(() -> scheduler.ioWait(g, wire.source, OP_READ | OP_WRITE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("operation must be one that the channel has: 5, channel=");
            return Leave.exit();
        });
    }

    @Test
    void aBlockingChannelIsRefused() throws IOException {
        wire.source.configureBlocking(true);

        TestProgram.run(scheduler, g -> {
            assertThatThrownBy(() -> toRead(g, FAR))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("channel must be in non-blocking mode, call configureBlocking(false): ");
            return Leave.exit();
        });
    }

    @Test
    void theDeterministicSchedulerRefusesAndNamesTheWayOut() {
        Scheduler deterministic = new RandomWalk(1);

        TestProgram.run(deterministic, g -> {
            assertThatThrownBy(() -> deterministic.ioWait(g, wire.source, OP_READ))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith(
                            "the deterministic runtime has no real input and output; run the program on")
                    .hasMessageContaining("operation=read, channel=");
            return Leave.exit();
        });
    }
}
