package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicBool;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.Pool;
import io.gondola.sync.RWMutex;
import io.gondola.sync.SyncMap;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Kind;
import io.vavr.control.Option;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * The edges of Go's memory model. One goroutine writes a plain variable before the edge, another one reads it after it:
 * it must see what was written, and the explorer's race detector must find no race. Where there is no edge it must find
 * one.
 */
class MemoryModelRowsTest {
    /** The program gets the write and the read. */
    private static void orders(World w, BiFunction<Go<Unit>, Go<Integer>, Go<Integer>> program) {
        w.yields(1, () -> {
            Shared<Integer> x = Shared.of(0);
            return program.apply(x.set(1), x.get());
        });
    }

    private static void doesNotOrder(BiFunction<Go<Unit>, Go<Integer>, Go<Integer>> program) {
        var failure = Explorer.of(() -> {
                    Shared<Integer> x = Shared.of(0);
                    return program.apply(x.set(1), x.get());
                })
                .allowLeak(World.waiterName())
                .schedules(1_000)
                .explore()
                .failure();
        assertThat(failure.map(f -> f.kind())).isEqualTo(Option.some(Kind.RACE));
    }

    @Row(id = "1.4-1", rule = "`go f()`", go = "comes before the start of f")
    @OnEveryRuntime
    void theStartOfAGoroutineIsAnEdge(World w) {
        orders(w, (write, read) -> {
            Channel<Integer> seen = Channel.unbuffered();
            return write.then(go(read.flatMap(seen::send))).then(seen.receive());
        });
    }

    @Row(
            id = "1.4-2",
            rule = "The end of a goroutine",
            go = "comes before nothing",
            only = "only the race detector can tell")
    @Test
    void theEndOfAGoroutineIsNoEdge() {
        doesNotOrder((write, read) -> go(write).then(gosched().repeat(3)).then(read));
    }

    @Row(id = "1.4-3", rule = "A send", go = "comes before the end of the receive that takes the element")
    @OnEveryRuntime
    void aSendIsBeforeItsReceive(World w) {
        for (int capacity : new int[] {0, 1, 3}) {
            orders(w, (write, read) -> {
                Channel<Unit> c = Channel.buffered(capacity);
                return go(write.then(c.send(Unit.UNIT))).then(c.receive()).then(read);
            });
        }
    }

    @Row(id = "1.4-4", rule = "A close", go = "comes before a receive that yields zero because of it")
    @OnEveryRuntime
    void aCloseIsBeforeAReceiveOfZero(World w) {
        orders(w, (write, read) -> {
            Channel<Unit> c = Channel.unbuffered();
            return go(write.then(c.close())).then(c.receive()).then(read);
        });
    }

    @Row(id = "1.4-5", rule = "A receive from an unbuffered channel", go = "comes before the end of its send")
    @OnEveryRuntime
    void anUnbufferedReceiveIsBeforeTheEndOfItsSend(World w) {
        orders(w, (write, read) -> {
            Channel<Unit> c = Channel.unbuffered();
            return go(write.then(c.receive())).then(c.send(Unit.UNIT)).then(read);
        });
    }

    @Row(id = "1.4-6", rule = "The k-th receive, capacity C", go = "comes before the end of send k + C")
    @OnEveryRuntime
    void aReceiveIsBeforeTheSendThatNeedsItsRoom(World w) {
        orders(w, (write, read) -> {
            Channel<Unit> c = Channel.buffered(1);
            return go(write.then(c.receive()))
                    .then(c.send(Unit.UNIT))
                    .then(c.send(Unit.UNIT))
                    .then(read);
        });
        doesNotOrder((write, read) -> {
            Channel<Unit> c = Channel.buffered(1);
            return go(write.then(c.receive())).then(c.send(Unit.UNIT)).then(read);
        });
    }

    @Row(id = "1.4-7", rule = "Unlock n of a mutex", go = "comes before the end of a later Lock")
    @OnEveryRuntime
    void anUnlockIsBeforeTheNextLock(World w) {
        orders(w, (write, read) -> {
            Mutex mu = new Mutex();
            return mu.lock().then(go(write.then(mu.unlock()))).then(mu.lock()).then(read);
        });
    }

    @Row(
            id = "1.4-8",
            rule = "Unlock n of an RWMutex; an RUnlock",
            go = "the former comes before a later RLock, the latter before the next Lock")
    @OnEveryRuntime
    void readersAndWritersAreOrdered(World w) {
        orders(w, (write, read) -> {
            RWMutex rw = new RWMutex();
            return rw.lock().then(go(write.then(rw.unlock()))).then(rw.rLock()).then(read);
        });
        orders(w, (write, read) -> {
            RWMutex rw = new RWMutex();
            return rw.rLock().then(go(write.then(rw.rUnlock()))).then(rw.lock()).then(read);
        });
    }

    @Row(id = "1.4-9", rule = "The end of a Once's function", go = "comes before the return of any Do")
    @OnEveryRuntime
    void onceIsBeforeAllItsCallers(World w) {
        orders(w, (write, read) -> {
            Once once = new Once();
            return go(once.doOnce(write)).then(once.doOnce(write)).then(read);
        });
    }

    @Row(id = "1.4-10", rule = "Done of a WaitGroup", go = "comes before the return of a Wait that it unblocks")
    @OnEveryRuntime
    void doneIsBeforeAwait(World w) {
        orders(w, (write, read) -> {
            WaitGroup wg = new WaitGroup();
            return wg.go(write).then(wg.await()).then(read);
        });
    }

    @Row(
            id = "1.4-11",
            rule = "Atomic operations",
            go = "are sequentially consistent; one whose effect another one sees comes before it")
    @OnEveryRuntime
    void anAtomicWriteIsBeforeTheReadThatSeesIt(World w) {
        orders(w, (write, read) -> {
            AtomicBool ready = new AtomicBool();
            return go(write.then(ready.store(true)))
                    .then(Go.forWhile(ready.load().map(r -> !r), gosched()))
                    .then(read);
        });
    }

    @Row(id = "1.4-12", rule = "TryLock", go = "that succeeds is a Lock; that fails is no edge")
    @OnEveryRuntime
    void aTryLockThatSucceedsIsALock(World w) {
        orders(w, (write, read) -> {
            Mutex mu = new Mutex();
            return mu.lock()
                    .then(go(write.then(mu.unlock())))
                    .then(Go.forWhile(mu.tryLock().map(locked -> !locked), gosched()))
                    .then(read);
        });
        doesNotOrder((write, read) -> {
            Mutex mu = new Mutex();
            Go<Integer> one = Go.pure(1);
            return World.waiter(write.then(mu.lock())).then(when(mu.tryLock(), one, read));
        });
    }

    @Row(
            id = "1.4-13",
            rule = "Signal and Broadcast of a Cond",
            go = "come before the return of a Wait that they unblock")
    @OnEveryRuntime
    void aSignalIsBeforeTheAwaitItEnds(World w) {
        for (boolean all : new boolean[] {false, true}) {
            orders(w, (write, read) -> {
                Mutex mu = new Mutex();
                Cond cond = new Cond(mu);
                Go<Unit> wake = all ? cond.broadcast() : cond.signal();
                return mu.lock()
                        .then(go(mu.withLock(unit()).then(write).then(wake)))
                        .then(cond.await())
                        .then(read);
            });
        }
    }

    @Row(
            id = "1.4-14",
            rule = "Put of a Pool; a write to a Map",
            go = "comes before the Get of it; before a read that sees it")
    @OnEveryRuntime
    void aPutIsBeforeItsGetAndAStoreBeforeItsLoad(World w) {
        orders(w, (write, read) -> {
            Pool<Object> pool = new Pool<>();
            return go(write.then(pool.put("x")))
                    .then(Go.forWhile(pool.get().map(Option::isEmpty), gosched()))
                    .then(read);
        });
        orders(w, (write, read) -> {
            SyncMap<String, Integer> map = new SyncMap<>();
            return go(write.then(map.store("k", 1)))
                    .then(Go.forWhile(map.load("k").map(Option::isEmpty), gosched()))
                    .then(read);
        });
    }

    @Row(
            id = "1.4-15",
            rule = "The cancel of a context",
            go = "comes before the close of Done, and that before the start of an AfterFunc")
    @OnEveryRuntime
    void aCancelIsBeforeDoneAndAfterFunc(World w) {
        orders(
                w,
                (write, read) -> Context.background()
                        .withCancel()
                        .flatMap(ctx -> go(write.then(ctx.cancel()))
                                .then(ctx.done().receive())
                                .then(read)));
        orders(
                w,
                (write, read) -> Context.background().withCancel().flatMap(ctx -> {
                    Channel<Integer> seen = Channel.unbuffered();
                    return ctx.afterFunc(read.flatMap(seen::send))
                            .then(write)
                            .then(ctx.cancel())
                            .then(seen.receive());
                }));
    }
}
