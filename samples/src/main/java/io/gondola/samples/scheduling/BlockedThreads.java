package io.gondola.samples.scheduling;

import io.vavr.collection.List;
import java.util.concurrent.CountDownLatch;

/** Threads that do nothing but wait, to compare goroutines with. */
final class BlockedThreads {
    private BlockedThreads() {}

    /** Physical memory per waiting thread, or "unknown". */
    static String bytesEach(int n) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(n);
        CountDownLatch gate = new CountDownLatch(1);
        var before = Memory.resident();
        List<Thread> threads = List.range(0, n).map(i -> waiter(begun, gate));
        threads.forEach(Thread::start);
        begun.await();
        var after = Memory.resident();
        gate.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return after.flatMap(a -> before.map(b -> String.valueOf((a - b) / n))).getOrElse("unknown");
    }

    private static Thread waiter(CountDownLatch begun, CountDownLatch gate) {
        Thread thread = new Thread(
                () -> {
                    begun.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "waiter");
        thread.setDaemon(true);
        return thread;
    }
}
