package io.gondola.benchmarks;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Select;
import com.softwaremill.jox.SelectClause;
import com.softwaremill.jox.Sink;
import com.softwaremill.jox.Source;
import io.vavr.CheckedRunnable;
import java.util.concurrent.CountDownLatch;

/**
 * The workloads on jox, whose channels connect virtual threads. What jox has no means of its own for is left out: it
 * would be the program of {@link VirtualThreadPrograms}.
 */
final class JoxPrograms implements Programs {
    private static final int CAPACITY = 128;
    private static final int PARTIES = 4;
    private static final int RING = 1_000;
    private static final int FAN_OUT = 10;

    @Override
    public long execute(Workload workload, int n) throws InterruptedException {
        Sum result = new Sum();
        VirtualThreads.run(() -> result.add(main(workload, n)));
        return result.value();
    }

    @Override
    public Object park(int n, Runnable begun) {
        Channel<Integer> gate = Channel.newRendezvousChannel();
        CheckedRunnable body = () -> {
            begun.run();
            gate.receive();
        };
        for (int i = 0; i < n; i++) {
            launch(body);
        }
        return gate;
    }

    @Override
    public String version() {
        return "jox on JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        // each run waits for its threads
    }

    private static long main(Workload workload, int n) throws InterruptedException {
        return switch (workload) {
            case PINGPONG -> pingPong(n);
            case UNBUFFERED -> oneToOne(n, Channel.newRendezvousChannel());
            case BUFFERED -> oneToOne(n, Channel.newBufferedChannel(CAPACITY));
            case BUFFERED_MPMC -> mpmc(n);
            case SKYNET -> skynet(n);
            case THREADRING -> threadRing(n);
            case SIEVE -> sieve(n);
            case SELECT_FANIN -> fanIn(n);
            default -> JoxPipelines.main(workload.row().get(), n);
        };
    }

    private static long pingPong(int n) throws InterruptedException {
        Channel<Integer> pings = Channel.newRendezvousChannel();
        Channel<Integer> pongs = Channel.newRendezvousChannel();
        Channel<Long> sums = Channel.newRendezvousChannel();
        launch(() -> {
            long sum = 0;
            while (pings.receiveOrClosed() instanceof Integer v) {
                sum += v;
                pongs.send(v);
            }
            sums.send(sum);
        });
        for (int i = 0; i < n; i++) {
            pings.send(i);
            pongs.receive();
        }
        pings.done();
        return sums.receive();
    }

    private static long oneToOne(int n, Channel<Integer> channel) throws InterruptedException {
        launch(() -> {
            produce(0, n, channel);
            channel.done();
        });
        return sumOf(channel);
    }

    private static long mpmc(int n) throws InterruptedException {
        Channel<Integer> channel = Channel.newBufferedChannel(CAPACITY);
        Channel<Long> sums = Channel.newBufferedChannel(PARTIES);
        CountDownLatch producers = new CountDownLatch(PARTIES);
        int each = n / PARTIES;
        for (int p = 0; p < PARTIES; p++) {
            int lo = p * each;
            launch(() -> {
                produce(lo, lo + each, channel);
                producers.countDown();
            });
        }
        for (int p = 0; p < PARTIES; p++) {
            launch(() -> sums.send(sumOf(channel)));
        }
        producers.await();
        channel.done();
        return total(sums, PARTIES);
    }

    private static long skynet(int leaves) throws InterruptedException {
        Channel<Long> root = Channel.newRendezvousChannel();
        launch(() -> skynet(root, 0, leaves));
        return root.receive();
    }

    private static void skynet(Sink<Long> out, long number, int leaves) throws InterruptedException {
        if (leaves == 1) {
            out.send(number);
            return;
        }
        Channel<Long> children = Channel.newRendezvousChannel();
        int each = leaves / FAN_OUT;
        for (int i = 0; i < FAN_OUT; i++) {
            long first = number + (long) i * each;
            launch(() -> skynet(children, first, each));
        }
        out.send(total(children, FAN_OUT));
    }

    private static long threadRing(int n) throws InterruptedException {
        int laps = n / RING;
        Channel<Integer> first = Channel.newRendezvousChannel();
        Channel<Integer> in = first;
        for (int i = 1; i < RING; i++) {
            Channel<Integer> from = in;
            Channel<Integer> to = Channel.newRendezvousChannel();
            launch(() -> {
                for (int lap = 0; lap < laps; lap++) {
                    to.send(from.receive() + 1);
                }
            });
            in = to;
        }
        int v = 0;
        for (int lap = 0; lap < laps; lap++) {
            first.send(v + 1);
            v = in.receive();
        }
        return v;
    }

    private static long sieve(int limit) throws InterruptedException {
        Channel<Integer> all = Channel.newRendezvousChannel();
        launch(() -> {
            produce(2, limit + 1, all);
            all.done();
        });
        Channel<Integer> numbers = all;
        long sum = 0;
        while (numbers.receiveOrClosed() instanceof Integer prime) {
            sum += prime;
            Channel<Integer> in = numbers;
            Channel<Integer> rest = Channel.newRendezvousChannel();
            launch(() -> filter(prime, in, rest));
            numbers = rest;
        }
        return sum;
    }

    private static void filter(int prime, Source<Integer> in, Sink<Integer> out) throws InterruptedException {
        while (in.receiveOrClosed() instanceof Integer v) {
            if (v % prime != 0) {
                out.send(v);
            }
        }
        out.done();
    }

    private static long fanIn(int n) throws InterruptedException {
        int each = n / PARTIES;
        Channel<Integer> a = producer(0, each);
        Channel<Integer> b = producer(each, 2 * each);
        Channel<Integer> c = producer(2 * each, 3 * each);
        Channel<Integer> d = producer(3 * each, 4 * each);
        SelectClause<Integer> fromA = a.receiveClause();
        SelectClause<Integer> fromB = b.receiveClause();
        SelectClause<Integer> fromC = c.receiveClause();
        SelectClause<Integer> fromD = d.receiveClause();
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Select.select(fromA, fromB, fromC, fromD);
        }
        return sum;
    }

    private static Channel<Integer> producer(int from, int to) {
        Channel<Integer> out = Channel.newRendezvousChannel();
        launch(() -> produce(from, to, out));
        return out;
    }

    private static void produce(int from, int to, Sink<Integer> out) throws InterruptedException {
        for (int i = from; i < to; i++) {
            out.send(i);
        }
    }

    private static long sumOf(Source<Integer> channel) throws InterruptedException {
        long sum = 0;
        while (channel.receiveOrClosed() instanceof Integer v) {
            sum += v;
        }
        return sum;
    }

    private static long total(Source<Long> sums, int n) throws InterruptedException {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += sums.receive();
        }
        return sum;
    }

    private static void launch(CheckedRunnable body) {
        VirtualThreads.start(body.unchecked());
    }
}
