package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpinLockTest {
    private static final class Counter extends SpinLock {
        private int value;
    }

    private final Counter counter = new Counter();

    @Test
    void aFreeLockCanBeTaken() {
        assertThat(counter.tryLock()).isTrue();
        counter.unlock();
        counter.lock();
        counter.unlock();
    }

    @Test
    void aHeldLockIsNotTaken() {
        counter.lock();

        assertThat(counter.tryLock()).isFalse();
    }

    @Test
    void anotherThreadMayUnlock() throws InterruptedException {
        counter.lock();

        Thread t = new Thread(counter::unlock);
        t.start();
        t.join();

        assertThat(counter.tryLock()).isTrue();
    }

    @Test
    void oneThreadAtATimeHoldsTheLock() throws InterruptedException {
        int each = 50_000;
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    counter.lock();
                    counter.value++;
                    counter.unlock();
                }
            }));
        }

        threads.forEach(Thread::start);
        for (Thread t : threads) {
            t.join();
        }

        assertThat(counter.value).isEqualTo(3 * each);
    }

    /** Hunts: a waiter that has begun to sleep because the holder lost its core, and is not woken. */
    @Test
    void aWaiterThatSleepsGetsTheLockInTheEnd() throws InterruptedException {
        counter.lock();
        Thread waiter = new Thread(() -> {
            counter.lock();
            counter.value = 1;
            counter.unlock();
        });
        waiter.start();
        Await.until("waiter sleeps", () -> waiter.getState() == Thread.State.TIMED_WAITING);

        counter.unlock();
        waiter.join();

        assertThat(counter.value).isEqualTo(1);
    }
}
