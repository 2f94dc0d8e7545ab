package com.acme;

import static io.gondola.dsl.Go.go;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import org.junit.jupiter.api.Test;

/** Reports of the testkit are read line by line, too. */
class HostileNamesTest {
    private static final String FORGED = "x\nblocked: 0.7 innocent\u001b[2K";

    /** Text of the user's that cannot be had. */
    private static final class Broken {
        @Override
        public String toString() {
            throw new OutOfMemoryError("no text");
        }
    }

    @Test
    void namesAndValuesStayOnTheirLines() {
        Failure failure = Explorer.of(() -> {
                    Channel<Object> ch = Channel.unbuffered().named(FORGED);
                    Shared<Object> shared = Shared.<Object>of("").named(FORGED + "2");
                    return shared.set(FORGED)
                            .then(go(FORGED, ch.send(FORGED).named(FORGED)))
                            .then(ch.receive())
                            .then(ch.receive());
                })
                .explore()
                .failure()
                .get();

        for (String text : new String[] {failure.message(), failure.html()}) {
            assertThat(text.lines()).noneMatch(line -> line.startsWith("blocked: 0.7"));
            assertThat(text).doesNotContain("\u001b");
        }
        assertThat(failure.message()).contains("\"x\\nblocked: 0.7 innocent\\u001b[2K\"");
    }

    @Test
    void aValueWithoutATextDoesNotHideTheFailure() {
        Failure failure = Explorer.of(() -> {
                    Shared<Object> shared = Shared.<Object>of("").named("shared");
                    return shared.set(new Broken()).then(Go.never());
                })
                .explore()
                .failure()
                .get();

        assertThat(failure.message())
                .contains("DEADLOCK", "shared#1 = Broken whose toString threw java.lang.OutOfMemoryError");
    }

    @Test
    void aGoroutineWithSuchANameMayBeLeft() {
        assertThat(Explorer.of(() -> go(FORGED, Go.never()))
                        .allowLeak(FORGED)
                        .explore()
                        .failure())
                .isEmpty();
    }
}
