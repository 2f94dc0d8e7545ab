package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.util.function.Function;

/** The workloads on channels as other hands write them: loops, breaks, named methods and lambdas that build. */
final class ChannelShapes {
    private static final int CAPACITY = 128;
    private static final int PARTIES = 4;
    private static final int RING = 1_000;

    private ChannelShapes() {}

    static List<Shape> pingPong() {
        return List.of(
                new Shape("forever, breakable", n -> pingPong(n, ChannelShapes::echoForever)),
                new Shape("receive in forRange", n -> pingPong(n, players -> forRange(0, n, i -> echo(players)))),
                new Shape("loop with state", ChannelShapes::pingPongByLoop));
    }

    /** The two channels, and what the echo has summed up. */
    private record Players(Channel<Integer> pings, Channel<Integer> pongs, Sum sum) {}

    private static Go<Long> pingPong(int n, Function<Players, Go<Unit>> echo) {
        Players players = new Players(Channel.unbuffered(), Channel.unbuffered(), new Sum());
        Channel<Unit> done = Channel.unbuffered();
        return go(echo.apply(players).then(done.send(Unit.UNIT)))
                .then(forRange(0, n, i -> round(players, i)))
                .then(players.pings().close())
                .then(done.receive())
                .then(call(() -> players.sum().value()));
    }

    private static Go<Integer> round(Players players, int i) {
        return players.pings().send(i).then(players.pongs().receive());
    }

    private static Go<Unit> echo(Players players) {
        return players.pings().receive().flatMap(v -> {
            players.sum().add(v);
            return players.pongs().send(v);
        });
    }

    private static Go<Unit> echoForever(Players players) {
        return breakable(b -> forever(players.pings().receiveOption().flatMap(ping -> {
            if (ping.isEmpty()) {
                return b.exit(Unit.UNIT);
            }
            players.sum().add(ping.get());
            return players.pongs().send(ping.get());
        })));
    }

    private static Go<Long> pingPongByLoop(int n) {
        Channel<Integer> pings = Channel.unbuffered();
        Channel<Integer> pongs = Channel.unbuffered();
        return go(loop(
                        0,
                        i -> i == n
                                ? pure(Loop.<Integer, Unit>done(Unit.UNIT))
                                : pings.receive().flatMap(v -> pongs.send(v)).as(Loop.next(i + 1))))
                .then(loop(
                        new long[] {0, 0},
                        s -> s[0] == n
                                ? pure(Loop.done(s[1]))
                                : pings.send((int) s[0])
                                        .then(pongs.receive())
                                        .map(v -> Loop.next(new long[] {s[0] + 1, s[1] + v}))));
    }

    static List<Shape> unbuffered() {
        return oneToOne(() -> Channel.unbuffered());
    }

    static List<Shape> buffered() {
        return oneToOne(() -> Channel.buffered(CAPACITY));
    }

    private interface Channels {
        Channel<Integer> make();
    }

    private static List<Shape> oneToOne(Channels channels) {
        return List.of(
                new Shape("receive in forRange", n -> oneToOne(n, channels.make(), c -> receiveInForRange(n, c))),
                new Shape("forever, breakable", n -> oneToOne(n, channels.make(), ChannelShapes::receiveForever)),
                new Shape("loop with state", n -> oneToOne(n, channels.make(), ChannelShapes::receiveByLoop)));
    }

    private static Go<Long> oneToOne(int n, Channel<Integer> channel, Function<ReceiveChannel<Integer>, Go<Long>> sum) {
        return go(produce(0, n, channel).then(channel.close())).then(sum.apply(channel));
    }

    private static Go<Unit> produce(int from, int to, SendChannel<Integer> out) {
        return forRange(from, to, out::send);
    }

    private static Go<Long> receiveInForRange(int n, ReceiveChannel<Integer> in) {
        return suspend(() -> {
            Sum sum = new Sum();
            return forRange(0, n, i -> in.receive().peek(v -> sum.add(v))).then(call(sum::value));
        });
    }

    private static Go<Long> receiveForever(ReceiveChannel<Integer> in) {
        return suspend(() -> {
            Sum sum = new Sum();
            return breakable(b -> forever(in.receiveOption().flatMap(v -> {
                if (v.isEmpty()) {
                    return b.exit(sum.value());
                }
                sum.add(v.get());
                return unit();
            })));
        });
    }

    private static Go<Long> receiveByLoop(ReceiveChannel<Integer> in) {
        return loop(
                0L,
                sum -> in.receiveOption()
                        .map(v -> v.isEmpty() ? Loop.<Long, Long>done(sum) : Loop.<Long, Long>next(sum + v.get())));
    }

    static List<Shape> mpmc() {
        return List.of(
                new Shape("receive in forRange", n -> mpmc(n, in -> receiveInForRange(n / PARTIES, in))),
                new Shape("forever, breakable", n -> mpmc(n, ChannelShapes::receiveForever)),
                new Shape("loop with state", n -> mpmc(n, ChannelShapes::receiveByLoop)));
    }

    private static Go<Long> mpmc(int n, Function<ReceiveChannel<Integer>, Go<Long>> consumer) {
        Channel<Integer> channel = Channel.buffered(CAPACITY);
        Channel<Long> sums = Channel.buffered(PARTIES);
        int each = n / PARTIES;
        WaitGroup producers = new WaitGroup();
        WaitGroup consumers = new WaitGroup();
        Sum total = new Sum();
        return forRange(0, PARTIES, p -> producers.go(produce(p * each, (p + 1) * each, channel)))
                .then(forRange(
                        0, PARTIES, p -> consumers.go(consumer.apply(channel).flatMap(sums::send))))
                .then(producers.await())
                .then(channel.close())
                .then(consumers.await())
                .then(sums.close())
                .then(sums.range(v -> run(() -> total.add(v))))
                .then(call(total::value));
    }

    static List<Shape> threadRing() {
        return List.of(
                new Shape(
                        "forRange with flatMap",
                        n -> threadRing(
                                n,
                                (in, out, laps) ->
                                        forRange(0, laps, i -> in.receive().flatMap(v -> out.send(v + 1))))),
                new Shape("range", n -> threadRing(n, (in, out, laps) -> in.range(v -> out.send(v + 1)))),
                new Shape(
                        "forever",
                        n -> threadRing(
                                n, (in, out, laps) -> forever(in.receive().flatMap(v -> out.send(v + 1))))));
    }

    private interface Member {
        Go<Unit> of(ReceiveChannel<Integer> in, SendChannel<Integer> out, int laps);
    }

    private static Go<Long> threadRing(int n, Member member) {
        List<Channel<Integer>> ring = List.fill(RING, () -> Channel.unbuffered());
        Sum token = new Sum();
        return forRange(0, RING - 1, i -> go(member.of(ring.get(i), ring.get(i + 1), n / RING)))
                .then(forRange(
                        0,
                        n / RING,
                        lap -> ring.head()
                                .send((int) token.value() + 1)
                                .then(ring.last().receive())
                                .peek(v -> token.add(v - token.value()))))
                .then(call(token::value));
    }

    static List<Shape> sieve() {
        return List.of(
                new Shape("forever, breakable", n -> sieve(n, ChannelShapes::filterForever)),
                new Shape("when", n -> sieve(n, ChannelShapes::filterByWhen)),
                new Shape("loop with state", n -> sieve(n, ChannelShapes::filterByLoop)));
    }

    private interface Filter {
        Go<Unit> of(int prime, ReceiveChannel<Integer> in, SendChannel<Integer> out);
    }

    private static Go<Long> sieve(int limit, Filter filter) {
        Channel<Integer> numbers = Channel.unbuffered();
        Sum sum = new Sum();
        return go(produce(2, limit + 1, numbers).then(numbers.close())).then(nextPrime(numbers, sum, filter));
    }

    private static Go<Long> nextPrime(Channel<Integer> in, Sum sum, Filter filter) {
        return in.receiveOption().flatMap(prime -> {
            if (prime.isEmpty()) {
                return pure(sum.value());
            }
            sum.add(prime.get());
            Channel<Integer> rest = Channel.unbuffered();
            return go(filter.of(prime.get(), in, rest)).then(suspend(() -> nextPrime(rest, sum, filter)));
        });
    }

    private static Go<Unit> filterForever(int prime, ReceiveChannel<Integer> in, SendChannel<Integer> out) {
        return breakable(b -> forever(in.receiveOption().flatMap(v -> {
            if (v.isEmpty()) {
                return out.close().then(b.exit(Unit.UNIT));
            }
            return v.get() % prime == 0 ? unit() : out.send(v.get());
        })));
    }

    private static Go<Unit> filterByWhen(int prime, ReceiveChannel<Integer> in, SendChannel<Integer> out) {
        return in.range(v -> when(v % prime != 0, out.send(v), unit())).then(out.close());
    }

    private static Go<Unit> filterByLoop(int prime, ReceiveChannel<Integer> in, SendChannel<Integer> out) {
        return loop(
                        Unit.UNIT,
                        s -> in.receiveOption().flatMap(v -> {
                            if (v.isEmpty()) {
                                return pure(Loop.<Unit, Unit>done(Unit.UNIT));
                            }
                            return v.get() % prime == 0
                                    ? pure(Loop.<Unit, Unit>next(Unit.UNIT))
                                    : out.send(v.get()).as(Loop.<Unit, Unit>next(Unit.UNIT));
                        }))
                .then(out.close());
    }

    static List<Shape> fanIn() {
        return List.of(
                new Shape("cases that call a method", ChannelShapes::fanInByMethod),
                new Shape("built in forRange", ChannelShapes::fanInBuilt),
                new Shape("forever, breakable", ChannelShapes::fanInForever));
    }

    private static Go<Unit> senders(List<Channel<Integer>> channels, int n) {
        int each = n / PARTIES;
        return forEach(channels.zipWithIndex(), c -> go(produce(c._2 * each, (c._2 + 1) * each, c._1)));
    }

    private static Go<Unit> add(Sum sum, int v) {
        sum.add(v);
        return unit();
    }

    private static Go<Long> fanInByMethod(int n) {
        List<Channel<Integer>> c = List.fill(PARTIES, () -> Channel.unbuffered());
        Sum sum = new Sum();
        return senders(c, n)
                .then(select(
                                onReceive(c.get(0), v -> add(sum, v)),
                                onReceive(c.get(1), v -> add(sum, v)),
                                onReceive(c.get(2), v -> add(sum, v)),
                                onReceive(c.get(3), v -> add(sum, v)))
                        .repeat(n))
                .then(call(sum::value));
    }

    private static Go<Long> fanInBuilt(int n) {
        List<Channel<Integer>> c = List.fill(PARTIES, () -> Channel.unbuffered());
        Sum sum = new Sum();
        return senders(c, n)
                .then(forRange(
                        0,
                        n,
                        i -> select(
                                onReceive(c.get(0), v -> run(() -> sum.add(v))),
                                onReceive(c.get(1), v -> run(() -> sum.add(v))),
                                onReceive(c.get(2), v -> run(() -> sum.add(v))),
                                onReceive(c.get(3), v -> run(() -> sum.add(v))))))
                .then(call(sum::value));
    }

    private static Go<Long> fanInForever(int n) {
        List<Channel<Integer>> c = List.fill(PARTIES, () -> Channel.unbuffered());
        int[] left = {n};
        Sum sum = new Sum();
        return senders(c, n)
                .then(breakable(b -> forever(select(c.map(in -> onReceive(in, v -> {
                            sum.add(v);
                            return --left[0] == 0 ? b.exit(Unit.UNIT) : unit();
                        })))))
                        .then(call(sum::value)));
    }
}
