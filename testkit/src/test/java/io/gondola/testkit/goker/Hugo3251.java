package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import java.time.Duration;

/** AB-BA: who waits for the lock of a URL holds the lock of the map, which the owner of the URL needs to unlock it. */
final class Hugo3251 implements Kernel {
    private final int fetchers;
    private final int rounds;

    Hugo3251() {
        this(2, 2);
    }

    /** The original has 50 fetchers and 10 rounds. */
    Hugo3251(int fetchers, int rounds) {
        this.fetchers = fetchers;
        this.rounds = rounds;
    }

    @Override
    public String id() {
        return "hugo#3251";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE).reports(Kind.DEADLOCK).naming("fetch-0", "fetch-1", "locks", "locks[url]");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup wg = new WaitGroup().named("fetchers");
        Locks locks = new Locks(fixed);
        Go<Unit> fetch = forRange(0, rounds, i -> sequence(locks.lock(), locks.unlock(), sleep(Duration.ofMillis(1))));
        Go<Unit> fetchAll = forRange(0, fetchers, i -> wg.add(1).then(go("fetch-" + i, fetch.defer(wg.done()))));
        return fetchAll.then(wg.await());
    }

    /** A lock for each URL; the program has one URL only. */
    private static final class Locks {
        private final RWMutex mapMu = new RWMutex().named("locks");
        private final Shared<Mutex> entry = Shared.<Mutex>of(null).named("entry");
        private final boolean fixed;

        Locks(boolean fixed) {
            this.fixed = fixed;
        }

        Go<Unit> lock() {
            return fixed ? mapMu.withLock(find()).flatMap(Mutex::lock) : mapMu.withLock(find().flatMap(Mutex::lock));
        }

        Go<Unit> unlock() {
            return mapMu.withRLock(entry.get().flatMap(Mutex::unlock));
        }

        private Go<Mutex> find() {
            return entry.get().flatMap(found -> {
                if (found != null) {
                    return Go.pure(found);
                }
                Mutex made = new Mutex().named("locks[url]");
                return entry.set(made).as(made);
            });
        }
    }
}
