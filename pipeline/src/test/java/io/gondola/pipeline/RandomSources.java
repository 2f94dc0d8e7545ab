package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The sources of random pipelines. */
final class RandomSources {
    private static final int KINDS = 14;

    private RandomSources() {}

    /** {@code f} of the numbers below {@code n}, from some source that is acquired and released. */
    static Pipeline<Integer> source(RandomPipelines r, String name, int n, IntUnaryOperator f) {
        int kind = r.random.nextInt(KINDS);
        r.operators.add(name + "(" + n + ") of kind " + kind);
        Pipeline<Integer> elements = of(r, kind, n);
        return Pipeline.using(Go.run(r.opened::incrementAndGet), u -> elements, u -> Go.run(r.closed::incrementAndGet))
                .map(f::applyAsInt);
    }

    private static List<Integer> numbers(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    private static Pipeline<Integer> of(RandomPipelines r, int kind, int n) {
        return switch (kind) {
            case 0 -> Pipeline.range(0, n);
            case 1 -> Pipeline.iterate(0, x -> x + 1).take(n);
            case 2 -> Pipeline.emit(out -> Go.forRange(0, n, out::send));
            case 3 -> Pipeline.range(0, n).mapGo(x -> r.slow().as(x));
            case 4 -> Pipeline.unfold(0, x -> x < n ? Option.some(Tuple.of(x, x + 1)) : Option.none());
            case 5 ->
                Pipeline.of(0).flatMap(u -> Pipeline.from(IntStream.range(0, n).boxed()));
            case 6 -> Pipeline.of(0).flatMap(u -> Pipeline.from(filled(n)));
            case 7 -> Pipeline.from(new Numbers(n));
            case 8 ->
                Pipeline.of(0).flatMap(u -> {
                    AtomicInteger next = new AtomicInteger();
                    return Pipeline.repeat(Go.call(next::getAndIncrement)).take(n);
                });
            case 9 -> Pipeline.concat(Pipeline.range(0, n / 2), Pipeline.empty(), Pipeline.range(n / 2, n));
            case 10 ->
                Pipeline.tick(Duration.ofMillis(1))
                        .zipWithIndex()
                        .map(t -> t._2.intValue())
                        .take(n);
            case 11 -> Pipeline.of(numbers(n).toArray(Integer[]::new));
            case 12 -> Pipeline.emit(out -> Go.forRange(0, n, x -> r.slow().then(out.send(x))));
            default -> Pipeline.from(numbers(n));
        };
    }

    private static Channel<Integer> filled(int n) {
        Channel<Integer> c = Channel.buffered(n + 1);
        for (int x = 0; x < n; x++) {
            c.blocking().trySend(x);
        }
        c.blocking().close();
        return c;
    }

    /** Sends numbers as they are requested, in the thread that requests them. */
    private record Numbers(int n) implements Flow.Publisher<Integer> {
        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                private int next;
                private long demand;
                private boolean sending;
                private boolean ended;

                @Override
                public void request(long more) {
                    demand += more;
                    if (sending) {
                        return;
                    }
                    sending = true;
                    while (!ended && next < n && demand-- > 0) {
                        subscriber.onNext(next++);
                    }
                    sending = false;
                    if (!ended && next == n) {
                        ended = true;
                        subscriber.onComplete();
                    }
                }

                @Override
                public void cancel() {
                    ended = true;
                }
            });
        }
    }
}
