package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Try;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sources that break: iterators, streams, programs and channels. */
@SuppressWarnings({"NullAway", "gondola:shared"}) // sources that yield null; read when the run is over
class BadSourcesTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    /** An iterator of three elements, of which a method may be overridden. */
    private static class Three implements Iterator<Integer> {
        private int n;

        @Override
        public boolean hasNext() {
            return n < 3;
        }

        @Override
        public Integer next() {
            return n++;
        }

        final int taken() {
            return n;
        }
    }

    private static Iterator<Integer> failingInHasNext() {
        return new Three() {
            @Override
            public boolean hasNext() {
                if (taken() == 2) {
                    throw new IllegalStateException("hasNext");
                }
                return true;
            }
        };
    }

    private static Iterator<Integer> failingInNext() {
        return new Three() {
            @Override
            public Integer next() {
                if (taken() == 2) {
                    throw new NoSuchElementException("next");
                }
                return super.next();
            }
        };
    }

    private static Iterator<Integer> withNull() {
        return new Three() {
            @Override
            public Integer next() {
                return super.next() == 2 ? null : 7;
            }
        };
    }

    private static Iterator<Integer> withError() {
        return new Three() {
            @Override
            public boolean hasNext() {
                throw new AssertionError("hasNext");
            }
        };
    }

    private static void failsAt(String operator, String message, Go<?> program) {
        PipelineException e = Faults.of(program);
        assertThat(e.stage()).startsWith(operator + " at BadSourcesTest.java:");
        assertThat(e.getCause()).hasMessage(message);
    }

    @Test
    void anIteratorThatThrowsFailsItsSource() {
        failsAt(
                "from",
                "hasNext",
                Pipeline.from((Iterable<Integer>) BadSourcesTest::failingInHasNext)
                        .drain());
        failsAt(
                "from",
                "next",
                Pipeline.from((Iterable<Integer>) BadSourcesTest::failingInNext)
                        .buffer(1)
                        .drain());
        failsAt(
                "from",
                "an element is null",
                Pipeline.from((Iterable<Integer>) BadSourcesTest::withNull).drain());
        failsAt(
                "from",
                "hasNext",
                Pipeline.from((Iterable<Integer>) BadSourcesTest::withError).drain());
        Iterable<Integer> broken = () -> {
            throw new IllegalStateException("iterator");
        };
        failsAt("from", "iterator", Pipeline.from(broken).drain());
        Iterable<Integer> none = () -> null;
        failsAt("from", "xs.iterator() is null", Pipeline.from(none).drain());
    }

    @Test
    void anIteratorThatThrowsFailsTheStageThatMadeIt() {
        failsAt(
                "flatMapIterable",
                "hasNext",
                FIVE.flatMapIterable(x -> BadSourcesTest::failingInHasNext).drain());
        failsAt(
                "flatMapIterable",
                "next",
                FIVE.flatMapIterable(x -> BadSourcesTest::failingInNext).drain());
        failsAt(
                "flatMapIterable",
                "an element is null",
                FIVE.flatMapIterable(x -> BadSourcesTest::withNull).drain());
        Iterable<Integer> none = () -> null;
        failsAt(
                "flatMapIterable",
                "xs.iterator() is null",
                FIVE.flatMapIterable(x -> none).drain());
    }

    /** The elements before the failure come; the others of that iterator do not; the next element's do. */
    @Test
    void anAttemptCoversTheIteratorOfOneElement() {
        Pipeline<Integer> p = Pipeline.of(0, 1)
                .flatMapIterable(x -> x == 0 ? BadSourcesTest::failingInHasNext : List.of(10))
                .attempt()
                .map(t -> t.getOrElse(-1));

        Runs.yields(p, 0, 1, -1, 10);
    }

    @Test
    void aSourceIsAskedNoMoreAfterItHasThrown() {
        AtomicInteger asked = new AtomicInteger();
        Iterable<Integer> xs = () -> new Three() {
            @Override
            public boolean hasNext() {
                asked.incrementAndGet();
                throw new IllegalStateException("hasNext");
            }
        };

        Runs.yields(Pipeline.from(xs).recover(e -> Pipeline.of(1)).attempt().map(Try::get), 1);

        assertThat(asked).hasValue((int) Runs.runtimes().count());
    }

    @Test
    void aStreamThatThrowsIsClosedAllTheSame() {
        int runs = (int) Runs.runtimes().count();
        List<String> closed = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            try (GoRuntime rt = GoRuntime.deterministic(i)) {
                PipelineException e = Faults.in(rt, Go.suspend(() -> {
                    Stream<Integer> s = Stream.of(1, 0).map(x -> 1 / x).onClose(() -> closed.add("closed"));
                    return Pipeline.from(s).drain();
                }));
                assertThat(e.stage()).startsWith("from at");
                assertThat(e.getCause()).isInstanceOf(ArithmeticException.class);
            }
        }
        assertThat(closed).hasSize(2 * runs);
    }

    @Test
    void aStreamThatFailsToCloseFailsThePipeline() {
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            PipelineException e = Faults.in(
                    rt,
                    Go.suspend(() -> Pipeline.from(Stream.of(1).onClose(() -> {
                                throw new IllegalStateException("close");
                            }))
                            .drain()));
            assertThat(e.stage()).startsWith("from at");
            assertThat(e.getCause()).hasMessage("close");
        }
    }

    @Test
    void aStreamThatWasUsedElsewhereIsRefused() {
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            Stream<Integer> s = Stream.of(1);
            assertThat(s.count()).isEqualTo(1);
            assertThat(Faults.in(rt, Pipeline.from(s).drain()).stage()).startsWith("from at");
        }
    }

    @Test
    void aFailureThatWasMadeBeforehandMayComeAnyNumberOfTimes() {
        IOException same = new IOException("once");
        Pipeline<Integer> p = Pipeline.failed(same);
        for (int i = 0; i < 3; i++) {
            assertThat(Faults.of(p.merge(p, p).drain()).getCause()).isSameAs(same);
        }
        assertThat(same.getSuppressed()).isEmpty();
    }

    /** Both get each element once; neither waits for what the other has. */
    @Test
    void oneChannelMayBeTheSourceOfSeveral() {
        for (List<Integer> xs : Runs.onAll(() -> Go.suspend(() -> {
            Channel<Integer> c = Channel.buffered(2);
            Pipeline<Integer> p = Pipeline.from(c);
            return Go.go(Pipeline.range(0, 50).sendTo(c).then(c.close()))
                    .then(p.merge(p, Pipeline.from(c))
                            .toList()
                            .map(s -> s.sorted().asJava()));
        }))) {
            assertThat(xs).isEqualTo(IntStream.range(0, 50).boxed().toList());
        }
    }

    @Test
    void onePipelineGivenTwiceRunsTwice() {
        Runs.yields(FIVE.zip(FIVE, Integer::sum).interleave(FIVE.take(1)), 2, 1, 4, 6, 8, 10);
        Pipeline<Integer> p = FIVE.take(2);
        Runs.yields(p.mergeSorted(Integer::compare, p, p), 1, 1, 1, 2, 2, 2);
    }

    @Test
    void aClosedChannelAtTheEndIsAFailureOfTheSink() {
        PipelineException e = Faults.of(Go.suspend(() -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1).then(c.close()).then(FIVE.buffer(1).sendTo(c));
        }));
        assertThat(e.stage()).startsWith("sendTo at");
        assertThat(e.getCause()).hasMessageStartingWith("send on closed channel");
        assertThat(e.element()).contains(1);
    }

    @Test
    void nothingIsSentAfterTheEndOfAnEmission() {
        for (List<String> log : Runs.onAll(() -> Go.suspend(() -> {
            List<String> said = new ArrayList<>();
            List<Emitter<Integer>> kept = new ArrayList<>();
            Pipeline<Integer> p = Pipeline.emit(out -> {
                kept.add(out);
                return out.send(1);
            });
            Go<Unit> late = Go.suspend(() -> kept.get(0).send(2)).defer(Go.run(() -> said.add("defer")));
            Channel<Unit> done = Channel.unbuffered();
            return p.drain()
                    .then(Go.go(late.defer(done.close())))
                    .then(done.receiveOption())
                    .then(Go.run(() -> said.add("main")))
                    .map(u -> said);
        }))) {
            assertThat(log).containsExactly("defer", "main");
        }
    }
}
