package io.gondola.scheduler;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who looks at the channels, machines or the poller: nobody's channel is overlooked, and nobody is woken for nothing.
 */
@SuppressWarnings("NullAway") // each test makes what it needs; what is looked for is there
class PollerDutyTest {
    private static final int ROUNDS = 2_000;

    /** So often something is awaited that a sweep would find, too: each second. */
    private static final int SWEEPS = 10;

    private final FaultySelectors selectors = new FaultySelectors();
    private final List<Wire> wires = new ArrayList<>();
    private WorkStealingScheduler scheduler;

    @AfterEach
    void nothingIsLeft() {
        scheduler.close();
        wires.forEach(Wire::close);
        Await.noThreadIsLeft();
        assertThat(selectors.opened).noneMatch(Selector::isOpen);
    }

    private void start(int processors) {
        scheduler = new WorkStealingScheduler(SchedulerOptions.processors(processors), selectors).start();
    }

    private Wire wire() {
        Wire wire = new Wire();
        wires.add(wire);
        return wire;
    }

    private SelectionKey key(Wire wire) {
        Await.until("registration", () -> !selectors.opened.isEmpty() && wire.source.keyFor(selectors.last()) != null);
        return wire.source.keyFor(selectors.last());
    }

    private boolean isOfInterest(Wire wire) {
        return key(wire).isValid() && (key(wire).interestOps() & OP_READ) != 0;
    }

    /** Takes a byte out of {@code in}, waiting for it if there is none, and goes on with {@code next}. */
    private Leave take(Scripted g, Wire in, Slice next) {
        if (in.take()) {
            return next.run(g);
        }
        return Leave.awaitIo(scheduler.ioWait(g, in.source, OP_READ), h -> {
            return take(h, in, next);
        });
    }

    /** Answers each byte of {@code in} with one to {@code out}, {@code rounds} times. */
    private Leave answer(Scripted g, Wire in, Wire out, int rounds, CountDownLatch ended) {
        if (rounds == 0) {
            ended.countDown();
            return Leave.exit();
        }
        return take(g, in, h -> {
            out.put();
            return answer(h, in, out, rounds - 1, ended);
        });
    }

    private Leave ask(Scripted g, Wire out, Wire in, int rounds, CountDownLatch ended) {
        if (rounds == 0) {
            ended.countDown();
            return Leave.exit();
        }
        out.put();
        return take(g, in, h -> ask(h, out, in, rounds - 1, ended));
    }

    /** Hunts a wake-up that is lost between a machine that stops to look and the poller that begins. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void goroutinesThatAnswerEachOtherOverChannelsAllComeToTheirEnd(int processors) throws InterruptedException {
        start(processors);
        int pairs = 3;
        CountDownLatch ended = new CountDownLatch(2 * pairs);
        for (int i = 0; i < pairs; i++) {
            Wire there = wire();
            Wire back = wire();
            TestProgram.start(scheduler, g -> answer(g, there, back, ROUNDS, ended));
            TestProgram.start(scheduler, g -> ask(g, there, back, ROUNDS, ended));
        }

        Await.until("the end", () -> ended.getCount() == 0);

        assertThat(selectors.machineSelects).as("looks of machines").hasPositiveValue();
        assertThat(scheduler.stats().polls()).isPositive();
    }

    /** Somebody may look between a wake-up and the read, and end the interest; that happens now and then. */
    @Test
    void interestStaysForAGoroutineThatReadsAndWaitsAgain() {
        start(2);
        Wire wire = wire();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger stayed = new AtomicInteger();
        TestProgram.start(scheduler, g -> takeAndLook(g, wire, taken, stayed));
        Await.until("interest", () -> isOfInterest(wire));

        for (int i = 1; i <= 100; i++) {
            int n = i;
            wire.put();
            Await.until("byte " + n, () -> taken.get() == n);
        }

        assertThat(stayed.get()).as("bytes of 100 with interest").isGreaterThan(20);
    }

    private Leave takeAndLook(Scripted g, Wire wire, AtomicInteger taken, AtomicInteger stayed) {
        return take(g, wire, h -> {
            stayed.addAndGet(isOfInterest(wire) ? 1 : 0);
            taken.incrementAndGet();
            return takeAndLook(h, wire, taken, stayed);
        });
    }

    /** Many are ready at once, and the machine looks again before the last has read: that costs no system call. */
    @Test
    void interestStaysWhileGoroutinesThatAreReadyHaveNotReadYet() {
        start(1);
        scheduler.timers.poller().duty.offNanos = Long.MAX_VALUE / 4;
        List<Wire> several = List.of(wire(), wire(), wire());
        List<TestProgram> readers = several.stream()
                .map(wire -> TestProgram.start(scheduler, g -> take(g, wire, h -> Leave.exit())))
                .toList();
        Await.until("interest", () -> several.stream().allMatch(this::isOfInterest));
        AtomicInteger interested = new AtomicInteger();

        TestProgram.start(scheduler, g -> {
                    several.forEach(Wire::put);
                    while (!scheduler.timers.poller().duty.isOff()) {
                        Thread.onSpinWait();
                    }
                    int looks = selectors.machineSelects.get();
                    while (selectors.machineSelects.get() - looks < 4) {
                        scheduler.timers.poller().look(Machine.current().p);
                    }
                    interested.set(
                            (int) several.stream().filter(this::isOfInterest).count());
                    return Leave.exit();
                })
                .awaitEnd();

        assertThat(interested).hasValue(3);
        readers.forEach(TestProgram::awaitEnd);
    }

    /** Otherwise the selector would return at once, again and again. */
    @Test
    void interestEndsWhenAChannelIsReadyAndNobodyWaits() {
        start(2);
        Wire wire = wire();
        TestProgram.start(scheduler, g -> take(g, wire, h -> Leave.exit()));
        Await.until("interest", () -> isOfInterest(wire));
        wire.put();
        Await.until("that the byte is taken", () -> scheduler.stats().polls() > 0);

        Wire other = wire(); // somebody goes on to wait, so somebody selects
        TestProgram.start(scheduler, g -> take(g, other, h -> Leave.exit()));
        wire.put();

        Await.until("the end of the interest", () -> !isOfInterest(wire));
        int selects = selectors.selects.get();
        Await.until("that the selector waits", () -> selectorWaits());
        assertThat(selectors.selects.get() - selects).as("selects").isLessThan(1_000);
        other.put();
    }

    private static boolean selectorWaits() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey() instanceof Poller)
                .allMatch(e -> e.getValue().length > 0
                        && e.getValue()[0].getMethodName().equals("wait"));
    }

    /**
     * The poller has handed out a goroutine, which goes on without end on a machine that nobody else helps: it is the
     * poller itself that must come back to its duty, and not at a sweep.
     */
    @Test
    void aChannelIsNoticedWhileTheOnlyMachineThatRunsIsInALongStep() {
        start(2);
        long begun = System.nanoTime();
        for (int i = 0; i < SWEEPS; i++) {
            Wire first = wire();
            Wire second = wire();
            CountDownLatch noticed = new CountDownLatch(1);
            CountDownLatch inStep = new CountDownLatch(1);
            TestProgram.start(
                    scheduler,
                    g -> take(g, second, h -> {
                        noticed.countDown();
                        return Leave.exit();
                    }));
            TestProgram p = TestProgram.start(
                    scheduler,
                    g -> take(g, first, h -> {
                        inStep.countDown();
                        while (noticed.getCount() > 0) {
                            Thread.onSpinWait();
                        }
                        return Leave.exit();
                    }));
            Await.until("interest", () -> isOfInterest(first) && isOfInterest(second));
            first.put();
            Await.until("the long step", () -> inStep.getCount() == 0);

            second.put();

            p.awaitEnd();
        }
        assertSoonerThanBySweeps(begun);
    }

    /** Hunts a poller that stays off duty though nobody is left who looks. */
    @Test
    void theLastMachineThatStopsCallsThePollerToItsDuty() {
        start(2);
        scheduler.timers.poller().duty.offNanos = Long.MAX_VALUE / 4;
        Wire wire = wire();
        AtomicInteger taken = new AtomicInteger();
        TestProgram.start(scheduler, g -> takeAll(g, wire, taken));
        long begun = System.nanoTime();

        for (int i = 1; i <= SWEEPS; i++) {
            int n = i;
            wire.put();
            Await.until("byte " + n, () -> taken.get() == n);
        }

        assertSoonerThanBySweeps(begun);
    }

    private Leave takeAll(Scripted g, Wire wire, AtomicInteger taken) {
        return take(g, wire, h -> {
            taken.incrementAndGet();
            return takeAll(h, wire, taken);
        });
    }

    private static void assertSoonerThanBySweeps(long begun) {
        assertThat(System.nanoTime() - begun).as("half of what sweeps take").isLessThan(SWEEPS * 500_000_000L);
    }

    /** Hunts a look that loses the goroutine that was to run next. */
    @Test
    void aMachineThatLooksGoesOnWithTheGoroutineThatWasToRunNext() {
        start(1);
        Wire wire = wire();
        TestProgram waits = TestProgram.start(scheduler, g -> take(g, wire, h -> Leave.exit()));
        Await.until("interest", () -> isOfInterest(wire));
        AtomicInteger ran = new AtomicInteger();

        TestProgram.start(scheduler, main -> {
                    main.go(g -> {
                        ran.incrementAndGet();
                        return Leave.end();
                    });
                    wire.put();
                    scheduler.timers.poller().look(Machine.current().p);
                    return Leave.gosched(g -> Leave.gosched(h -> Leave.exit()));
                })
                .awaitEnd();

        assertThat(ran).hasValue(1);
        waits.awaitEnd();
    }

    @Test
    void nobodyIsWokenForAChannelThatIsClosedAndThatNobodyHasWaitedFor() throws IOException {
        start(2);
        Wire wire = wire();
        TestProgram.start(scheduler, g -> take(g, wire, h -> Leave.exit()));
        Await.until("interest", () -> isOfInterest(wire));
        Await.until("that the selector waits", PollerDutyTest::selectorWaits);
        int selects = selectors.selects.get();

        for (int i = 0; i < 100; i++) {
            Wire other = wire();
            scheduler.closeIo(other.source);
            assertThat(other.source.isOpen()).isFalse();
            Await.until("that the selector waits", PollerDutyTest::selectorWaits);
        }

        assertThat(selectors.selects.get() - selects).as("selects").isLessThan(20);
    }

    /** A second wait for the same operation fails at once, though the system watches the channel: not at a sweep. */
    @Test
    void ofTwoThatWaitToReadTheSecondFailsAtOnce() {
        start(2);
        long begun = System.nanoTime();
        for (int i = 0; i < SWEEPS; i++) {
            Wire wire = wire();
            AtomicInteger failures = new AtomicInteger();
            waitToRead(wire, failures);
            Await.until("interest", () -> isOfInterest(wire));
            waitToRead(wire, failures);
            Await.until("the failure", () -> failures.get() == 1);
            wire.put();
        }
        assertSoonerThanBySweeps(begun);
    }

    private void waitToRead(Wire wire, AtomicInteger failures) {
        TestProgram.start(scheduler, g -> {
            IoWait wait = scheduler.ioWait(g, wire.source, OP_READ);
            return Leave.awaitIo(wait, h -> {
                try {
                    wait.outcome();
                } catch (Exception e) {
                    failures.incrementAndGet();
                }
                return Leave.exit();
            });
        });
    }

    /**
     * NIO finds nothing ready, again and again, where there is interest in connecting a socket that is connected; a
     * pipe that is full shows that the interest ends with the wait.
     */
    @Test
    void interestInWritingEndsWithAWaitThatIsCancelled() {
        start(2);
        Wire wire = wire();
        wire.fill();
        AtomicReference<IoWait> made = new AtomicReference<>();
        TestProgram.start(scheduler, g -> {
            made.set(scheduler.ioWait(g, wire.sink, OP_WRITE));
            return Leave.awaitIo(made.get(), h -> Leave.park(new ParkingLot(), i -> Leave.end()));
        });
        Await.until("registration", () -> !selectors.opened.isEmpty() && wire.sink.keyFor(selectors.last()) != null);
        SelectionKey key = wire.sink.keyFor(selectors.last());
        assertThat(key.interestOps()).isEqualTo(OP_WRITE);

        made.get().cancel();

        Await.until("the end of the interest", () -> key.interestOps() == 0);
    }
}
