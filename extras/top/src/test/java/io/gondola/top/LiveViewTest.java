package io.gondola.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private LiveView view(Terminal terminal) {
        return new LiveView(ManagementFactory.getPlatformMBeanServer(), "this process", terminal);
    }

    private Terminal screen(InputStream keys) {
        return Terminal.screen(out, keys);
    }

    private static GoRuntime open() {
        return GoRuntime.builder().maxProcs(2).jmx(true).build();
    }

    private static CompletableFuture<Unit> crowd(GoRuntime rt) {
        Channel<Integer> never = Channel.unbuffered();
        CompletableFuture<Unit> run =
                rt.start(Go.forRange(0, 5, i -> Go.go(never.receive())).then(Go.sleep(LONG)));
        while (rt.census().waits().values().sum().longValue() < 6) {
            Thread.onSpinWait();
        }
        return run;
    }

    @Test
    void plainTextTellsStatesReasonsSitesAndProcessors() throws IOException {
        try (GoRuntime rt = open()) {
            CompletableFuture<Unit> run = crowd(rt);

            view(Terminal.plain(out)).show(SHORT, 2);

            assertThat(text())
                    .contains("gondola top: this process, ")
                    .contains("goroutines  6: running 0, runnable 0, syscall 0, waiting 6; timers 1")
                    .contains("waiting in  chan receive 5, sleep 1")
                    .contains("processors 2, threads ")
                    .containsPattern("P1 +idle +0 ")
                    .containsPattern(
                            " 5 +0 +0 +0 +5  io\\.gondola\\.top\\.LiveViewTest\\.crowd\\(LiveViewTest\\.java:[0-9]+\\)")
                    .as("no rates at first")
                    .contains("started -, woken -")
                    .contains("started 0.0/s, woken 0.0/s")
                    .as("no escape sequences")
                    .doesNotContain("\u001b");
            run.cancel(true);
        }
    }

    @Test
    void keyQQuitsAndTheScreenIsGivenBack() throws IOException {
        try (GoRuntime rt = open()) {
            rt.run(Go.unit());

            view(screen(new ByteArrayInputStream(new byte[] {'x', 'q'}))).show(LONG, Long.MAX_VALUE);

            assertThat(text())
                    .startsWith("\u001b[?1049h\u001b[?25l")
                    .contains("goroutines  0: ")
                    .endsWith("\u001b[?25h\u001b[?1049l");
        }
    }

    /** A program that shows the view as its tool can end it, and learns that it was interrupted. */
    @Test
    void interruptEndsTheViewAndIsKept() throws IOException {
        Thread.currentThread().interrupt();

        view(Terminal.plain(out)).show(LONG, Long.MAX_VALUE);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(text()).contains("No runtime is registered there");
    }

    @Test
    void keyNShowsTheNextRuntime() throws IOException {
        try (GoRuntime first = open();
                GoRuntime second = open()) {
            first.run(Go.unit());
            CompletableFuture<Unit> run = crowd(second);

            view(screen(new ByteArrayInputStream(new byte[] {'n', 'q'}))).show(LONG, Long.MAX_VALUE);

            assertThat(text()).contains("one of 2: n shows the next");
            assertThat(text().indexOf("goroutines  0:")).isNotNegative().isLessThan(text().indexOf("goroutines  6:"));
            run.cancel(true);
        }
    }

    @Test
    void linesKeepWithinTheScreenAndThoseBelowAreShown() throws IOException {
        try (GoRuntime rt = open()) {
            rt.run(Go.unit());

            view(screen(new ByteArrayInputStream(new byte[] {'q'})))
                    .below(() -> List.of("output: " + "x".repeat(500), "last line"))
                    .show(LONG, Long.MAX_VALUE);

            assertThat(text())
                    .contains("last line")
                    .doesNotContain("x".repeat(400))
                    .contains("…");
        }
    }

    @Test
    void controlCharactersOfOthersDoNoHarm() throws IOException {
        try (GoRuntime rt = open()) {
            rt.run(Go.unit());

            view(Terminal.plain(out))
                    .below(() -> List.of("\u001b[2Jgone\rover\u202e"))
                    .show(SHORT, 1);

            assertThat(text()).contains("?[2Jgone?over?");
        }
    }

    @Test
    void processWithoutARuntimeIsToldHowToRegisterOne() throws IOException {
        view(Terminal.plain(out)).show(SHORT, 1);

        assertThat(text()).contains("No runtime is registered there: start the program with -Dgondola.jmx=1");
    }

    @Test
    void runtimeThatIsClosedMeanwhileIsLeft() throws IOException {
        GoRuntime rt = open();
        AtomicInteger times = new AtomicInteger();
        view(Terminal.plain(out))
                .below(() -> {
                    if (times.incrementAndGet() == 1) {
                        rt.close();
                    }
                    return List.of();
                })
                .show(SHORT, 2);

        assertThat(text()).contains("processors 2").contains("No runtime is registered there");
    }

    @Test
    void viewEndsWhenItIsTold() throws IOException {
        try (GoRuntime rt = open()) {
            AtomicInteger looks = new AtomicInteger();

            view(Terminal.plain(out)).until(() -> looks.incrementAndGet() > 10).show(LONG, Long.MAX_VALUE);

            assertThat(rt.stats().goroutines()).isZero();
            assertThat(looks).hasValueGreaterThan(10);
        }
    }

    @Test
    void narrowTerminalSaysHowToQuit() {
        String head = "gondola top: process 21081, 18:58:35";

        assertThat(Terminal.heading(head, 80)).isEqualTo(head + "   q quits");
        assertThat(Terminal.heading(head, 40)).isEqualTo("gondola top: process 21081, 1…   q quits");
        assertThat(Terminal.heading(head, 20)).isEqualTo("gondola t…   q quits");
        assertThat(Terminal.heading(head, 4)).hasSizeLessThanOrEqualTo(4);
    }
}
