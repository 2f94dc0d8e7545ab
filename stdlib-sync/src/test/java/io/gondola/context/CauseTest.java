package io.gondola.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.time.Duration;
import java.time.Instant;

/** Go: context/x_test.go, TestCause. */
class CauseTest {
    private static final Context BACKGROUND = Context.background();
    private final Throwable fromParent = new IllegalStateException("parent");
    private final Throwable fromChild = new IllegalStateException("child");
    private final Throwable tooSlow = new IllegalStateException("too slow");
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    /** The error and the cause of {@code ctx}; null where there is none. */
    private static Go<Tuple2<Throwable, Throwable>> ending(Context ctx) {
        return Go.zip(ctx.err(), ctx.cause(), (e, c) -> Tuple.of(e.getOrNull(), c.getOrNull()));
    }

    private static Tuple2<Throwable, Throwable> canceled(Throwable cause) {
        return Tuple.of(Context.CANCELED, cause);
    }

    private static Tuple2<Throwable, Throwable> expired(Throwable cause) {
        return Tuple.of(Context.DEADLINE_EXCEEDED, cause);
    }

    @OnAllRuntimes
    void aLiveContextHasNone(TestRuntime t) {
        assertThat(t.run(BACKGROUND.withCancel().flatMap(CauseTest::ending))).isEqualTo(Tuple.of(null, null));
    }

    @OnAllRuntimes
    void cancelWithoutACauseHasTheError(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(c -> c.cancel().then(ending(c))))
                .isEqualTo(canceled(Context.CANCELED));
        t.assertRun(BACKGROUND.withCancel().flatMap(c -> c.cancel(null).then(ending(c))))
                .isEqualTo(canceled(Context.CANCELED));
    }

    @OnAllRuntimes
    void theFirstCauseStays(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(c -> c.cancel(fromParent)
                                .then(c.cancel(fromChild))
                                .then(c.cancel())
                                .then(ending(c))))
                .isEqualTo(canceled(fromParent));
    }

    @OnAllRuntimes
    void theParentsCauseIsTheChildsIfItComesFirst(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(p -> p.withCancel()
                                .flatMap(c -> p.cancel(fromParent)
                                        .then(c.cancel(fromChild))
                                        .then(ending(c)))))
                .isEqualTo(canceled(fromParent));
    }

    @OnAllRuntimes
    void theChildsCauseStaysIfItComesFirst(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(p -> p.withCancel()
                                .flatMap(c -> c.cancel(fromChild)
                                        .then(p.cancel(fromParent))
                                        .then(ending(c)))))
                .isEqualTo(canceled(fromChild));
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(p -> p.withCancel()
                                .flatMap(c ->
                                        c.cancel(fromChild).then(p.cancel()).then(ending(c)))))
                .isEqualTo(canceled(fromChild));
    }

    @OnAllRuntimes
    void aValueContextHasThatOfItsParent(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(p -> p.cancel(fromParent).then(ending(p.withValue("k", "v")))))
                .isEqualTo(canceled(fromParent));
    }

    @OnAllRuntimes
    void anExpiredTimeoutHasItsCause(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withTimeout(SHORT, tooSlow)
                        .flatMap(c -> c.done().receiveOption().then(ending(c))))
                .isEqualTo(expired(tooSlow));
        assertThat(t.run(BACKGROUND.withDeadline(Instant.EPOCH, tooSlow).flatMap(CauseTest::ending)))
                .isEqualTo(expired(tooSlow));
        t.assertRun(BACKGROUND
                        .withTimeout(SHORT)
                        .flatMap(c -> c.done().receiveOption().then(ending(c))))
                .isEqualTo(expired(Context.DEADLINE_EXCEEDED));
    }

    @OnAllRuntimes
    void aCancelledTimeoutHasNotItsCause(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withTimeout(LONG, tooSlow)
                        .flatMap(c -> c.cancel().then(ending(c))))
                .isEqualTo(canceled(Context.CANCELED));
    }

    @OnAllRuntimes
    void aTimeoutBelowACancelledContextHasTheParentsCause(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(p -> p.withTimeout(LONG, tooSlow)
                                .flatMap(c ->
                                        p.cancel(fromParent).then(c.cancel()).then(ending(c)))))
                .isEqualTo(canceled(fromParent));
    }

    @OnAllRuntimes
    void aTimeThatHasPassedBelowACancelledContextHasTheParentsCause(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(p -> p.cancel(fromParent)
                                .then(p.withTimeout(Duration.ZERO, tooSlow))
                                .flatMap(CauseTest::ending)))
                .isEqualTo(canceled(fromParent));
    }

    @OnAllRuntimes
    void withoutCancelHasNone(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(p -> p.cancel(fromParent).then(ending(p.withoutCancel()))))
                .isEqualTo(Tuple.of(null, null));
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(p -> p.withoutCancel()
                                .withCancel()
                                .flatMap(c -> p.cancel(fromParent)
                                        .then(c.cancel(fromChild))
                                        .then(ending(c)))))
                .isEqualTo(canceled(fromChild));
    }
}
