package io.gondola.pipeline.tck;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** Kinds of pipelines as publishers. */
final class PublisherVerifications {
    private PublisherVerifications() {}

    private abstract static class OfPipeline extends FlowPublisherVerification<Integer> {
        OfPipeline() {
            super(TckSettings.environment(), TckSettings.GARBAGE_MILLIS);
        }

        abstract Pipeline<Integer> pipeline(long elements);

        Pipeline<Integer> failing() {
            return Pipeline.failed(new IllegalStateException("no elements"));
        }

        @Override
        public final Flow.Publisher<Integer> createFlowPublisher(long elements) {
            return pipeline(elements).toPublisher(TckSettings.RUNTIME);
        }

        @Override
        public final Flow.Publisher<Integer> createFailedFlowPublisher() {
            return failing().toPublisher(TckSettings.RUNTIME);
        }
    }

    /** A segment; of a source that has no end, of which some are taken. */
    public static final class OfSegment extends OfPipeline {
        @Override
        Pipeline<Integer> pipeline(long elements) {
            return Pipeline.iterate(0, x -> x + 1).take(elements);
        }
    }

    /** Goroutines that run ahead. */
    public static final class OfBoundaries extends OfPipeline {
        @Override
        Pipeline<Integer> pipeline(long elements) {
            return Pipeline.iterate(0, x -> x + 1)
                    .buffer(8)
                    .parallel(3, x -> Go.gosched().as(x))
                    .take(elements);
        }

        @Override
        Pipeline<Integer> failing() {
            return Pipeline.of(1).<Integer>parallel(3, x -> Go.panic("no")).buffer(2);
        }
    }

    /** No end at all. */
    public static final class Endless extends OfPipeline {
        @Override
        Pipeline<Integer> pipeline(long elements) {
            return Pipeline.<Integer>emit(out -> Go.forever(0, i -> out.send(i).as(i + 1)));
        }

        @Override
        public long maxElementsFromPublisher() {
            return publisherUnableToSignalOnComplete();
        }
    }
}
