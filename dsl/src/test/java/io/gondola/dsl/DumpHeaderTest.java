package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first and last lines of a goroutine in dumps. */
@SuppressWarnings("NullAway") // nulls are what is refused
class DumpHeaderTest {
    private static String header(long minutes, boolean locked, String name) {
        return new DumpEntry(
                        7,
                        Option.of(name),
                        "waiting",
                        minutes,
                        locked,
                        Option.of("chan receive"),
                        Option.none(),
                        Option.none(),
                        Option.none(),
                        Option.none(),
                        List.empty(),
                        1)
                .toString();
    }

    @Test
    void lessThanAMinuteIsNotShown() {
        assertThat(header(0, false, null)).isEqualTo("goroutine 7 [chan receive]:\ncreated in goroutine 1");
    }

    @Test
    void aMinuteIsShownInThePluralAsInGo() {
        assertThat(header(1, false, null)).startsWith("goroutine 7 [chan receive, 1 minutes]:\n");
        assertThat(header(2_000, false, "worker"))
                .startsWith("goroutine 7 [chan receive, 2000 minutes]: name=worker\n");
    }

    @Test
    void theLockComesAfterTheMinutes() {
        assertThat(header(3, true, null)).startsWith("goroutine 7 [chan receive, 3 minutes, locked to thread]:\n");
        assertThat(header(0, true, null)).startsWith("goroutine 7 [chan receive, locked to thread]:\n");
    }

    /** With real minutes. */
    @Test
    @Tag("stress")
    @Timeout(150)
    void aGoroutineThatWaitsForLongShowsIt() throws Exception {
        Channel<Integer> ch = Channel.unbuffered();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CompletableFuture<Integer> run =
                    rt.start(Go.go(Go.sleep(Duration.ofHours(1))).then(ch.receive()));
            long start = System.nanoTime();
            while (!rt.dump().toString().contains("goroutine 1 [chan receive, 1 minutes]:")) {
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(95));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(60));
            assertThat(rt.dump().goroutines().get(1).waitedMinutes()).isEqualTo(1);
            assertThat(run).isNotDone();
        }
    }
}
