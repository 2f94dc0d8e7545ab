package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class InteropTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    @Test
    void toChannelClosesTheChannelAtTheEnd() {
        for (List<Integer> xs : Runs.onAll(() -> FIVE.buffer(1)
                .toChannel()
                .flatMap(c -> Pipeline.<Integer>from(c).toList().map(x -> x.asJava())))) {
            assertThat(xs).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void sendToLeavesTheChannelOpen() {
        for (int length : Runs.onAll(() -> Go.suspend(() -> {
            Channel<Integer> c = Channel.buffered(6);
            return FIVE.sendTo(c).then(c.send(6)).then(c.length());
        }))) {
            assertThat(length).isEqualTo(6);
        }
    }

    @Test
    void emitEndsItsProgramWhenDownstreamIsDone() {
        Pipeline<Integer> p = Pipeline.emit(out -> Go.forever(out.send(1)));
        Runs.yields(p.take(3), 1, 1, 1);
        Runs.yields(Pipeline.emit(out -> out.send(1).then(out.send(2))), 1, 2);
    }

    @Test
    void aStreamIsReadOnceAndClosed() {
        boolean[] closed = {false};
        Pipeline<Integer> p = Pipeline.from(Stream.of(1, 2, 3).onClose(() -> closed[0] = true));
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            assertThat(rt.run(p.take(2).toList()).asJava()).containsExactly(1, 2);
            assertThat(closed[0]).isTrue();
            assertThatThrownBy(() -> rt.run(p.toList())).hasMessageContaining("a stream can be read once");
        }
    }

    @Test
    void toStreamIsReadByAThreadAndClosingEndsIt() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            assertThat(FIVE.buffer(2).toStream(rt)).containsExactly(1, 2, 3, 4, 5);
            try (Stream<Integer> endless =
                    Pipeline.iterate(1, x -> x + 1).buffer(2).toStream(rt)) {
                assertThat(endless.limit(3)).containsExactly(1, 2, 3);
            }
            assertThat(rt.stats().goroutines()).isZero();
            assertThatThrownBy(() -> FIVE.map(x -> 1 / (x - 3)).toStream(rt).toList())
                    .isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void aStreamThatFailedIsClosedWithoutAWord() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            assertThatThrownBy(() -> {
                        try (Stream<Integer> s = FIVE.map(x -> 1 / (x - 3)).toStream(rt)) {
                            List<Integer> unused = s.toList();
                        }
                    })
                    .isInstanceOf(PipelineException.class)
                    .hasNoSuppressedExceptions();
        }
    }

    @Test
    void toStreamRefusesARuntimeWithoutThreads() {
        try (GoRuntime rt = GoRuntime.deterministic(0);
                Stream<Integer> s = FIVE.toStream(rt)) {
            assertThatThrownBy(s::toList).hasMessageContaining("toStream needs a runtime with threads");
        }
    }

    @Test
    void publishersAreReadWithBackpressure() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            assertThat(rt.run(Pipeline.<Integer>from(FIVE.toPublisher(rt)).toList())
                            .asJava())
                    .containsExactly(1, 2, 3, 4, 5);
            try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
                var first = rt.start(Pipeline.<Integer>from(publisher).take(100).count());
                while (publisher.getNumberOfSubscribers() == 0) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < 200; i++) {
                    publisher.submit(i);
                }
                assertThat(first.join()).isEqualTo(100);
            }
        }
    }

    @Test
    void explainDrawsBoundaries() {
        assertThat(FIVE.map(x -> x)
                        .named("parse")
                        .parallel(8, Go::pure)
                        .batch(2)
                        .merge(Pipeline.empty())
                        .explain())
                .isEqualTo("""
                        ║ merge(2)
                        ├═ goroutine: ║ parallel(8) → batch(2)
                        │  └═ goroutine: range(1, 6) → map "parse"
                        └═ goroutine: empty
                        """);
    }

    @Test
    void badArgumentsAreRefusedWhenThePipelineIsBuilt() {
        assertThatThrownBy(() -> FIVE.parallel(0, Go::pure)).hasMessage("n must be positive: 0");
        assertThatThrownBy(() -> FIVE.buffer(-1)).hasMessage("n must not be negative: -1");
        assertThatThrownBy(() -> FIVE.map(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> FIVE.batch(3, java.time.Duration.ofMillis(-1)))
                .hasMessage("within must not be negative: PT-0.001S");
    }
}
