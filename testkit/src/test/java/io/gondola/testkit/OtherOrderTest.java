package io.gondola.testkit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.vavr.CheckedFunction0;
import io.vavr.collection.Seq;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two accesses that race, and a schedule in which they come the other way round. */
class OtherOrderTest {
    private static Seq<String> accesses(Failure failure) {
        return failure.steps().filter(s -> s.object().contains("n")).map(s -> s.lineage() + " " + s.operation());
    }

    private static void isSeenBothWays(CheckedFunction0<Go<Unit>> program, String... accesses) {
        Explorer explorer = Explorer.of(program).named("raced").schedules(20);
        Failure failure = explorer.explore().failure().get();
        assertThat(failure.kind()).isEqualTo(Kind.RACE);
        assertThat(accesses(failure)).containsExactly(accesses);

        Report other = explorer.replay(failure.otherOrder().get());

        assertThat(other.divergence()).isEmpty();
        assertThat(other.failure().map(Failure::summary)).containsExactly(failure.summary());
        assertThat(accesses(other.failure().get()))
                .containsExactlyElementsOf(accesses(failure).reverse());
        assertThat(failure.message())
                .contains("\nturned:  seen as well: " + failure.otherOrder().get());
        assertThat(explorer.replay(failure.token()).failure().get().message()).doesNotContain("turned: ");
    }

    /** Hunts: a select that waits has no object, and is compared with one that has come to its case. */
    @Test
    void aCloseAndTheSelectThatWaitsToSendAreTurned() {
        Explorer explorer = Explorer.of(() -> {
                    Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");
                    Channel<Unit> quit = Channel.<Unit>unbuffered().named("quit");
                    return go(select(onSend(jobs, 1, unit()), onReceive(quit, unit())))
                            .then(jobs.close());
                })
                .schedules(50);

        Failure failure = explorer.explore().failure().get();

        assertThat(failure.summary()).isEqualTo("data race on jobs");
        assertThat(explorer.replay(failure.otherOrder().get()).failure().get().summary())
                .isEqualTo("data race on jobs");
    }

    private static Go<Unit> noise() {
        AtomicInt counter = new AtomicInt();
        return Go.forRange(0, 300, i -> counter.add(1).then(unit()));
    }

    @Test
    void accessesAFewStepsApartAreTurned() {
        isSeenBothWays(
                () -> {
                    Shared<Integer> n = Shared.of(0).named("n");
                    WaitGroup wg = new WaitGroup();
                    return wg.go(n.set(1)).then(wg.go(n.get())).then(wg.await());
                },
                "0.0 write n",
                "0.1 read n");
    }

    @Test
    void accessesManyStepsApartAreTurned() {
        isSeenBothWays(
                () -> {
                    Shared<Integer> n = Shared.of(0).named("n");
                    WaitGroup wg = new WaitGroup();
                    return sequence(wg.go(noise().then(n.set(1))), n.get(), noise(), wg.await());
                },
                "0 read n",
                "0.0 write n");
    }

    /** The goroutine that has the lock lets go of it for the other one to come first. */
    @Test
    void accessesUnderALockThatTheOtherOneNeedsBeforeAreTurned() {
        isSeenBothWays(
                () -> {
                    Shared<Integer> n = Shared.of(0).named("n");
                    Mutex mu = new Mutex();
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            wg.go(mu.withLock(n.set(1))),
                            wg.go(mu.withLock(unit()).then(n.get())),
                            wg.await());
                },
                "0.1 read n",
                "0.0 write n");
    }

    /** Nothing orders them for the memory model, but the clock never moves past one who can go on. */
    @Test
    void accessesThatComeInOneOrderOnlyAreNotTurned() {
        Failure failure = Explorer.of(() -> {
                    Shared<Integer> n = Shared.of(0).named("n");
                    return sequence(go(sleep(Duration.ofMillis(1)).then(n.set(1))), n.get());
                })
                .strategy(Strategy.DPOR)
                .explore()
                .failure()
                .get();

        assertThat(failure.kind()).isEqualTo(Kind.RACE);
        assertThat(failure.otherOrder()).isEmpty();
        assertThat(failure.message()).contains("\nturned:  not seen in the runs that were led there\n");
    }

    @Test
    void otherFailuresHaveNoOtherOrder() {
        Failure failure =
                Explorer.of(() -> new Mutex().unlock()).explore().failure().get();

        assertThat(failure.otherOrder()).isEmpty();
        assertThat(failure.message()).doesNotContain("turned: ");
    }
}
