package io.gondola.samples;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AllSamplesTest {
    private static final Sample RIGHT =
            Sample.named("right").summary("is right").prints("yes").runs(() -> println("yes"));
    private static final Sample WRONG =
            Sample.named("wrong").summary("is wrong").prints("yes").runs(() -> println("no"));
    private static final Sample PANICS =
            Sample.named("panics").summary("is meant to").panics("boom").runs(() -> panic("boom"));
    private static final Sample BREAKS =
            Sample.named("breaks").summary("is not").runs(() -> panic("boom"));
    private static final Sample THREADED = Sample.named("threaded")
            .summary("needs threads")
            .onThreadsOnly("it waits")
            .runs(() -> unit());
    private static final Sample UNREADABLE =
            Sample.named("unreadable").summary("ends with 1").scripted(stage -> pure(1));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void samplesAsExpectedGiveExitCodeZero() {
        int code = run(RIGHT, PANICS);

        assertThat(code).isZero();
        assertThat(out())
                .contains("== right: is right", "yes", "== panics: is meant to", "-- as expected: panic: boom")
                .contains("== 2 samples: 2 as expected, 0 skipped, 0 not as expected");
    }

    @Test
    void samplesThatNeedThreadsAreSkippedUnderASeed() {
        int code = run(RIGHT, THREADED);

        assertThat(code).isZero();
        assertThat(out())
                .contains("-- skipped, needs real threads: it waits")
                .contains("== 2 samples: 1 as expected, 1 skipped, 0 not as expected");
    }

    @Test
    void otherOutputOrEndsGiveExitCodeOne() {
        int code = run(WRONG, BREAKS, UNREADABLE);

        assertThat(code).isEqualTo(1);
        assertThat(out())
                .contains("-- NOT AS EXPECTED: it prints exactly [yes], but printed List(no)")
                .contains("-- NOT AS EXPECTED: it returns, but ended with")
                .contains("-- NOT AS EXPECTED: it could not read all of its input")
                .contains("== 3 samples: 0 as expected, 0 skipped, 3 not as expected");
    }

    private int run(Sample... samples) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Runner runner = new Runner(Setup.seed(1), Path.of(""), Option.none(), out, out);
        return new AllSamples(runner, true, out).run(List.of(samples));
    }

    private String out() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
