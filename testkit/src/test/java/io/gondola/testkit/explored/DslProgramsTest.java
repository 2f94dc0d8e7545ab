package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.parallel;
import static io.gondola.dsl.Go.scoped;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.testkit.explored.Check.yields;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Expect;
import io.gondola.testkit.GoTest;
import io.vavr.collection.List;
import io.vavr.collection.Vector;

/** Programs of the language itself that hold under every schedule, and some that do not. */
class DslProgramsTest {
    @GoTest
    Go<Unit> parallelYieldsInTheOrderOfItsPrograms() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
        return yields(
                parallel(List.of(ch.send(1).as(0), ch.receive(), Go.pure(2))).map(Vector::ofAll), Vector.of(0, 1, 2));
    }

    @GoTest
    Go<Unit> aLockIsGivenBackByAPanic() {
        Mutex mu = new Mutex().named("mu");
        WaitGroup wg = new WaitGroup();
        Go<Unit> failing = mu.<Unit>withLock(panic("boom")).recover(p -> unit());
        return sequence(wg.go(failing), wg.go(failing), wg.await(), mu.withLock(unit()));
    }

    @GoTest
    Go<Unit> aGoexitRunsItsDefers() {
        WaitGroup wg = new WaitGroup();
        Shared<Integer> x = Shared.of(0).named("x");
        return sequence(
                wg.add(1),
                go(scoped(s -> s.defer(wg.done()).then(s.defer(x.set(1))).then(goexit()))),
                wg.await(),
                yields(x.get(), 1));
    }

    @GoTest(expect = Expect.RACE)
    Go<Unit> anUpdateIsAReadAndAWrite() {
        Shared<Integer> x = Shared.of(0).named("x");
        WaitGroup wg = new WaitGroup();
        return sequence(forRange(0, 2, i -> wg.go(x.update(n -> n + 1))), wg.await(), yields(x.get(), 2));
    }

    @GoTest(expect = Expect.PANIC)
    Go<Unit> aGoroutinesPanicEndsTheProgram() {
        return go("failing", panic("boom")).then(Channel.<Unit>unbuffered().receive());
    }

    @GoTest(expect = Expect.FATAL)
    Go<Unit> anUnlockOfAnUnlockedMutexIsFatal() {
        Mutex mu = new Mutex().named("mu");
        return go(mu.withLock(unit())).then(mu.unlock());
    }

    @GoTest(expect = Expect.LEAK)
    Go<Unit> aForgottenReceiverIsALeak() {
        return go("receiver", Channel.<Unit>unbuffered().named("ch").receive());
    }
}
