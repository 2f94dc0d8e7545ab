package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracePageTest {
    @TempDir
    private Path folder;

    private final Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");

    private Go<Integer> handOver() {
        Go<Unit> giver = Go.sleep(Duration.ofMillis(1)).then(jobs.send(1));
        return Go.suspend(() -> Go.go("giver", giver)).then(jobs.receive());
    }

    private Path file() {
        return folder.resolve("trace.HTML");
    }

    private String traced(GoRuntime rt, Go<?> program) throws Exception {
        try (rt;
                AutoCloseable trace = rt.trace(file())) {
            assertThat(trace).isNotNull();
            rt.run(program);
        }
        return Files.readString(file());
    }

    private static String facts(String page) {
        String from = "id=\"facts\">";
        int start = page.indexOf(from) + from.length();
        String facts = page.substring(start, page.indexOf("</script>", start));
        assertThat(JsonCheck.endOf(facts)).as("well-formed JSON").isEqualTo(facts.length());
        return facts;
    }

    @OnEveryRuntime
    void pageTellsWhoWaitedForWhatAndWhoEndedIt(TestRuntime kind) throws Exception {
        String facts = facts(traced(kind.open(), handOver()));

        assertThat(facts)
                .contains("2 goroutines, started at ")
                .contains("\"name\":\"giver\",\"goroutines\":1")
                .contains("\"sleep\":{\"n\":1,")
                .contains("was that of g1: ", " in chan receive on jobs; it was ended by g2 giver.")
                .contains("No event was dropped.");
    }

    @Test
    void sameSeedWritesTheSamePage() throws Exception {
        String first = traced(GoRuntime.deterministic(7), handOver());

        assertThat(traced(GoRuntime.deterministic(7), handOver()))
                .isEqualTo(first)
                .contains("\"virtual\":true");
    }

    /** The goroutines outlive the trace, which must neither wait for them nor take their waits for over. */
    @Test
    void tracesEndWhileTheProgramGoesOn() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Channel<Integer> never = Channel.<Integer>unbuffered().named("never");
            AutoCloseable trace = rt.trace(file());
            rt.run(Go.go("waiter", never.receive()).then(Go.gosched()).then(handOver()));
            trace.close();
            trace.close();
        }

        assertThat(Files.readString(file())).endsWith("</html>\n");
    }

    @Test
    void closingTheRuntimeCompletesThePage() throws IOException {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.trace(file());
            rt.run(handOver());
        }

        assertThat(file()).content().contains("gondola.start();").endsWith("</html>\n");
    }

    @Test
    void eventsThatFindNoRoomAreDroppedAndToldOf() throws Exception {
        String property = "gondola.trace.memory";
        System.setProperty(property, "1");
        try {
            String facts = facts(traced(
                    GoRuntime.builder().maxProcs(1).build(),
                    Go.go("counter", Go.forRange(0, 50_000, i -> jobs.send(i)).then(jobs.close()))
                            .then(jobs.range(i -> Go.unit()))));

            assertThat(facts)
                    .contains(" events, the oldest, were dropped, for there was no more room (-Dgondola.trace.memory)")
                    .as("made long before what is left")
                    .contains("\"name\":\"counter\",\"goroutines\":1");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void memoryThatIsNoNumberOfMebibytesIsRefused() {
        String property = "gondola.trace.memory";
        System.setProperty(property, "lots");
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThatThrownBy(() -> rt.trace(file()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("-Dgondola.trace.memory must be a number of mebibytes from 1 to 1048576: lots");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void tenThousandGoroutinesNamedAlikeAreOneRow() throws Exception {
        String facts = facts(traced(
                GoRuntime.builder().maxProcs(2).build(),
                Go.go(Go.forRange(0, 10_000, i -> Go.go("alike", jobs.send(i))))
                        .then(Go.forRange(0, 10_000, i -> jobs.receive().then(Go.unit())))));

        assertThat(facts).contains("\"name\":\"alike\",\"goroutines\":10000");
    }

    @Test
    void pathThatCannotBeWrittenIsRefusedAtOnce() {
        Path missing = folder.resolve("missing").resolve("trace.html");
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThatThrownBy(() -> rt.trace(missing))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot write the trace: file=" + missing);
        }
    }

    @Test
    void fullDiskIsToldAndTheProgramGoesOn() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "needs /dev/full");
        Path link = Files.createSymbolicLink(folder.resolve("full.html"), full);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThatThrownBy(() -> rt.trace(link))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot write the trace: file=" + link);

            assertThat(rt.run(handOver())).isEqualTo(1);
            rt.trace(file()).close();
        }
    }

    /** What is written goes into a pipe whose other end is closed once the beginning of the page was read. */
    private AutoCloseable traceIntoWhatTakesNoMore(GoRuntime rt, String name) throws Exception {
        Path pipe = folder.resolve(name);
        assumeTrue(isMade(pipe), "needs mkfifo");
        Thread reader = new Thread(() -> {
            try (InputStream in = Files.newInputStream(pipe)) {
                StringBuilder begin = new StringBuilder();
                for (int c = in.read(); c >= 0 && begin.indexOf("</main>") < 0; c = in.read()) {
                    begin.append((char) c);
                    if (begin.length() > 20) {
                        begin.delete(0, begin.length() - 20);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reader.start();
        AutoCloseable trace = rt.trace(pipe);
        reader.join();
        return trace;
    }

    private static boolean isMade(Path pipe) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void diskThatFillsUpMeanwhileIsToldAtTheEndAndTheProgramGoesOn() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            AutoCloseable trace = traceIntoWhatTakesNoMore(rt, "pipe.html");
            assertThat(rt.run(handOver())).isEqualTo(1);

            assertThatThrownBy(trace::close)
                    .isInstanceOf(IOException.class)
                    .hasMessage("trace is incomplete: file=" + folder.resolve("pipe.html"));
            trace.close();
            assertThat(rt.run(handOver())).isEqualTo(1);
            rt.trace(file()).close();
        }
    }

    @Test
    void runtimeClosesAlthoughItsTraceCannotBeCompleted() throws Exception {
        GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
        AutoCloseable trace = traceIntoWhatTakesNoMore(rt, "pipe.html");
        rt.run(handOver());

        rt.close();

        trace.close();
        assertThat(rt).hasToString("GoRuntime[closed]");
    }

    @Test
    void nameThatEndsInGzIsPacked() throws Exception {
        Path json = folder.resolve("trace.json.gz");
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.trace(json);
            rt.run(handOver());
        }

        try (InputStream in = new GZIPInputStream(Files.newInputStream(json))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("\"traceEvents\"");
            assertThat(JsonCheck.endOf(text)).isEqualTo(text.length());
        }
    }
}
