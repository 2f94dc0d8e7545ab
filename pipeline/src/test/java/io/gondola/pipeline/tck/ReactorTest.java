package io.gondola.pipeline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.pipeline.Pipeline;
import io.gondola.pipeline.PipelineException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Pipelines and Reactor feed each other, by {@link JdkFlowAdapter}. */
class ReactorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final int MANY = 10_000;

    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();

    /** Fails if anything is left in the runtime. */
    @AfterEach
    void nothingIsLeft() {
        while (rt.stats().goroutines() > 0) {
            Thread.onSpinWait(); // who cancels does not wait for the end
        }
        assertThat(rt.stats().timers()).isZero();
        rt.close();
    }

    private <T> Flux<T> flux(Pipeline<T> p) {
        return JdkFlowAdapter.flowPublisherToFlux(p.toPublisher(rt));
    }

    private static <T> Pipeline<T> pipeline(Flux<T> flux) {
        return Pipeline.from(JdkFlowAdapter.publisherToFlowPublisher(flux));
    }

    private static List<Integer> numbers() {
        return IntStream.range(0, MANY).boxed().toList();
    }

    @Test
    void fluxTakesAllElementsOfAPipelineInOrder() {
        Flux<Integer> flux =
                flux(Pipeline.range(0, MANY).parallel(4, x -> Go.gosched().as(x)));

        assertThat(flux.publishOn(Schedulers.parallel(), 7).collectList().block(PATIENCE))
                .isEqualTo(numbers());
        assertThat(flux.count().block(PATIENCE)).isEqualTo(MANY);
    }

    @Test
    void pipelineTakesAllElementsOfAFluxInOrder() {
        Pipeline<Integer> p =
                pipeline(Flux.range(0, MANY).subscribeOn(Schedulers.parallel())).buffer(3);

        assertThat(rt.run(p.toList()).asJava()).isEqualTo(numbers());
        assertThat(rt.run(p.count())).isEqualTo(MANY);
    }

    @Test
    void fluxThatIsCancelledEndsThePipelineAndItsCleanups() throws InterruptedException {
        CountDownLatch cleaned = new CountDownLatch(1);
        Flux<Integer> flux = flux(Pipeline.iterate(0, x -> x + 1)
                .onEnd(Go.run(cleaned::countDown))
                .buffer(4));

        assertThat(flux.take(3).collectList().block(PATIENCE)).containsExactly(0, 1, 2);
        assertThat(cleaned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void pipelineThatWantsNoMoreCancelsTheFlux() {
        AtomicLong cancels = new AtomicLong();
        Flux<Long> endless = Flux.<Long, Long>generate(() -> 0L, (n, sink) -> {
                    sink.next(n);
                    return n + 1;
                })
                .subscribeOn(Schedulers.parallel())
                .doOnCancel(cancels::incrementAndGet);

        assertThat(rt.run(pipeline(endless).take(100).count())).isEqualTo(100);
        assertThat(cancels).hasValue(1);
    }

    @Test
    void pipelineRequestsNoMoreOfAFluxThanItHasRoomFor() {
        AtomicLong requested = new AtomicLong();
        Flux<Integer> flux = Flux.range(0, MANY).doOnRequest(requested::addAndGet);
        List<Long> early = new ArrayList<>();

        rt.run(pipeline(flux).zipWithIndex().forEach(t -> Go.run(() -> early.add(requested.get() - t._2))));

        assertThat(early).hasSize(MANY).allMatch(n -> n > 0 && n <= 17);
    }

    @Test
    void failuresReachTheOtherSide() {
        Pipeline<Integer> failing = Pipeline.range(0, 5)
                .map(x -> {
                    if (x == 3) {
                        throw new IOException("no " + x);
                    }
                    return x;
                })
                .named("parse");
        List<Integer> seen = new ArrayList<>();
        assertThatThrownBy(() -> flux(failing).doOnNext(seen::add).blockLast(PATIENCE))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("stage \"parse\"")
                .hasMessageContaining("element=3")
                .hasCauseInstanceOf(IOException.class);
        assertThat(seen).containsExactly(0, 1, 2);

        Pipeline<Integer> ofFlux = pipeline(Flux.just(1, 2).concatWith(Flux.error(new IOException("gone"))))
                .named("feed");
        assertThatThrownBy(() -> rt.run(ofFlux.drain()))
                .isInstanceOf(Panic.class)
                .hasMessageContaining("stage \"feed\"")
                .hasMessageContaining("gone");
        assertThat(rt.run(ofFlux.recover(e -> Pipeline.of(-1)).toList()).asJava())
                .containsExactly(1, 2, -1);
    }

    @Test
    void requestsAreAnsweredOneByOne() throws InterruptedException {
        List<Integer> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        flux(Pipeline.range(0, 100)).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription s) {
                s.request(1);
            }

            @Override
            protected void hookOnNext(Integer x) {
                seen.add(x);
                request(1);
            }

            @Override
            protected void hookOnComplete() {
                done.countDown();
            }
        });

        assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(seen).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aRoundTripKeepsEverything() {
        Flow.Publisher<Integer> there = Pipeline.range(0, MANY).toPublisher(rt);
        Flux<Integer> through = JdkFlowAdapter.flowPublisherToFlux(there).map(x -> x + 1);

        assertThat(rt.run(pipeline(through).map(x -> x - 1).toList()).asJava()).isEqualTo(numbers());
    }
}
