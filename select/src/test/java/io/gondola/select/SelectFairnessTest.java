package io.gondola.select;

import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.collection.List;

/** The choice among ready cases is uniform: each count is within ten sigma. */
class SelectFairnessTest {
    private static final int TRIALS = 10_000;

    private static void assertShares(TestRuntime rt, Go<Unit> prepare, List<Channel<Unit>> cases, double... shares) {
        int[] counts = new int[cases.size()];
        List<Case<Unit>> all = cases.zipWithIndex((ch, i) -> onReceive(ch, Go.run(() -> counts[i]++)));

        rt.run(prepare.then(select(all).repeat(TRIALS)));

        for (int i = 0; i < counts.length; i++) {
            double sigma = Math.sqrt(TRIALS * shares[i] * (1 - shares[i]));
            assertThat((double) counts[i])
                    .as("case %d of %d", i, counts.length)
                    .isBetween(TRIALS * shares[i] - 10 * sigma, TRIALS * shares[i] + 10 * sigma);
        }
    }

    @OnEveryRuntime
    void twoReadyCasesShareEvenly(TestRuntime rt) {
        Channel<Unit> a = Channel.unbuffered();
        Channel<Unit> b = Channel.unbuffered();

        assertShares(rt, a.close().then(b.close()), List.of(a, b), 0.5, 0.5);
    }

    @OnEveryRuntime
    void threeReadyAmongFiveShareEvenly(TestRuntime rt) {
        List<Channel<Unit>> chs = List.fill(5, () -> Channel.unbuffered());
        Go<Unit> prepare =
                Go.sequence(chs.get(0).close(), chs.get(2).close(), chs.get(4).close());

        assertShares(rt, prepare, chs, 1 / 3.0, 0, 1 / 3.0, 0, 1 / 3.0);
    }

    @OnEveryRuntime
    void seventeenReadyCasesShareEvenly(TestRuntime rt) {
        List<Channel<Unit>> chs = List.fill(17, () -> Channel.unbuffered());
        double[] shares = new double[17];
        java.util.Arrays.fill(shares, 1 / 17.0);

        assertShares(rt, Go.forEach(chs, c -> c.close()), chs, shares);
    }

    @OnEveryRuntime
    void duplicateCasesCountSeparately(TestRuntime rt) {
        Channel<Unit> x = Channel.unbuffered();
        Channel<Unit> y = Channel.unbuffered();

        assertShares(rt, x.close().then(y.close()), List.of(x, x, y), 1 / 3.0, 1 / 3.0, 1 / 3.0);
    }

    /** The counterpart serves only selects that wait: it hunts entries that are queued in the order of the source. */
    @OnEveryRuntime
    void receivesFromOneChannelThatWaitShareEvenly(TestRuntime rt) {
        Channel<Integer> x = Channel.unbuffered();
        Channel<Integer> y = Channel.unbuffered();
        int[] counts = new int[3];
        Go<Unit> once = select(
                onReceive(x, Go.run(() -> counts[0]++)),
                onReceive(y, Go.run(() -> counts[1]++)),
                onReceive(x, Go.run(() -> counts[2]++)));

        rt.run(Go.go(succeeding(x.trySend(1))).then(once.repeat(TRIALS)));

        assertThat(counts[1]).isZero();
        assertThat(counts[0]).isBetween(4_500, 5_500);
    }

    @OnEveryRuntime
    void sendsToOneChannelThatWaitShareEvenly(TestRuntime rt) {
        Channel<Integer> x = Channel.unbuffered();
        int[] sent = new int[2];
        Go<Unit> once = select(onSend(x, 0, Go.unit()), onSend(x, 1, Go.unit()));

        rt.run(Go.go(once.repeat(TRIALS))
                .then(succeeding(x.tryReceive().map(r -> r.isValue() && ++sent[r.get()] > 0))));

        assertThat(sent[0] + sent[1]).isEqualTo(TRIALS);
        assertThat(sent[0]).isBetween(4_500, 5_500);
    }

    /** Attempts, giving way each time, until so many attempts have succeeded as there are trials. */
    private static Go<Unit> succeeding(Go<Boolean> attempt) {
        int[] successes = new int[1];
        return Go.forWhile(
                () -> successes[0] < TRIALS,
                attempt.flatMap(yes -> Go.run(() -> successes[0] += yes ? 1 : 0))
                        .then(Go.gosched()));
    }

    @OnEveryRuntime
    void sendOnAClosedChannelIsPickedHalfOfTheTime(TestRuntime rt) {
        Channel<Integer> closed = Channel.unbuffered();
        Channel<Integer> ready = Channel.unbuffered();
        int[] panics = new int[1];
        Go<Unit> once = select(onSend(closed, 1, Go.unit()), onReceive(ready, Go.unit()))
                .recover(p -> Go.run(() -> panics[0]++));

        rt.run(closed.close().then(ready.close()).then(once.repeat(TRIALS)));

        assertThat(panics[0]).isBetween(4_500, 5_500);
    }

    @OnEveryRuntime
    void prioritisedSelectIsNotRandom(TestRuntime rt) {
        Channel<Unit> a = Channel.unbuffered();
        Channel<Unit> b = Channel.unbuffered();
        int[] second = new int[1];

        rt.run(a.close()
                .then(b.close())
                .then(selectPrioritised(onReceive(a, Go.unit()), onReceive(b, Go.run(() -> second[0]++)))
                        .repeat(1000)));

        assertThat(second[0]).isZero();
    }
}
