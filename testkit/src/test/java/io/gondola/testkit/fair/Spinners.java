package io.gondola.testkit.fair;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.time.Ticker;
import io.gondola.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Programs of which one part runs in place until another one stops it. */
enum Spinners {
    SELECT_DEFAULT {
        @Override
        Loop loop() {
            Channel<Unit> stop = Channel.unbuffered();
            AtomicInt work = new AtomicInt();
            return new Loop(polls(stop, work.add(1).then(unit())), stop.close());
        }
    },
    IDLE_SELECT_DEFAULT {
        @Override
        Loop loop() {
            Channel<Unit> stop = Channel.unbuffered();
            return new Loop(polls(stop, unit()), stop.close());
        }
    },
    TRY_LOCK_OF_TWO {
        @Override
        Loop loop() {
            Mutex a = new Mutex();
            Mutex b = new Mutex();
            Channel<Unit> stop = Channel.unbuffered();
            Go<Unit> tries = sequence(attempt(a), attempt(b));
            return new Loop(polls(stop, tries), stop.close());
        }

        private Go<Unit> attempt(Mutex m) {
            return m.tryLock().flatMap(taken -> taken ? m.unlock() : unit());
        }
    },
    TRY_LOCK_OF_A_HELD_ONE {
        @Override
        Loop loop() {
            Mutex m = new Mutex();
            return new Loop(
                    m.lock(), forWhile(m.tryLock().map(taken -> !taken), unit()).then(m.unlock()), m.unlock());
        }
    },
    LOCK_AND_UNLOCK {
        @Override
        Loop loop() {
            Mutex m = new Mutex();
            boolean[] stopped = {false};
            return new Loop(
                    forWhile(m.withLock(call(() -> !stopped[0])), unit()), m.withLock(Go.run(() -> stopped[0] = true)));
        }
    },
    ATOMIC_LOAD {
        @Override
        Loop loop() {
            AtomicInt stop = new AtomicInt();
            return new Loop(forWhile(stop.load().map(n -> n == 0), unit()), stop.store(1));
        }
    },
    ATOMIC_LOAD_AND_WORK {
        @Override
        Loop loop() {
            AtomicInt stop = new AtomicInt();
            AtomicInt work = new AtomicInt();
            return new Loop(forWhile(stop.load().map(n -> n == 0), work.add(1).then(unit())), stop.store(1));
        }
    },
    GOSCHED {
        @Override
        Loop loop() {
            AtomicInt stop = new AtomicInt();
            return new Loop(forWhile(stop.load().map(n -> n == 0), gosched()), stop.store(1));
        }
    },
    ZERO_SLEEP {
        @Override
        Loop loop() {
            AtomicInt stop = new AtomicInt();
            return new Loop(forWhile(stop.load().map(n -> n == 0), sleep(Duration.ZERO)), stop.store(1));
        }
    },
    SHORT_SLEEP {
        @Override
        Loop loop() {
            AtomicInt stop = new AtomicInt();
            return new Loop(forWhile(stop.load().map(n -> n == 0), sleep(Duration.ofNanos(50))), stop.store(1));
        }
    },
    SHORT_TICKER {
        @Override
        Loop loop() {
            Channel<Unit> stop = Channel.unbuffered();
            return new Loop(
                    Ticker.start(Duration.ofNanos(50))
                            .flatMap(t -> polling(stop, t).then(t.stop())),
                    stop.close());
        }

        private Go<Unit> polling(Channel<Unit> stop, Ticker t) {
            return forever(b -> select(onReceive(stop, v -> b.exit()), onReceive(t.channel(), v -> unit())));
        }
    },
    TIMER_IN_A_SELECT {
        @Override
        Loop loop() {
            Channel<Unit> stop = Channel.unbuffered();
            return new Loop(
                    forever(b -> Time.after(Duration.ofNanos(70))
                            .flatMap(tick -> select(onReceive(tick, v -> unit()), onReceive(stop, v -> b.exit())))),
                    stop.close());
        }
    },
    BROADCAST {
        @Override
        Loop loop() {
            Mutex m = new Mutex();
            Cond changed = new Cond(m);
            boolean[] stopped = {false};
            return new Loop(
                    go(m.withLock(forWhile(() -> !stopped[0], changed.await()))),
                    forWhile(m.withLock(changed.broadcast().then(call(() -> !stopped[0]))), unit()),
                    m.withLock(Go.run(() -> stopped[0] = true).then(changed.broadcast())));
        }
    },
    TWO_WHO_KEEP_EACH_OTHER_BUSY {
        @Override
        Loop loop() {
            Channel<Integer> ping = Channel.unbuffered();
            AtomicInt stop = new AtomicInt();
            return new Loop(
                    go(forWhile(ping.receiveOption().map(v -> v.isDefined()), unit())),
                    forWhile(stop.load().map(n -> n == 0), ping.send(1)).then(ping.close()),
                    stop.store(1));
        }
    },
    A_CHAIN_OF_STARTS {
        @Override
        Loop loop() {
            AtomicInt stop = new AtomicInt();
            Channel<Unit> over = Channel.unbuffered();
            return new Loop(go(link(stop, over)).then(over.receive()).then(unit()), stop.store(1));
        }

        private Go<Unit> link(AtomicInt stop, Channel<Unit> over) {
            return stop.load().flatMap(n -> n != 0 ? over.close() : go(suspend(() -> link(stop, over))));
        }
    },
    SELECT_OF_TWO_READY_ONES {
        @Override
        Loop loop() {
            Channel<Integer> full = Channel.buffered(1);
            Channel<Unit> stop = Channel.unbuffered();
            return new Loop(
                    full.send(1),
                    forever(b -> select(onReceive(full, v -> full.send(v)), onReceive(stop, v -> b.exit()))),
                    stop.close());
        }
    };

    /** What is done before both, what runs in place, and what ends that. */
    record Loop(Go<?> first, Go<?> spin, Go<?> stop) {
        Loop(Go<?> spin, Go<?> stop) {
            this(unit(), spin, stop);
        }
    }

    abstract Loop loop();

    private static Go<Unit> polls(Channel<Unit> stop, Go<Unit> work) {
        return forever(b -> select(onReceive(stop, v -> b.exit()), onDefault(work)));
    }

    /** Main stops another goroutine after {@code steps} steps. */
    Go<?> stoppedByMain(int steps) {
        Loop l = loop();
        Channel<Unit> over = Channel.unbuffered();
        return sequence(l.first, go("spinner", l.spin.then(over.close())), steps(steps), l.stop, over.receive());
    }

    /** Another goroutine stops main after {@code steps} steps. */
    Go<?> mainIsStopped(int steps) {
        Loop l = loop();
        return sequence(l.first, go("stopper", steps(steps).then(l.stop)), l.spin);
    }

    /** Nobody stops it. */
    Go<?> endless() {
        Loop l = loop();
        return sequence(l.first, l.spin);
    }

    static Go<Unit> steps(int n) {
        AtomicInt counter = new AtomicInt();
        return Go.forRange(0, n, i -> counter.add(1));
    }

    static List<Supplier<Go<?>>> endingOnes(int steps) {
        List<Supplier<Go<?>>> all = new ArrayList<>();
        for (Spinners s : values()) {
            all.add(() -> s.stoppedByMain(steps));
            all.add(() -> s.mainIsStopped(steps));
        }
        return all;
    }
}
