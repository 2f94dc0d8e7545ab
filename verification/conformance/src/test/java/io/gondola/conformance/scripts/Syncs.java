package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.own;
import static io.gondola.conformance.scripts.Script.panicking;
import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.OnceValue;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** WaitGroups, Conds, and what runs once. */
final class Syncs implements Interpreter {
    private static final int WAITS = 4;

    private final Journal journal;
    private final Journal.Line main;
    private final WaitGroup counted = new WaitGroup();
    private final AtomicInteger count = new AtomicInteger();
    private final WaitGroup started = new WaitGroup();
    private final Mutex lock = new Mutex();
    private final Cond cond = new Cond(lock);
    private final List<Once> once = List.of(new Once(), new Once());
    private final List<OnceValue<Integer>> values;
    private int functions;

    Syncs(Journal journal, Journal.Line main) {
        this.journal = journal;
        this.main = main;
        values = List.of(
                new OnceValue<>(main.add("computes 0").as(0)),
                new OnceValue<>(main.add("computes 1").then(panic("no value"))));
    }

    /** Brings the counter to zero, and wakes all, those that wait again, too. */
    @Override
    public Go<?> end() {
        return counted.add(-count.get())
                .then(forRange(0, WAITS, i -> cond.broadcast().then(sleep(Duration.ofSeconds(1)))));
    }

    private Go<String> add(int n) {
        return panicking(counted.add(n).defer(Go.run(() -> count.addAndGet(n))));
    }

    @Override
    public Go<?> perform(Operation op) {
        return switch (op.letter()) {
            case 'A' -> add(op.arg(0)).flatMap(main::add);
            case 'H' -> {
                Journal.Line log = journal.open("h" + op.index());
                yield go(sleep(seconds(op.arg(0)).plus(own(functions++)))
                        .then(add(-1))
                        .flatMap(log::add));
            }
            case 'G' -> {
                Journal.Line log = journal.open("g" + op.index());
                yield started.go(sleep(seconds(op.arg(0))).then(log.add("done")));
            }
            case 'w', 'W' -> {
                Journal.Line log = journal.open("w" + op.index());
                yield go((op.letter() == 'w' ? counted : started).await().then(log.add("waited")));
            }
            case 'C' -> waiter(op);
            case 's' -> forRange(0, op.arg(0), i -> cond.signal());
            case 'b' -> lock.withLock(cond.broadcast());
            case 'o' ->
                panicking(once.get(op.arg(0))
                                .doOnce(main.add("once").then(op.arg(1) == 1 ? panic("failed") : pure(null))))
                        .flatMap(main::add);
            case 'v' ->
                panicking(values.get(op.arg(0)).get().flatMap(v -> main.add("value " + v)))
                        .flatMap(main::add);
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private Go<Unit> waiter(Operation op) {
        Journal.Line log = journal.open("c" + op.index());
        Go<Unit> pause = sleep(own(functions++));
        return go(forRange(
                0,
                op.arg(0),
                i -> suspend(() -> lock.withLock(cond.await().then(log.add("woken"))))
                        .then(pause)));
    }
}
