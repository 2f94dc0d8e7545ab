package io.gondola.testkit;

import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.time.Time;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Programs that fail only if one certain kind of decision is made otherwise than by default. */
class DecisionsTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private static void isReplayed(Explorer explorer, Failure failure) {
        Report again = explorer.replay(failure.token());

        assertThat(again.divergence()).isEmpty();
        assertThat(again.failure().map(Failure::summary)).containsExactly(failure.summary());
    }

    /** Main waits for both timers when they fire, so it is served by the first. */
    private static Go<Unit> twoTimers() {
        return Time.after(SHORT)
                .flatMap(a -> Time.after(SHORT)
                        .flatMap(b -> select(onReceive(a, t -> unit()), onReceive(b, t -> panic("the later one")))));
    }

    @Test
    void timersOfTheSameTimeFireInAnyOrder() {
        Explorer explorer = Explorer.of(DecisionsTest::twoTimers).strategy(Strategy.DPOR);

        Failure failure = explorer.explore().failure().get();

        assertThat(failure.summary()).isEqualTo("panic: the later one");
        isReplayed(explorer, failure);
    }

    @Test
    void timersOfDifferentTimesFireInOrder() {
        assertThat(Explorer.of(() -> Time.after(SHORT)
                                .flatMap(a -> Time.after(SHORT.plusNanos(1))
                                        .flatMap(b ->
                                                select(onReceive(a, t -> unit()), onReceive(b, t -> panic("later"))))))
                        .strategy(Strategy.DPOR)
                        .explore()
                        .verdict())
                .isEqualTo(Verdict.EXHAUSTED);
    }

    @Test
    void anAttemptToTakeAFreeLockFailsOnlyIfItMay() {
        Explorer explorer = Explorer.of(() -> {
                    Mutex mu = new Mutex();
                    return mu.tryLock().flatMap(ok -> ok ? mu.unlock() : panic("not free"));
                })
                .strategy(Strategy.DPOR);

        assertThat(explorer.explore().verdict()).isEqualTo(Verdict.EXHAUSTED);
        Failure failure = explorer.tryLockMayFail().explore().failure().get();
        assertThat(failure.summary()).isEqualTo("panic: not free");
        isReplayed(explorer.tryLockMayFail(), failure);
        isReplayed(explorer, failure);
    }

    @Test
    void attemptsToReadAndToWriteMayFailToo() {
        assertThat(Explorer.of(() -> new RWMutex().tryRLock().flatMap(ok -> ok ? unit() : panic("not free")))
                        .tryLockMayFail()
                        .explore()
                        .failure()
                        .map(Failure::summary))
                .containsExactly("panic: not free");
        assertThat(Explorer.of(() -> new RWMutex().tryLock().flatMap(ok -> ok ? unit() : panic("not free")))
                        .tryLockMayFail()
                        .explore()
                        .failure()
                        .map(Failure::summary))
                .containsExactly("panic: not free");
    }

    /** One attempt fails, then the other is made: both orders and all failures are told apart. */
    @Test
    void aLockThatAnAttemptDidNotTakeIsFree() {
        assertThat(Explorer.of(() -> {
                            Mutex mu = new Mutex();
                            return mu.tryLock().flatMap(ok -> ok ? mu.unlock() : mu.lock());
                        })
                        .tryLockMayFail()
                        .strategy(Strategy.DPOR)
                        .explore()
                        .verdict())
                .isEqualTo(Verdict.EXHAUSTED);
    }
}
