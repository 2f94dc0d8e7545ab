package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingCallTest {
    @OnEveryRuntime
    void blockingYieldsItsValue(TestRuntime rt) {
        rt.assertRun(Go.blocking(() -> 3)).isEqualTo(3);
    }

    @OnEveryRuntime
    void blockingThatThrowsIsAPanic(TestRuntime rt) {
        Go<Integer> program = Go.blocking(() -> {
            throw new IOException("read");
        });

        assertThat(rt.panic(program)).hasCauseInstanceOf(IOException.class);
    }

    @OnEveryRuntime
    void panicOfABlockingCallCanBeRecovered(TestRuntime rt) {
        Go<String> program = Go.<String>blocking(() -> {
                    throw new IOException("read");
                })
                .recover(p -> Go.pure("recovered"));

        rt.assertRun(program).isEqualTo("recovered");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void othersRunWhileOneBlocks(int procs) {
        CountDownLatch latch = new CountDownLatch(1);
        Channel<String> ch = Channel.unbuffered();
        Go<Unit> blocked = Go.blocking(() -> {
                    latch.await();
                    return "released";
                })
                .flatMap(ch::send);

        TestRuntime.processors(procs)
                .assertRun(Go.go(blocked)
                        .then(Go.gosched())
                        .then(Go.run(latch::countDown))
                        .then(ch.receive()))
                .isEqualTo("released");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void moreBlockWhileOthersRunThanThereAreProcessors(int procs) {
        int n = 20;
        CountDownLatch all = new CountDownLatch(n);
        Go<Unit> meet = Go.blocking(() -> {
            all.countDown();
            all.await();
            return Unit.UNIT;
        });

        TestRuntime.processors(procs)
                .assertRun(Go.parallel(io.vavr.collection.List.fill(n, meet)).map(s -> s.size()))
                .isEqualTo(n);
    }
}
