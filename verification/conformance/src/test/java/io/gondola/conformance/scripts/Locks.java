package io.gondola.conformance.scripts;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.RWMutex;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Who holds locks, after each operation. */
final class Locks implements Interpreter {
    private final Go<Unit> settled;
    private final Journal.Line main;
    private final RWMutex rw = new RWMutex();
    private final Mutex mutex = new Mutex();
    private final List<Once> once = List.of(new Once(), new Once());
    private final SortedMap<String, Channel<Unit>> holders = new ConcurrentSkipListMap<>();

    Locks(Journal journal, Journal.Line main) {
        this.settled = journal.settled();
        this.main = main;
    }

    @Override
    public Go<?> end() {
        return forWhile(() -> !holders.isEmpty(), suspend(() -> lets(0)).then(settled));
    }

    private Go<Channel<Unit>> holds(String name) {
        return Go.call(() -> {
            Channel<Unit> release = Channel.unbuffered();
            holders.put(name, release);
            return release;
        });
    }

    private Go<?> lets(int n) {
        if (holders.isEmpty()) {
            return unit();
        }
        String name = List.copyOf(holders.keySet()).get(n % holders.size());
        return holders.remove(name).close();
    }

    /** A goroutine that locks, holds the lock until it is told, and unlocks. */
    private Go<?> locker(String name, Go<Unit> lock, Go<Unit> unlock) {
        return go(lock.then(holds(name)).flatMap(Channel::receive).then(unlock));
    }

    private Go<?> tried(String name, Go<Boolean> lock, Go<Unit> unlock) {
        return lock.flatMap(ok ->
                (ok ? locker(name, unit(), unlock) : pure(null)).then(settled).then(main.add("" + ok)));
    }

    @Override
    public Go<?> perform(Operation op) {
        String name = String.format(Locale.ROOT, "%c%02d", op.letter(), op.index());
        Go<?> operation = switch (op.letter()) {
            case 'w' -> locker(name, rw.lock(), rw.unlock());
            case 'r' -> locker(name, rw.rLock(), rw.rUnlock());
            case 'm' -> locker(name, mutex.lock(), mutex.unlock());
            case 'W' -> tried(name, rw.tryLock(), rw.unlock());
            case 'R' -> tried(name, rw.tryRLock(), rw.rUnlock());
            case 'M' -> tried(name, mutex.tryLock(), mutex.unlock());
            case 'o' ->
                go(once.get(op.arg(0))
                        .doOnce(holds(name).flatMap(Channel::receive))
                        .then(holds(name + "done")));
            case 'u' -> lets(op.arg(0));
            default -> throw new IllegalArgumentException(op.toString());
        };
        return operation.then(settled).then(suspend(() -> main.add("[" + String.join(" ", holders.keySet()) + "]")));
    }
}
