package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StuckDumpTest {
    /** A dump that needed a processor, or a lock that a goroutine holds, would not come back. */
    @Test
    void dumpWorksWhileJavaCodeHoldsEveryProcessor() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch spinning = new CountDownLatch(2);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Go<Unit> endless = Go.run(() -> {
                spinning.countDown();
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            });
            var result = rt.start(
                    Go.go("first", endless).then(Go.go("second", endless)).then(Go.never()));
            assertThat(spinning.await(30, TimeUnit.SECONDS)).isTrue();

            String dump = rt.dump().toString();

            stop.set(true);
            assertThat(dump)
                    .contains("goroutine 1 [select (no cases)]:")
                    .containsPattern("goroutine \\d+ \\[running]: name=first")
                    .containsPattern("goroutine \\d+ \\[running]: name=second");
            result.cancel(true);
        }
    }
}
