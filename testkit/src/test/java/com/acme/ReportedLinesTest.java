package com.acme;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.vavr.CheckedFunction0;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a user reads: this package is not ours. */
class ReportedLinesTest {
    private static Failure failureOf(CheckedFunction0<? extends Go<?>> program) {
        return Explorer.of(program).explore().failure().get();
    }

    /** The line on which the caller's caller's statement stands. */
    private static int here() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static List<String> linesOf(Failure failure) {
        return failure.steps()
                .map(step -> step.operation().replaceAll(" .*", "") + " "
                        + step.site().getOrElse("?").replaceAll(".*:(\\d+)\\)", "$1"))
                .toJavaList();
    }

    static Go<?> waiting() {
        return Channel.<Integer>unbuffered().receive();
    }

    @Test
    void theWayToAWaitEndsWhereATestEngineHasCalledTheMethod() {
        assertThat(failureOf(() -> (Go<?>) ReportedLinesTest.class
                                .getDeclaredMethod("waiting")
                                .invoke(null))
                        .message())
                .contains("in ReportedLinesTest.waiting\n");
    }

    @Test
    void everyStepHasTheLineThatBuiltItAlsoIfItWasNotWrittenInALambda() {
        int[] at = {0};
        Failure failure = failureOf(() -> {
            Mutex mu = new Mutex();
            Shared<Integer> n = Shared.of(0);
            AtomicInt hits = new AtomicInt();
            Channel<Integer> c = Channel.buffered(1);
            at[0] = here();
            return mu.lock()
                    .then(n.set(1))
                    .then(n.update(v -> v + 1))
                    .then(hits.load())
                    .then(c.send(1))
                    .then(mu.unlock())
                    .then(c.receive())
                    .then(gosched())
                    .then(select(onReceive(c, v -> unit())));
        });

        int line = at[0];
        assertThat(linesOf(failure))
                .containsExactly(
                        "lock " + (line + 1),
                        "write " + (line + 2),
                        "read " + (line + 3),
                        "write " + (line + 3),
                        "atomic " + (line + 4),
                        "send " + (line + 5),
                        "unlock " + (line + 6),
                        "recv " + (line + 7),
                        "gosched " + (line + 8),
                        "select " + (line + 9));
    }

    @Test
    void operationsThatAreMadeOfSeveralStepsHaveTheLineOfTheirCall() {
        int[] at = {0};
        Failure failure = failureOf(() -> {
            RWMutex rw = new RWMutex();
            WaitGroup wg = new WaitGroup();
            Cond cond = new Cond(rw.rLocker());
            at[0] = here();
            return rw.lock()
                    .then(rw.unlock())
                    .then(wg.go(unit()))
                    .then(wg.await())
                    .then(rw.rLock())
                    .then(cond.await());
        });

        int line = at[0];
        assertThat(linesOf(failure))
                .containsSubsequence("lock " + (line + 1), "announce " + (line + 1), "let " + (line + 2))
                .contains("unlock " + (line + 2), "wg " + (line + 3), "go " + (line + 3), "wg " + (line + 4))
                .contains("rlock " + (line + 5), "cond " + (line + 6), "runlock " + (line + 6))
                .noneMatch(step -> step.endsWith("?"));
    }

    @Test
    void aLoopOverAChannelHasTheLineOfItsRange() {
        int[] at = {0};
        Failure failure = failureOf(() -> {
            Channel<Integer> c = Channel.buffered(1);
            at[0] = here() + 1;
            return c.send(1).then(c.range(v -> unit()));
        });

        assertThat(linesOf(failure)).containsExactly("send " + at[0], "recv " + at[0], "recv " + at[0]);
    }

    /** An account whose method waits where it only hands on a program that was made long before. */
    private static final class Account {
        private final Mutex mu = new Mutex().named("account");
        private final Go<Unit> locked = mu.lock();

        Go<Unit> withdraw() {
            return mu.lock().then(gosched());
        }

        Go<Unit> transfer() {
            return unit().flatMap(u -> withdraw());
        }

        Go<Unit> late() {
            return unit().flatMap(u -> locked);
        }
    }

    @Test
    void theMethodInWhichAGoroutineWaitsIsNamedAndThoseThatReturnedIt() {
        String built = failureOf(() -> {
                    Account a = new Account();
                    return a.withdraw().then(a.withdraw());
                })
                .message();
        assertThat(built)
                .containsPattern(
                        "\n {13}in Account.withdraw, from "
                                + "ReportedLinesTest.theMethodInWhichAGoroutineWaitsIsNamedAndThoseThatReturnedIt \\[ReportedLinesTest:\\d+]\n");

        String returned = failureOf(() -> {
                    Account a = new Account();
                    return a.withdraw().then(a.transfer());
                })
                .message();
        assertThat(returned)
                .containsPattern("\n {13}in Account.withdraw, from Account.transfer \\[ReportedLinesTest:\\d+]\n");

        String late = failureOf(() -> {
                    Account a = new Account();
                    return a.withdraw().then(a.late());
                })
                .message();
        assertThat(late).containsPattern("\n {13}in Account.<init>, from .*Account.late \\[ReportedLinesTest:\\d+]");
    }

    @Test
    void linesChangeNothingOfTheRunAndAreRecordedByTheThreadThatExploresAlone() {
        List<Integer> schedules = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> Explorer.of(() -> {
                            Channel<Integer> c = Channel.unbuffered();
                            return go(c.send(i)).then(c.receive()).then(c.receive());
                        })
                        .seed(i)
                        .explore())
                .map(report -> report.failure().get().steps().size())
                .toList();

        assertThat(schedules).containsOnly(4);
    }

    @Test
    void theReportShowsWhatVariablesChannelsAndGroupsHold() {
        Failure failure = failureOf(() -> {
            Shared<String> state = Shared.of("new").named("state");
            Shared<Object> unnamed = Shared.of(new Object());
            AtomicInt hits = new AtomicInt(3).named("hits");
            Channel<Integer> jobs = Channel.<Integer>buffered(2).named("jobs");
            WaitGroup all = new WaitGroup().named("all");
            return state.set("half\ndone")
                    .then(unnamed.get())
                    .then(hits.add(4))
                    .then(jobs.send(1))
                    .then(all.add(2))
                    .then(jobs.close())
                    .then(all.await());
        });

        assertThat(failure.message())
                .contains("vars:    all = counter 2, hits = 7, jobs = len 1 cap 2 closed, shared#1 = Object,")
                .contains("state = \"half done\"");
        assertThat(failure.message().lines()).allMatch(line -> line.length() <= 120 || line.contains("replay"));
    }

    @Test
    void aValueWhoseTextCannotBeMadeDoesNotSpoilTheReport() {
        Failure failure = failureOf(() -> {
            Shared<Object> bad = Shared.<Object>of(new Object() {
                        @Override
                        public String toString() {
                            throw new IllegalStateException("no text");
                        }
                    })
                    .named("bad");
            return bad.get().then(never());
        });

        assertThat(failure.message()).contains("whose toString threw java.lang.IllegalStateException");
    }

    @Test
    void goroutinesThatCouldHaveWokenAnotherAreNamedWithTheLineThatNobodyCameTo() {
        int[] at = {0};
        Failure failure = failureOf(() -> {
            Mutex mu = new Mutex().named("mu");
            Channel<Integer> awaken = Channel.<Integer>unbuffered().named("awaken");
            at[0] = here() + 1;
            Go<?> stream = mu.withLock(awaken.send(1));
            return mu.lock().then(go("stream", stream)).then(awaken.receive());
        });

        assertThat(failure.message())
                .contains("could be woken by send at ReportedLinesTest:" + at[0] + ", never reached")
                .contains("owner: 0, itself blocked on awaken");
    }

    @Test
    void ifNothingCouldHaveWokenAGoroutineTheReportSaysSo() {
        Failure failure = failureOf(() -> {
            Channel<Integer> c = Channel.<Integer>unbuffered().named("c");
            return go(c.receive()).then(unit());
        });

        assertThat(failure.message()).contains("nobody: no step that could do it was in this run");
    }

    @Test
    void goroutinesThatEndedWithoutWakingAnotherAreNamed() {
        Failure failure = failureOf(() -> {
            Channel<Integer> c = Channel.<Integer>unbuffered().named("c");
            return go("sender", c.send(1)).then(c.receive()).then(c.receive());
        });

        assertThat(failure.message()).containsPattern("could be woken by 0\\.0 \\(#\\d+ send\\), which has ended");
    }

    @Test
    void conditionsAndSemaphoresAreCalledByTheNamesGivenToThem() {
        Failure failure = failureOf(() -> {
            Mutex mu = new Mutex().named("mu");
            Cond drained = new Cond(mu).named("drained");
            Semaphore slots = new Semaphore(0).named("slots");
            return go("waiter", mu.withLock(drained.await())).then(slots.acquire(1));
        });

        assertThat(failure.objects()).containsExactly("drained", "slots");
        assertThat(failure.message()).contains("cond wait drained").contains("semaphore slots");
    }

    @Test
    void unnamedProgramsAndObjectsHaveTheSameNamesInEveryRunOfTheJvm() {
        Failure failure = failureOf(() -> {
            Channel<Integer> c = Channel.unbuffered();
            return go(c.receive()).then(new AtomicInt(7).load()).then(c.receive());
        });

        assertThat(failure.message())
                .contains("com.acme.ReportedLinesTest.unnamedProgramsAndObjectsHaveTheSameNamesInEveryRunOfTheJvm")
                .contains("chan#1", "atomic#1")
                .doesNotContain("Lambda", "/0x");
    }
}
