package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.List;

class RWMutexTest {
    private final RWMutex rw = new RWMutex();

    @OnAllRuntimes
    void readersShareIt(TestRuntime t) {
        t.run(rw.rLock().then(rw.rLock()).then(rw.rUnlock()).then(rw.rUnlock()).then(rw.lock()));
    }

    @OnAllRuntimes
    void writersExcludeEachOtherAndReaders(TestRuntime t) {
        int[] count = {0};
        AtomicInt readers = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<Unit> write = rw.withLock(Go.call(() -> count[0])
                .flatMap(n ->
                        gosched().then(readers.load()).flatMap(r -> Go.run(() -> count[0] = r == 0 ? n + 1 : -1))));
        Go<?> read = rw.withRLock(readers.add(1).then(gosched()).then(readers.add(-1)));

        t.run(forRange(0, 4, i -> wg.go(write.repeat(20)).then(wg.go(read.repeat(20))))
                .then(wg.await()));

        assertThat(count[0]).isEqualTo(80);
    }

    @OnAllRuntimes
    void aWaitingWriterKeepsNewReadersOut(TestRuntime t) {
        boolean entered = t.run(rt -> rw.rLock()
                .then(go(rw.lock()))
                .then(waiting(rt, 1, "sync.RWMutex.Lock"))
                .then(rw.tryRLock()));

        assertThat(entered).isFalse();
    }

    @OnAllRuntimes
    void aSecondReadLockDeadlocksBehindAWaitingWriter(TestRuntime t) {
        String report = t.deadlock(rt -> rw.rLock()
                .then(go(rw.withLock(Go.unit())))
                .then(waiting(rt, 1, "sync.RWMutex.Lock"))
                .then(rw.rLock()));

        assertThat(report).contains("goroutine 1 [sync.RWMutex.RLock]:", "[sync.RWMutex.Lock]:", "on=rwmutex");
    }

    @OnAllRuntimes
    void aSecondWriterWaitsForTheMutexOfTheWriters(TestRuntime t) {
        assertThat(t.deadlock(rw.lock().then(rw.lock()))).contains("goroutine 1 [sync.Mutex.Lock]:", "on=rwmutex");
    }

    @OnAllRuntimes
    void unlockLetsAllWaitingReadersInBeforeTheNextWriter(TestRuntime t) {
        Log log = new Log();
        WaitGroup wg = new WaitGroup();
        Go<Unit> write = rw.withLock(log.add("W"));

        t.run(rt -> rw.lock()
                .then(forRange(0, 3, i -> wg.go(rw.withRLock(log.add("r")))))
                .then(waiting(rt, 3, "sync.RWMutex.RLock"))
                .then(wg.go(write))
                .then(waiting(rt, 1, "sync.Mutex.Lock"))
                .then(forRange(0, 2, i -> wg.go(rw.withRLock(log.add("r")))))
                .then(waiting(rt, 5, "sync.RWMutex.RLock"))
                .then(rw.unlock())
                .then(wg.await()));

        assertThat(log.entries()).isEqualTo(List.of("r", "r", "r", "r", "r", "W"));
    }

    @OnAllRuntimes
    void theLastReaderLetsTheWriterIn(TestRuntime t) {
        Log log = new Log();
        WaitGroup wg = new WaitGroup();

        t.run(rt -> rw.rLock()
                .then(rw.rLock())
                .then(wg.go(rw.withLock(log.add("W"))))
                .then(waiting(rt, 1, "sync.RWMutex.Lock"))
                .then(rw.rUnlock())
                .then(log.add("one left"))
                .then(rw.rUnlock())
                .then(wg.await()));

        assertThat(log.entries()).isEqualTo(List.of("one left", "W"));
    }

    @OnAllRuntimes
    void misuseIsFatal(TestRuntime t) {
        assertThat(t.fatal(new RWMutex().unlock())).hasMessageStartingWith("sync: Unlock of unlocked RWMutex\n");
        assertThat(t.fatal(new RWMutex().rUnlock())).hasMessageStartingWith("sync: RUnlock of unlocked RWMutex\n");
        RWMutex read = new RWMutex().named("cache");
        assertThat(t.fatal(read.rLock().then(read.unlock())))
                .hasMessageStartingWith("sync: Unlock of unlocked RWMutex: mutex=cache\n");
        RWMutex written = new RWMutex();
        assertThat(t.fatal(written.lock().then(written.rUnlock())))
                .hasMessageStartingWith("sync: RUnlock of unlocked RWMutex\n");
    }

    @OnAllRuntimes
    void tryLockNeedsNobodyElse(TestRuntime t) {
        assertThat(t.run(rw.tryLock())).isTrue();
        assertThat(t.run(rw.tryLock())).isFalse();
        assertThat(t.run(rw.tryRLock())).isFalse();
        assertThat(t.run(rw.unlock().then(rw.tryRLock()))).isTrue();
        assertThat(t.run(rw.tryLock())).isFalse();
        assertThat(t.run(rw.rUnlock().then(rw.tryLock()))).isTrue();
        assertThat(t.run(rw.unlock().then(rw.lock()).then(rw.unlock()).as(true)))
                .isTrue();
    }

    @OnAllRuntimes
    void rLockerLocksForReading(TestRuntime t) {
        Locker reader = rw.rLocker();

        assertThat(t.run(reader.lock().then(rw.tryRLock()))).isTrue();
        assertThat(t.run(rw.tryLock())).isFalse();
        assertThat(t.run(reader.unlock().then(reader.unlock()).then(rw.tryLock())))
                .isTrue();
    }
}
