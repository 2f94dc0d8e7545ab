package io.gondola.scheduler;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Selectors that fail, runtimes that close, crowds: no goroutine is lost, nothing is left. */
@SuppressWarnings("NullAway") // what is looked for is there
class PollerFaultTest {
    private final FaultySelectors selectors = new FaultySelectors();
    private final WorkStealingScheduler scheduler =
            new WorkStealingScheduler(SchedulerOptions.processors(2), selectors).start();
    private final List<Wire> wires = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        scheduler.close();
        wires.forEach(Wire::close);
        Await.noThreadIsLeft();
        assertThat(selectors.opened).noneMatch(Selector::isOpen);
    }

    private Wire wire() {
        Wire wire = new Wire();
        wires.add(wire);
        return wire;
    }

    /** Starts a program of one goroutine that waits to read. */
    private CompletableFuture<Object> read(Wire wire) {
        return read(wire, new AtomicReference<>());
    }

    private CompletableFuture<Object> read(Wire wire, AtomicReference<IoWait> made) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        TestProgram.start(scheduler, g -> {
            IoWait wait = scheduler.ioWait(g, wire.source, OP_READ);
            made.set(wait);
            return Leave.awaitIo(wait, h -> {
                try {
                    result.complete(wait.outcome());
                } catch (Exception e) {
                    result.complete(e);
                }
                return Leave.exit();
            });
        });
        return result;
    }

    private void untilWatched(int channels) {
        Await.until(
                "registrations",
                () -> !selectors.opened.isEmpty()
                        && selectors.last().keys().stream()
                                        .filter(k -> k.isValid() && k.interestOps() != 0)
                                        .count()
                                == channels);
    }

    private static Object result(CompletableFuture<Object> future) {
        Await.until("the end of the wait", future::isDone);
        return future.join();
    }

    @Test
    void aRuntimeWithoutInputAndOutputOpensNoSelector() {
        TestProgram.run(scheduler, g -> Leave.sleep(1_000_000, h -> Leave.exit()));

        assertThat(selectors.opened).isEmpty();
        assertThat(selectors.selects).hasValue(0);
    }

    @Test
    void aSelectorThatFailsToOpenEndsTheWaitAndNothingElse() {
        selectors.openFailures.set(1);
        Wire wire = wire();
        wire.put();

        Object failure = result(read(wire));

        assertThat(failure)
                .isInstanceOf(IOException.class)
                .asString()
                .endsWith("the selector cannot be opened: Too many open files");
        assertThat(result(read(wire))).as("the next try").isEqualTo(IoOutcome.READY);
    }

    @Test
    void aSelectorThatReturnsForNothingAgainAndAgainIsReplaced() {
        Wire quiet = wire();
        Wire busy = wire();
        CompletableFuture<Object> first = read(quiet);
        CompletableFuture<Object> second = read(busy);
        untilWatched(2);

        selectors.spinning = selectors.last();
        selectors.spinning.wakeup();
        Await.until("a fresh selector", () -> selectors.opened.size() == 2);
        busy.put();

        assertThat(result(second)).isEqualTo(IoOutcome.READY);
        assertThat(first).isNotDone();
        Await.until("the old one is closed", () -> !selectors.spinning.isOpen());
        quiet.put();
        assertThat(result(first)).isEqualTo(IoOutcome.READY);
    }

    /**
     * NIO marks a channel as closed before it cancels its key: until then it returns for nothing, and is no worse for
     * it.
     */
    @Test
    void aSelectorThatReturnsForNothingOnAccountOfAClosedChannelIsNotReplaced() throws IOException {
        Wire open = wire();
        Wire closing = wire();
        CompletableFuture<Object> first = read(open);
        AtomicReference<IoWait> wait = new AtomicReference<>();
        CompletableFuture<Object> second = read(closing, wait);
        untilWatched(2);
        Selector selector = selectors.last();
        selectors.spins = () -> !wait.get().decided();

        closing.source.close();
        selectors.spinning = selector;
        selector.wakeup();

        assertThat(result(second)).isEqualTo(IoOutcome.CLOSED);
        open.put();
        assertThat(result(first)).isEqualTo(IoOutcome.READY);
        assertThat(selectors.opened).containsExactly(selector);
    }

    /** A selector that works is woken all the time: it returns with nothing, for a reason. */
    @Test
    void aSelectorThatIsWokenOftenIsNotReplaced() {
        Wire wire = wire();
        CompletableFuture<Object> reader = read(wire);
        untilWatched(1);

        for (int i = 0; i < 2_000; i++) {
            int before = selectors.selects.get();
            scheduler.timers.poller().wake();
            Await.until("a select", () -> selectors.selects.get() > before);
        }

        assertThat(selectors.opened).hasSize(1);
        wire.put();
        assertThat(result(reader)).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aSelectThatFailsIsTriedWithAFreshSelector() {
        Wire wire = wire();
        CompletableFuture<Object> reader = read(wire);
        untilWatched(1);

        selectors.selectFailures.set(1);
        scheduler.timers.poller().wake();
        Await.until("a fresh selector", () -> selectors.opened.size() == 2);
        wire.put();

        assertThat(result(reader)).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aSelectorThatCannotBeReplacedStaysInUse() {
        Wire wire = wire();
        CompletableFuture<Object> reader = read(wire);
        untilWatched(1);

        selectors.openFailures.set(3);
        selectors.selectFailures.set(3);
        scheduler.timers.poller().wake();
        Await.until("the failures", () -> selectors.openFailures.get() == 0);
        wire.put();

        assertThat(result(reader)).isEqualTo(IoOutcome.READY);
        assertThat(selectors.opened).hasSize(1);
    }

    @Test
    void closingTheRuntimeLeavesNoKey() {
        List<CompletableFuture<Object>> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readers.add(read(wire()));
        }
        untilWatched(10);

        scheduler.close();

        assertThat(readers).noneMatch(CompletableFuture::isDone);
        assertThat(wires).noneMatch(w -> w.source.isRegistered());
        assertThat(wires).allMatch(w -> w.source.isOpen());
    }

    @Test
    void theEndOfAProgramTakesItsWaitsAlong() {
        Wire wire = wire();
        TestProgram p = TestProgram.start(scheduler, g -> {
            IoWait wait = scheduler.ioWait(g, wire.source, OP_READ);
            return Leave.awaitIo(wait, h -> Leave.end());
        });
        untilWatched(1);

        p.finish();

        Await.until("no key", () -> selectors.last().keys().isEmpty());
        CompletableFuture<Object> next = read(wire);
        wire.put();
        assertThat(result(next)).as("the next program's wait").isEqualTo(IoOutcome.READY);
    }

    @Test
    void aGoroutineThatWaitsForAChannelIsNotDeadlocked() {
        Wire wire = wire();
        ParkingLot never = new ParkingLot();
        TestProgram p = TestProgram.start(scheduler, g -> {
            g.go(child -> Leave.awaitIo(
                    scheduler.ioWait(child, wire.source, OP_READ), h -> Leave.park(never, k -> Leave.end())));
            return Leave.park(never, h -> Leave.end());
        });
        untilWatched(1);
        Await.until("rest", scheduler.pool::allIdle);
        assertThat(p.deadlocked()).isFalse();

        wire.put();

        p.awaitEnd();
        assertThat(p.deadlocked()).as("nobody waits for a channel any more").isTrue();
    }

    /** Timers that are always due must not keep the poller from its channels. */
    @Test
    void timersDoNotKeepChannelsWaiting() {
        TestProgram endless = new TestProgram(scheduler);
        TestTimer always = new TestTimer(endless, now -> now);
        always.holdsOff = false;
        Wire wire = wire();
        CompletableFuture<Object> reader = read(wire);
        untilWatched(1);
        scheduler.arm(always, scheduler.nanoTime());

        wire.put();

        assertThat(result(reader)).isEqualTo(IoOutcome.READY);
        scheduler.disarm(always);
    }

    @Test
    void manyChannelsAreReadiedTogether() {
        int n = 1_000;
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < n; i++) {
            wire();
        }
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (Wire wire : wires) {
                main.go(g -> {
                    IoWait wait = scheduler.ioWait(g, wire.source, OP_READ);
                    return Leave.awaitIo(
                            wait, h -> wire.take() && woken.incrementAndGet() == n ? Leave.exit() : Leave.end());
                });
            }
            return Leave.end();
        });
        untilWatched(n);
        long polls = scheduler.stats().polls();

        wires.forEach(Wire::put);
        p.awaitEnd();

        assertThat(woken).hasValue(n);
        assertThat(scheduler.stats().polls() - polls).isBetween(1L, (long) n);
        assertThat(selectors.last().keys()).extracting(SelectionKey::isValid).containsOnly(true);
    }

    @Test
    void sleepersWakeInTimeWhileChannelsAreWatched() {
        Wire wire = wire();
        CompletableFuture<Object> reader = read(wire);
        untilWatched(1);
        AtomicInteger early = new AtomicInteger();

        TestProgram.run(scheduler, new Slice() {
            private int rounds;
            private long due;

            @Override
            public Leave run(Scripted g) {
                long now = scheduler.nanoTime();
                if (rounds > 0 && now < due) {
                    early.incrementAndGet();
                }
                if (rounds++ == 200) {
                    return Leave.exit();
                }
                due = now + 300_000;
                return new Leave(this, h -> scheduler.sleepUntil(h, due));
            }
        });

        assertThat(early).hasValue(0);
        assertThat(reader).isNotDone();
        wire.put();
        assertThat(result(reader)).isEqualTo(IoOutcome.READY);
    }
}
