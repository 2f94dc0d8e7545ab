package io.gondola.benchmarks;

import static io.gondola.benchmarks.VirtualThreads.start;

import io.vavr.CheckedRunnable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The workloads on virtual threads and {@code java.util.concurrent}. Its main program, too, runs in a virtual thread.
 *
 * <p>Queues have no close: who receives counts, or waits for {@link #END}. There is no select; what one writes there is
 * a queue that all producers share, which does less, since it looks at one place only.
 */
final class VirtualThreadPrograms implements Programs {
    private static final int CAPACITY = 128;
    private static final int PARTIES = 4;
    private static final int LOCKERS = 8;
    private static final int RING = 1_000;
    private static final int FAN_OUT = 10;
    private static final Integer END = -1;

    @Override
    public long execute(Workload workload, int n) throws InterruptedException {
        Sum result = new Sum();
        VirtualThreads.run(() -> result.add(main(workload, n)));
        return result.value();
    }

    @Override
    public Object park(int n, Runnable begun) {
        SynchronousQueue<Integer> gate = new SynchronousQueue<>();
        CheckedRunnable body = () -> {
            begun.run();
            gate.take();
        };
        for (int i = 0; i < n; i++) {
            start(body.unchecked());
        }
        return gate;
    }

    @Override
    public String version() {
        return "JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        // each run waits for its threads
    }

    private static long main(Workload workload, int n) throws Exception {
        return switch (workload) {
            case PINGPONG -> pingPong(n);
            case UNBUFFERED -> oneToOne(n, new SynchronousQueue<>());
            case BUFFERED -> oneToOne(n, new ArrayBlockingQueue<>(CAPACITY));
            case BUFFERED_MPMC -> mpmc(n);
            case SPAWN -> spawn(n);
            case SKYNET -> skynet(n);
            case THREADRING -> threadRing(n);
            case SIEVE -> sieve(n);
            case SELECT_FANIN -> fanIn(n);
            case MUTEX -> mutex(n);
            case SLEEPERS -> sleepers(n);
            case YIELD -> yields(n);
            case TCP_ECHO -> BlockingEcho.run(n);
            case TCP_ACCEPT -> BlockingSockets.accept(n);
            case TCP_IDLE -> BlockingSockets.idle(n);
            case TCP_TRANSFER -> BlockingSockets.transfer(n);
            default -> throw new IllegalArgumentException("no program for " + workload.label());
        };
    }

    private static long pingPong(int n) throws InterruptedException {
        SynchronousQueue<Integer> pings = new SynchronousQueue<>();
        SynchronousQueue<Integer> pongs = new SynchronousQueue<>();
        SynchronousQueue<Long> sums = new SynchronousQueue<>();
        launch(() -> {
            long sum = 0;
            for (Integer v = pings.take(); !v.equals(END); v = pings.take()) {
                sum += v;
                pongs.put(v);
            }
            sums.put(sum);
        });
        for (int i = 0; i < n; i++) {
            pings.put(i);
            pongs.take();
        }
        pings.put(END);
        return sums.take();
    }

    private static long oneToOne(int n, BlockingQueue<Integer> queue) throws InterruptedException {
        launch(() -> produce(0, n, queue));
        return consume(n, queue);
    }

    private static long mpmc(int n) throws InterruptedException {
        ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(CAPACITY);
        ArrayBlockingQueue<Long> sums = new ArrayBlockingQueue<>(PARTIES);
        int each = n / PARTIES;
        for (int p = 0; p < PARTIES; p++) {
            int lo = p * each;
            launch(() -> produce(lo, lo + each, queue));
        }
        for (int p = 0; p < PARTIES; p++) {
            launch(() -> sums.put(consume(each, queue)));
        }
        return total(sums, PARTIES);
    }

    private static long spawn(int n) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(n);
        AtomicLong count = new AtomicLong();
        for (int i = 0; i < n; i++) {
            start(() -> {
                count.incrementAndGet();
                ended.countDown();
            });
        }
        ended.await();
        return count.get();
    }

    private static long skynet(int leaves) throws InterruptedException {
        SynchronousQueue<Long> root = new SynchronousQueue<>();
        launch(() -> skynet(root, 0, leaves));
        return root.take();
    }

    private static void skynet(BlockingQueue<Long> out, long number, int leaves) throws InterruptedException {
        if (leaves == 1) {
            out.put(number);
            return;
        }
        SynchronousQueue<Long> children = new SynchronousQueue<>();
        int each = leaves / FAN_OUT;
        for (int i = 0; i < FAN_OUT; i++) {
            long first = number + (long) i * each;
            launch(() -> skynet(children, first, each));
        }
        out.put(total(children, FAN_OUT));
    }

    private static long threadRing(int n) throws InterruptedException {
        int laps = n / RING;
        SynchronousQueue<Integer> first = new SynchronousQueue<>();
        SynchronousQueue<Integer> in = first;
        for (int i = 1; i < RING; i++) {
            SynchronousQueue<Integer> from = in;
            SynchronousQueue<Integer> to = new SynchronousQueue<>();
            launch(() -> {
                for (int lap = 0; lap < laps; lap++) {
                    to.put(from.take() + 1);
                }
            });
            in = to;
        }
        int v = 0;
        for (int lap = 0; lap < laps; lap++) {
            first.put(v + 1);
            v = in.take();
        }
        return v;
    }

    private static long sieve(int limit) throws InterruptedException {
        SynchronousQueue<Integer> numbers = new SynchronousQueue<>();
        SynchronousQueue<Integer> all = numbers;
        launch(() -> {
            produce(2, limit + 1, all);
            all.put(END);
        });
        long sum = 0;
        for (Integer prime = numbers.take(); !prime.equals(END); prime = numbers.take()) {
            sum += prime;
            int divisor = prime;
            SynchronousQueue<Integer> in = numbers;
            SynchronousQueue<Integer> rest = new SynchronousQueue<>();
            launch(() -> filter(divisor, in, rest));
            numbers = rest;
        }
        return sum;
    }

    private static void filter(int prime, BlockingQueue<Integer> in, BlockingQueue<Integer> out)
            throws InterruptedException {
        for (Integer v = in.take(); !v.equals(END); v = in.take()) {
            if (v % prime != 0) {
                out.put(v);
            }
        }
        out.put(END);
    }

    private static long fanIn(int n) throws InterruptedException {
        SynchronousQueue<Integer> queue = new SynchronousQueue<>();
        int each = n / PARTIES;
        for (int p = 0; p < PARTIES; p++) {
            int lo = p * each;
            launch(() -> produce(lo, lo + each, queue));
        }
        return consume(n, queue);
    }

    private static long mutex(int n) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch ended = new CountDownLatch(LOCKERS);
        Sum count = new Sum();
        for (int g = 0; g < LOCKERS; g++) {
            start(() -> {
                for (int i = 0; i < n / LOCKERS; i++) {
                    lock.lock();
                    try {
                        count.add(1);
                    } finally {
                        lock.unlock();
                    }
                }
                ended.countDown();
            });
        }
        ended.await();
        return count.value();
    }

    private static long sleepers(int n) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(n);
        AtomicLong woken = new AtomicLong();
        CheckedRunnable sleeper = () -> {
            Thread.sleep(1_000);
            woken.incrementAndGet();
            ended.countDown();
        };
        for (int i = 0; i < n; i++) {
            launch(sleeper);
        }
        ended.await();
        return woken.get();
    }

    @SuppressWarnings("ThreadPriorityCheck") // it is what is measured
    private static long yields(int n) throws InterruptedException {
        SynchronousQueue<Long> counts = new SynchronousQueue<>();
        for (int g = 0; g < 2; g++) {
            launch(() -> {
                long count = 0;
                for (int i = 0; i < n / 2; i++) {
                    count++;
                    Thread.yield();
                }
                counts.put(count);
            });
        }
        return total(counts, 2);
    }

    private static void produce(int from, int to, BlockingQueue<Integer> queue) throws InterruptedException {
        for (int i = from; i < to; i++) {
            queue.put(i);
        }
    }

    private static long consume(int n, BlockingQueue<Integer> queue) throws InterruptedException {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += queue.take();
        }
        return sum;
    }

    private static long total(BlockingQueue<Long> sums, int n) throws InterruptedException {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += sums.take();
        }
        return sum;
    }

    private static void launch(CheckedRunnable body) {
        start(body.unchecked());
    }
}
