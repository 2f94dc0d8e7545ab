package io.gondola.pipeline.tck;

import java.util.concurrent.Flow;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/** The subscriber of a pipeline, from without and from within. */
final class SubscriberVerifications {
    private SubscriberVerifications() {}

    /** What can be seen without a look inside. */
    public static final class BlackBox extends FlowSubscriberBlackboxVerification<Integer> {
        private Subscribers subscribers;

        public BlackBox() {
            super(TckSettings.environment());
        }

        @Override
        public Flow.Subscriber<Integer> createFlowSubscriber() {
            subscribers = new Subscribers();
            return subscribers.subscriber();
        }

        @Override
        public void triggerFlowRequest(Flow.Subscriber<? super Integer> subscriber) {
            subscribers.want();
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    /** Requests and cancellations are those of the pipeline that takes the elements. */
    public static final class WhiteBox extends FlowSubscriberWhiteboxVerification<Integer> {
        public WhiteBox() {
            super(TckSettings.environment());
        }

        @Override
        protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
            return new Probed(new Subscribers(), probe);
        }

        @Override
        public Integer createElement(int element) {
            return element;
        }
    }

    /** Tells the probe what the subscriber has been told. */
    private record Probed(Subscribers subscribers, WhiteboxSubscriberProbe<Integer> probe)
            implements Flow.Subscriber<Integer> {
        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscribers.subscriber().onSubscribe(s);
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long n) {
                    for (long i = 0; i < n; i++) {
                        subscribers.want();
                    }
                }

                @Override
                public void signalCancel() {
                    subscribers.cancel();
                }
            });
        }

        @Override
        public void onNext(Integer x) {
            subscribers.subscriber().onNext(x);
            probe.registerOnNext(x);
        }

        @Override
        public void onError(Throwable thrown) {
            subscribers.subscriber().onError(thrown);
            probe.registerOnError(thrown);
        }

        @Override
        public void onComplete() {
            subscribers.subscriber().onComplete();
            probe.registerOnComplete();
        }
    }
}
