package io.gondola.pipeline.tck;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code toPublisher} and {@code from(Publisher)} keep the rules of Reactive Streams, as its technology compatibility
 * kit has them.
 *
 * <p>The kit asserts: each dynamic test is one of its methods, and fails as that does. The number says how many of them
 * must pass, since the kit skips some and says nothing.
 */
class ReactiveStreamsTest {
    @AfterAll
    static void closeRuntime() {
        TckSettings.RUNTIME.close();
    }

    @TestFactory
    Stream<DynamicTest> aSegmentIsAPublisher() {
        return TckRun.of(PublisherVerifications.OfSegment.class, 31);
    }

    @TestFactory
    Stream<DynamicTest> boundariesAreAPublisher() {
        return TckRun.of(PublisherVerifications.OfBoundaries.class, 31);
    }

    @TestFactory
    Stream<DynamicTest> anEndlessPipelineIsAPublisher() {
        return TckRun.of(PublisherVerifications.Endless.class, 20);
    }

    @TestFactory
    Stream<DynamicTest> aPipelineSubscribes() {
        return TckRun.of(SubscriberVerifications.BlackBox.class, 11);
    }

    @TestFactory
    Stream<DynamicTest> aPipelineSubscribesAsItIsWanted() {
        return TckRun.of(SubscriberVerifications.WhiteBox.class, 14);
    }
}
