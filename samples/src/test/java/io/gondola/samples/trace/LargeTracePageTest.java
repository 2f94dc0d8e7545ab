package io.gondola.samples.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a page with a million events takes to open and to draw; the figures are printed, for a quiet machine. */
@Tag("stress")
class LargeTracePageTest {
    private static final int MESSAGES = Integer.getInteger("gondola.test.messages", 170_000);
    private static final String MEMORY = "gondola.trace.memory";

    @TempDir
    private Path folder;

    @Test
    void aMillionEventsOpenAndMove() throws Exception {
        Path page = folder.resolve("large.html");
        System.setProperty(MEMORY, "2048");
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
                AutoCloseable trace = rt.trace(page)) {
            assertThat(trace).isNotNull();
            Channel<Integer> ch = Channel.unbuffered();
            rt.run(Go.go("sender", Go.forRange(0, MESSAGES, i -> ch.send(i)).then(ch.close()))
                    .then(ch.range(i -> Go.unit())));
        } finally {
            System.clearProperty(MEMORY);
        }
        try (Browser browser = new Browser(page, Files.createDirectories(folder.resolve("profile")))) {
            double rows = browser.value("gondola.trace.rows.n").getAsDouble();
            double open = browser.value("performance.timing.loadEventEnd - performance.timing.navigationStart")
                    .getAsDouble();
            double draw = browser.value("gondola.zoom(0.5); (() => { const t = performance.now();"
                            + " for (let i = 0; i < 100; i++) { gondola.pan(0.004); gondola.draw(); }"
                            + " return (performance.now() - t) / 100; })()")
                    .getAsDouble();
            double frames = browser.value("new Promise(done => { let n = 0; const start = performance.now();"
                            + " const frame = () => { gondola.pan(n % 40 < 20 ? 0.004 : -0.004);"
                            + " if (++n < 150) requestAnimationFrame(frame);"
                            + " else done(150000 / (performance.now() - start)); }; requestAnimationFrame(frame); })")
                    .getAsDouble();
            print(System.out, page, rows, open, draw, frames);

            assertThat(rows).isGreaterThan(MESSAGES);
        }
    }

    private static void print(PrintStream out, Path page, double rows, double open, double draw, double frames)
            throws Exception {
        out.printf(
                "%,.0f stretches of running, %,d bytes: open after %.0f ms, drawn in %.2f ms, %.0f frames a second%n",
                rows, Files.size(page), open, draw, frames);
    }
}
