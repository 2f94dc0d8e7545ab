package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.vavr.CheckedFunction1;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The workloads on Gondola, as a user would write them. An element is a boxed {@code Integer}, made by its sender each
 * time.
 */
final class GoroutinePrograms implements Programs {
    private static final int CAPACITY = 128;
    private static final int PARTIES = 4;
    private static final int LOCKERS = 8;
    private static final int RING = 1_000;
    private static final int FAN_OUT = 10;

    private final GoRuntime runtime;

    GoroutinePrograms(int procs) {
        this(GoRuntime.builder().maxProcs(procs).build());
    }

    /** With a runtime of the caller's, which {@link #close} closes. */
    GoroutinePrograms(GoRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public long execute(Workload workload, int n) {
        return runtime.run(program(workload, n));
    }

    @Override
    public List<String> shapes(Workload workload) {
        return Shapes.of(workload).map(Shape::name);
    }

    @Override
    public long execute(Workload workload, String shape, int n) {
        return runtime.run(Shapes.named(workload, shape)
                .getOrElseThrow(() -> new IllegalArgumentException(workload.label() + " has no shape " + shape))
                .program()
                .apply(n));
    }

    @Override
    public Object park(int n, Runnable begun) {
        Channel<Integer> gate = Channel.unbuffered();
        return List.of(
                gate,
                runtime.attach(), // somebody might still send: no deadlock, whose report would name them all
                runtime.start(go(run(begun::run).then(gate.receive())).repeat(n).then(never())));
    }

    @Override
    public String version() {
        return "gondola on JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        runtime.close();
    }

    /** What a workload runs: yields {@link Workload#expected}. */
    static Go<Long> program(Workload workload, int n) {
        return switch (workload) {
            case PINGPONG -> pingPong(n);
            case UNBUFFERED -> oneToOne(n, Channel.unbuffered());
            case BUFFERED -> oneToOne(n, Channel.buffered(CAPACITY));
            case BUFFERED_MPMC -> mpmc(n);
            case SPAWN -> spawn(n);
            case SKYNET -> skynet(n);
            case THREADRING -> threadRing(n);
            case SIEVE -> sieve(n);
            case SELECT_FANIN -> fanIn(n);
            case MUTEX -> mutex(n);
            case SLEEPERS -> sleepers(n);
            case YIELD -> yields(n);
            case TCP_ECHO -> NetworkPrograms.echo(n);
            case TCP_ACCEPT -> NetworkPrograms.accept(n);
            case TCP_IDLE -> NetworkPrograms.idle(n);
            case TCP_TRANSFER -> NetworkPrograms.transfer(n);
            case PARKED -> throw new IllegalArgumentException("parked has no end");
            default -> PipelineShapes.published(workload.row().get(), n);
        };
    }

    private static Go<Long> pingPong(int n) {
        Channel<Integer> pings = Channel.unbuffered();
        Channel<Integer> pongs = Channel.unbuffered();
        Channel<Long> sums = Channel.unbuffered();
        Sum sum = new Sum();
        Go<Unit> echo = pings.range(v -> {
            sum.add(v);
            return pongs.send(v);
        });
        return go(echo.then(suspend(() -> sums.send(sum.value()))))
                .then(forRange(0, n, i -> pings.send(i).then(pongs.receive())))
                .then(pings.close())
                .then(sums.receive());
    }

    private static Go<Long> oneToOne(int n, Channel<Integer> channel) {
        return go(forRange(0, n, i -> channel.send(i)).then(channel.close())).then(sumOf(channel));
    }

    private static Go<Long> mpmc(int n) {
        Channel<Integer> channel = Channel.buffered(CAPACITY);
        Channel<Long> sums = Channel.buffered(PARTIES);
        WaitGroup producers = new WaitGroup();
        int each = n / PARTIES;
        return forRange(0, PARTIES, p -> producers.go(forRange(p * each, (p + 1) * each, i -> channel.send(i))))
                .then(forRange(0, PARTIES, p -> go(sumOf(channel).flatMap(sums::send))))
                .then(producers.await())
                .then(channel.close())
                .then(total(sums, PARTIES));
    }

    private static Go<Long> spawn(int n) {
        WaitGroup ended = new WaitGroup();
        AtomicLong count = new AtomicLong();
        return ended.go(run(count::incrementAndGet))
                .repeat(n)
                .then(ended.await())
                .then(call(count::get));
    }

    private static Go<Long> skynet(int leaves) {
        Channel<Long> root = Channel.unbuffered();
        return go(skynet(root, 0, leaves)).then(root.receive());
    }

    private static Go<Unit> skynet(SendChannel<Long> out, long number, int leaves) {
        if (leaves == 1) {
            return out.send(number);
        }
        Channel<Long> children = Channel.unbuffered();
        int each = leaves / FAN_OUT;
        return forRange(0, FAN_OUT, i -> go(suspend(() -> skynet(children, number + (long) i * each, each))))
                .then(total(children, FAN_OUT))
                .flatMap(out::send);
    }

    private static Go<Long> threadRing(int n) {
        int laps = n / RING;
        List<Channel<Integer>> ring = List.fill(RING, () -> Channel.unbuffered());
        Channel<Integer> first = ring.head();
        Channel<Integer> last = ring.last();
        return forEach(ring.zip(ring.tail()), pair -> go(member(pair._1, pair._2, laps)))
                .then(loop(0, v -> lap(v, n, first, last)));
    }

    private static Go<Unit> member(ReceiveChannel<Integer> from, SendChannel<Integer> to, int laps) {
        return from.receive().flatMap(v -> to.send(v + 1)).repeat(laps);
    }

    private static Go<Loop<Integer, Long>> lap(
            int v, int end, SendChannel<Integer> first, ReceiveChannel<Integer> last) {
        return v == end
                ? pure(Loop.done((long) v))
                : first.send(v + 1).then(last.receive()).map(Loop::next);
    }

    private static Go<Long> sieve(int limit) {
        Channel<Integer> numbers = Channel.unbuffered();
        Sum sum = new Sum();
        return go(forRange(2, limit + 1, i -> numbers.send(i)).then(numbers.close()))
                .then(loop(numbers, in -> in.receiveOption().flatMap(first -> primeOf(first, in, sum))));
    }

    private static Go<Loop<Channel<Integer>, Long>> primeOf(Option<Integer> first, Channel<Integer> in, Sum sum) {
        if (first.isEmpty()) {
            return pure(Loop.done(sum.value()));
        }
        sum.add(first.get());
        Channel<Integer> rest = Channel.unbuffered();
        return go(filter(first.get(), in, rest)).as(Loop.next(rest));
    }

    private static Go<Unit> filter(int prime, ReceiveChannel<Integer> in, SendChannel<Integer> out) {
        return in.range(v -> v % prime == 0 ? unit() : out.send(v)).then(out.close());
    }

    private static Go<Long> fanIn(int n) {
        List<Channel<Integer>> channels = List.fill(PARTIES, () -> Channel.unbuffered());
        int each = n / PARTIES;
        Sum sum = new Sum();
        CheckedFunction1<Integer, Go<Unit>> add = v -> {
            sum.add(v);
            return unit();
        };
        return forEach(channels.zipWithIndex(), c -> go(forRange(c._2 * each, (c._2 + 1) * each, i -> c._1.send(i))))
                .then(select(channels.map(c -> onReceive(c, add))).repeat(n))
                .then(call(sum::value));
    }

    private static Go<Long> mutex(int n) {
        Mutex lock = new Mutex();
        WaitGroup ended = new WaitGroup();
        Sum count = new Sum();
        Go<Unit> section = lock.lock().then(run(() -> count.add(1))).then(lock.unlock());
        return forRange(0, LOCKERS, g -> ended.go(section.repeat(n / LOCKERS)))
                .then(ended.await())
                .then(call(count::value));
    }

    private static Go<Long> sleepers(int n) {
        WaitGroup ended = new WaitGroup();
        AtomicLong woken = new AtomicLong();
        return ended.go(sleep(Duration.ofSeconds(1)).then(run(woken::incrementAndGet)))
                .repeat(n)
                .then(ended.await())
                .then(call(woken::get));
    }

    private static Go<Long> yields(int n) {
        Channel<Long> counts = Channel.unbuffered();
        return forRange(0, 2, g -> go(yielding(n / 2, counts))).then(total(counts, 2));
    }

    private static Go<Unit> yielding(int n, SendChannel<Long> counts) {
        Sum yields = new Sum();
        return forRange(0, n, i -> {
                    yields.add(1);
                    return gosched();
                })
                .then(suspend(() -> counts.send(yields.value())));
    }

    private static Go<Long> sumOf(ReceiveChannel<Integer> channel) {
        return suspend(() -> {
            Sum sum = new Sum();
            return channel.range(v -> {
                        sum.add(v);
                        return unit();
                    })
                    .then(call(sum::value));
        });
    }

    /** The sum of the next {@code n} elements. */
    private static Go<Long> total(ReceiveChannel<Long> sums, int n) {
        return suspend(() -> {
            Sum sum = new Sum();
            return sums.receive().peek(sum::add).repeat(n).then(call(sum::value));
        });
    }
}
