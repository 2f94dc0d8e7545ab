package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicRef;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.Pool;
import io.gondola.sync.RWMutex;
import io.gondola.sync.SyncMap;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Which misuse is a panic, and which a fatal error: with their texts. */
@Row(
        id = "3.1-4",
        rule = "The state of a mutex is broken",
        go = "fatal: `sync: inconsistent mutex state`",
        ours = "there is no such state",
        why = "a mutex cannot be copied or overwritten",
        tests = "SyncStressTest.contendedLocks",
        only = "it takes threads under load to break one")
@Row(
        id = "3.1-7",
        rule = "A WaitGroup is raised from zero while Wait wakes up",
        go = "panics, if it is noticed: `sync: WaitGroup misuse: Add called concurrently with Wait`, or `sync:"
                + " WaitGroup is reused before previous Wait has returned`",
        tests = "WaitGroupTest.reuseBeforeAwaitHasReturnedPanics",
        only = "one processor makes it certain")
@Row(
        id = "3.1-15",
        rule = "More than 10 000 threads",
        go = "fatal: `runtime: program exceeds 10000-thread limit`, `thread exhaustion`",
        tests = {
            "ThreadStartTest.needingMoreThreadsThanAllowedEndsThePrograms",
            "AnyThrowableTest.needingTooManyThreadsIsGosFatalError"
        },
        only = "the deterministic runtime has one thread")
class MisuseRowsTest {
    @Row(
            id = "3.1-1",
            rule = "Unlock of a mutex that is not locked",
            go = "fatal: `sync: unlock of unlocked mutex`",
            tests = "ProcessRowsTest.aFatalErrorEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void unlockOfAnUnlockedMutexIsFatal(World w) {
        w.isFatal("sync: unlock of unlocked mutex", () -> new Mutex().unlock());
        w.isFatal("sync: unlock of unlocked mutex", () -> {
            Mutex mu = new Mutex();
            return mu.lock().then(mu.unlock()).then(mu.unlock());
        });
    }

    @Row(
            id = "3.1-2",
            rule = "RUnlock of an RWMutex that no reader holds",
            go = "fatal: `sync: RUnlock of unlocked RWMutex`",
            tests = "ProcessRowsTest.aFatalErrorEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void rUnlockOfAnUnlockedRWMutexIsFatal(World w) {
        w.isFatal("sync: RUnlock of unlocked RWMutex", () -> new RWMutex().rUnlock());
        w.isFatal("sync: RUnlock of unlocked RWMutex", () -> {
            RWMutex rw = new RWMutex();
            return rw.lock().then(rw.rUnlock());
        });
    }

    @Row(
            id = "3.1-3",
            rule = "Unlock of an RWMutex that no writer holds",
            go = "fatal: `sync: Unlock of unlocked RWMutex`",
            tests = "ProcessRowsTest.aFatalErrorEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void unlockOfAnUnlockedRWMutexIsFatal(World w) {
        w.isFatal("sync: Unlock of unlocked RWMutex", () -> new RWMutex().unlock());
        w.isFatal("sync: Unlock of unlocked RWMutex", () -> {
            RWMutex rw = new RWMutex();
            return rw.rLock().then(rw.unlock());
        });
    }

    @Row(
            id = "3.1-5",
            rule = "The counter of a WaitGroup below zero",
            go = "panics: `sync: negative WaitGroup counter`",
            tests = "ProcessRowsTest.aPanicEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void aNegativeWaitGroupCounterPanics(World w) {
        w.panics("sync: negative WaitGroup counter", () -> new WaitGroup().done());
        w.panics("sync: negative WaitGroup counter", () -> {
            WaitGroup wg = new WaitGroup();
            return wg.add(2).then(wg.add(-3));
        });
    }

    @Row(
            id = "3.1-6",
            rule = "A Cond that was copied",
            go = "panics: `sync.Cond is copied`",
            ours = "cannot happen",
            why = "Java objects are references")
    @Row(
            id = "3.1-8",
            rule = "A pool whose `New` is nil, or that is nil",
            go = "Get yields nil; a nil pool panics: `nil Pool`",
            ours = "`get` yields none; null instead of a pool is Java's `NullPointerException`, a panic in a goroutine",
            why = "a method cannot be called on null")
    @OnEveryRuntime
    void objectsThatCannotBeCopiedOrNilNeedNoCheck(World w) {
        w.yields(Option.none(), () -> new Pool<String>().get());
        w.fails(
                () -> {
                    Pool<String> none = null;
                    return Go.suspend(() -> none.get());
                },
                failed -> assertThat(failed.kind()).isEqualTo(Kind.PANIC));
    }

    @Row(
            id = "3.1-9",
            rule = "`atomic.Value`: a store, swap or compare-and-swap of nil, or of another type than before",
            go = "panics: `sync/atomic: store of nil value into Value`, `store of inconsistently typed value into"
                    + " Value` and so on",
            ours = "`AtomicRef<T>` has one type, which the compiler checks, and may hold null",
            why = "it stands for `atomic.Pointer` as well")
    @OnEveryRuntime
    void anAtomicReferenceHasOneTypeAndMayHoldNull(World w) {
        w.yields(null, () -> {
            AtomicRef<String> ref = new AtomicRef<>("a");
            return ref.store(null).then(ref.load());
        });
    }

    @Row(
            id = "3.1-10",
            rule = "`go` with a nil function",
            go = "fatal, in the caller: `go of nil func value`",
            ours = "a `NullPointerException` that names the parameter where the program is built; in a goroutine, its"
                    + " panic",
            why = "it is found before the program runs")
    @OnEveryRuntime
    void goOfNullIsRefusedWhereItIsWritten(World w) {
        assertThatThrownBy(() -> go(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("body is null: a program is taken when this one is built, before it runs");
        w.yields(
                "caught", () -> Go.<String>suspend(() -> go(null).as("started")).recover(p -> Go.pure("caught")));
    }

    @Row(
            id = "3.1-11",
            rule = "Concurrent writes to a map",
            go = "fatal, if they are noticed: `concurrent map writes`",
            ours = "a Java map is the user's own; `Shared` and the explorer's race detector find it",
            why = "Gondola does not see accesses to Java objects")
    @Row(
            id = "3.1-12",
            rule = "A map is read or iterated over while it is written",
            go = "fatal, if it is noticed: `concurrent map read and map write`, `concurrent map iteration and map"
                    + " write`",
            ours = "a Java map is the user's own; `SyncMap` allows both",
            why = "Gondola does not see accesses to Java objects",
            tests = "SyncMapTest.theBodyOfRangeMayUseTheMap")
    @OnEveryRuntime
    void aSyncMapMayBeWrittenByAll(World w) {
        w.yields(List.of("[a, b]", 2), () -> {
            SyncMap<String, Integer> map = new SyncMap<>();
            Map<String, Integer> seen = new HashMap<>();
            WaitGroup wg = new WaitGroup();
            return wg.go(map.store("a", 1))
                    .then(wg.go(map.store("b", 2)))
                    .then(wg.await())
                    .then(map.range((k, v) -> map.store(k, v + 1).then(Go.call(() -> seen.put(k, v) == null))))
                    .then(Go.call(() ->
                            List.of(seen.keySet().stream().sorted().toList().toString(), seen.size())));
        });
    }

    @Row(
            id = "3.1-13",
            rule = "Recursion without end",
            go = "fatal: `stack overflow` at 1 GB",
            ours = "recursion of programs is bounded by the heap alone; recursion of Java methods is a"
                    + " `StackOverflowError`, a panic",
            why = "frames of programs are on the heap",
            tests = {"StackSafetyTest.recursionThatUsesItsResultRuns", "RecoverTest.stackOverflowInALambdaIsAPanic"})
    @OnEveryRuntime
    void recursionOfJavaMethodsIsAPanic(World w) {
        w.yields(
                "StackOverflowError",
                () -> Go.<String>call(() -> "" + endless(1))
                        .recover(p -> Go.pure(p.value().getClass().getSimpleName())));
        w.yields(20_000, () -> depth(20_000));
    }

    /** Never ends for what the test gives it. */
    private static long endless(long n) {
        return n == 0 ? 0 : 1 + endless(n + 1);
    }

    private static Go<Integer> depth(int n) {
        return n == 0 ? Go.pure(0) : Go.suspend(() -> depth(n - 1)).map(d -> d + 1);
    }

    @Row(
            id = "3.1-14",
            rule = "All goroutines wait",
            go = "fatal: `all goroutines are asleep - deadlock!`; section 4.3 has more",
            tests = "ProcessRowsTest.aDeadlockEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void aDeadlockIsFatal(World w) {
        AtomicInteger handled = new AtomicInteger();
        Go<Unit> handle = Go.run(handled::incrementAndGet);
        w.deadlocks("sync.WaitGroup.Wait", () -> {
            WaitGroup wg = new WaitGroup();
            return wg.add(1).then(wg.await()).recover(p -> handle).defer(handle);
        });
        assertThat(handled).as("handlers and defers that ran").hasValue(0);
    }

    @Row(id = "3.1-16", rule = "`Once.Do` inside itself", go = "deadlock: `sync.Mutex.Lock`")
    @OnEveryRuntime
    void onceInsideItselfIsADeadlock(World w) {
        w.deadlocks("sync.Mutex.Lock", () -> {
            Once once = new Once();
            return once.doOnce(once.doOnce(unit()));
        });
    }
}
