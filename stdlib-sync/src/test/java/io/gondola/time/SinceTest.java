package io.gondola.time;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.gondola.dsl.Go;
import io.gondola.sync.TestRuntime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // nulls are what is refused
class SinceTest {
    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#deterministic")
    void timeThatPassedIsVirtualUnderASeed(TestRuntime rt) {
        Duration d = Duration.ofHours(3).plusNanos(7);

        rt.assertRun(Time.now().flatMap(start -> Go.sleep(d).then(Time.since(start))))
                .isEqualTo(d);
    }

    @Test
    void startMustBeThere() {
        Instant none = null;

        assertThatNullPointerException().isThrownBy(() -> Time.since(none)).withMessage("start");
    }
}
