package io.gondola.testkit;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExplorerTest {
    private static Failure failureOf(CheckedFunction0<Go<Unit>> program) {
        Explorer explorer = Explorer.of(program).seed(1);
        Report report = explorer.explore();
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.FAILED);
        Failure failure = report.failure().get();

        Report again = explorer.replay(failure.token());
        assertThat(again.divergence()).isEmpty();
        assertThat(again.failure().map(Failure::kind)).containsExactly(failure.kind());
        return failure;
    }

    private static void passes(CheckedFunction0<Go<Unit>> program) {
        Report report = Explorer.of(program).seed(1).explore();
        assertThat(report.failure()).as(report.toString()).isEmpty();
        assertThat(report.verdict()).isIn(Verdict.PASSED, Verdict.EXHAUSTED);
    }

    @Test
    void twoLocksTakenInOppositeOrdersDeadlock() {
        Failure failure = failureOf(() -> {
            Mutex a = new Mutex().named("a");
            Mutex b = new Mutex().named("b");
            WaitGroup wg = new WaitGroup();
            return wg.go(a.withLock(b.withLock(unit())))
                    .then(wg.go(b.withLock(a.withLock(unit()))))
                    .then(wg.await());
        });

        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(failure.objects()).contains("a", "b");
        assertThat(failure.goroutines()).contains("0.0", "0.1");
    }

    @Test
    void aWriterBetweenTwoReadLocksOfOneGoroutineDeadlocksWithoutTheMainOne() {
        Failure failure = failureOf(() -> {
            RWMutex m = new RWMutex().named("m");
            Go<Unit> twice = m.rLock().then(m.rLock()).then(m.rUnlock()).then(m.rUnlock());
            return go("reader", twice).then(go("writer", m.lock().then(m.unlock())));
        });

        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(failure.goroutines()).containsExactly("reader", "writer");
    }

    @Test
    void aSenderWhoseReceiverLeftAtTheSameInstantLeaks() {
        Failure failure = failureOf(() -> {
            Channel<Integer> c = Channel.<Integer>unbuffered().named("result");
            Duration d = Duration.ofMillis(10);
            return go("worker", sleep(d).then(c.send(1))).then(select(onReceive(c, v -> unit()), onTimeout(d, unit())));
        });

        assertThat(failure.kind()).isEqualTo(Kind.LEAK);
        assertThat(failure.goroutines()).containsExactly("worker");
        assertThat(failure.objects()).containsExactly("result");
    }

    @Test
    void unorderedUpdatesOfAVariableRace() {
        Failure failure = failureOf(() -> {
            Shared<Integer> n = Shared.of(0).named("n");
            WaitGroup wg = new WaitGroup();
            Go<Unit> add = wg.go(n.update(x -> x + 1));
            return add.then(add).then(wg.await());
        });

        assertThat(failure.kind()).isEqualTo(Kind.RACE);
        assertThat(failure.objects()).containsExactly("n");
    }

    @Test
    void updatesUnderALockDoNotRaceAndNoneIsLost() {
        passes(() -> {
            Shared<Integer> n = Shared.of(0);
            Mutex mu = new Mutex();
            WaitGroup wg = new WaitGroup();
            Go<Unit> add = wg.go(mu.withLock(n.update(x -> x + 1)));
            return add.then(add).then(wg.await()).then(n.get()).flatMap(v -> v == 2 ? unit() : panic("lost an update"));
        });
    }

    @Test
    void aPipelineOfWorkersPasses() {
        passes(() -> {
            Channel<Integer> jobs = Channel.buffered(2);
            Channel<Integer> results = Channel.unbuffered();
            Shared<Integer> sum = Shared.of(0);
            WaitGroup wg = new WaitGroup();
            return forRange(0, 3, w -> wg.go(jobs.range(j -> results.send(j * j))))
                    .then(go(wg.await().then(results.close())))
                    .then(go(forRange(0, 6, jobs::send).then(jobs.close())))
                    .then(results.range(v -> sum.update(s -> s + v)))
                    .then(sum.get())
                    .flatMap(s -> s == 55 ? unit() : panic("sum=" + s));
        });
    }

    @Test
    void aPanicIsFoundWithItsText() {
        Failure failure = failureOf(() -> Testing.choose(10).flatMap(i -> i == 7 ? panic("seven") : unit()));

        assertThat(failure.kind()).isEqualTo(Kind.PANIC);
        assertThat(failure.summary()).isEqualTo("panic: seven");
    }

    @Test
    void aFatalErrorIsFoundWithItsText() {
        Failure failure = failureOf(() -> new Mutex().unlock());

        assertThat(failure.kind()).isEqualTo(Kind.FATAL);
        assertThat(failure.summary()).isEqualTo("fatal error: sync: unlock of unlocked mutex");
    }

    @Test
    void theHandleMustNotBeUsedAfterTheTest() {
        Failure failure = failureOf(() ->
                Testing.handle().flatMap(h -> go(sleep(Duration.ofMillis(1)).then(h.log("late")))));

        assertThat(failure.kind()).isEqualTo(Kind.RACE);
        assertThat(failure.summary()).isEqualTo("used after the test's end: test handle");
    }

    @Test
    void aSpinnerDoesNotStopTheClock() {
        passes(() -> go(forever(gosched())).then(sleep(Duration.ofSeconds(1))));
    }

    @Test
    void theSameSeedRunsTheSameSchedules() {
        CheckedFunction0<Go<Unit>> program = () -> {
            Channel<Integer> c = Channel.unbuffered();
            return forRange(0, 5, i -> go(c.send(i))).then(c.receive()).then(unit());
        };
        Failure a = Explorer.of(program).seed(5).explore().failure().get();
        Failure b = Explorer.of(program).seed(5).explore().failure().get();

        assertThat(a.token()).isEqualTo(b.token());
    }

    @Test
    void badTokensAreNamed() {
        Explorer explorer = Explorer.of(() -> new Mutex().unlock()).named("mine");
        String token = explorer.explore().failure().get().token();

        assertThatThrownBy(() -> explorer.replay("hello")).hasMessageContaining("a token begins with GS1- or GS2-");
        assertThatThrownBy(() -> explorer.replay(token.substring(0, token.length() - 4)))
                .hasMessageContaining("truncated");
        char last = token.charAt(10) == 'A' ? 'B' : 'A';
        assertThatThrownBy(() -> explorer.replay(token.substring(0, 10) + last + token.substring(11)))
                .hasMessageContaining("mistyped");
        assertThatThrownBy(() -> explorer.named("other").replay(token))
                .hasMessageContaining("the token is of another program")
                .hasMessageContaining("program=other");
    }

    @Test
    void badSettingsAreRefused() {
        Explorer explorer = Explorer.of(Go::unit);

        assertThatThrownBy(() -> explorer.schedules(0)).hasMessage("schedules must be positive: 0");
        assertThatThrownBy(() -> explorer.maxSteps(-1)).hasMessage("maxSteps must be positive: -1");
        assertThatThrownBy(() -> explorer.threads(0)).hasMessage("threads must be from 1 to 1024: 0");
        assertThatThrownBy(() -> explorer.budget(Duration.ZERO)).hasMessage("budget must be positive: PT0S");
        assertThatThrownBy(() -> Testing.choose(0)).hasMessage("n must be positive: 0");
    }
}
