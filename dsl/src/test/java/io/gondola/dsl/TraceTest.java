package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // nulls are what is refused
class TraceTest {
    private static final int TRIES = 1_000;

    @TempDir
    private Path folder;

    private final Channel<Integer> jobs = Channel.<Integer>unbuffered().named("the \"jobs\"");

    /** One goroutine waits for the other. */
    private Go<Integer> handOver() {
        return Go.go("giver", Go.sleep(Duration.ofMillis(1)).then(jobs.send(1))).then(jobs.receive());
    }

    private Path file() {
        return folder.resolve("trace.json");
    }

    private List<String> traced(GoRuntime rt, Go<?> program) throws Exception {
        try (rt;
                AutoCloseable trace = rt.trace(file())) {
            assertThat(trace).isNotNull();
            rt.run(program);
        }
        String text = Files.readString(file());
        assertThat(JsonCheck.endOf(text)).as("well-formed JSON").isEqualTo(text.length());
        return text.lines().toList();
    }

    @OnEveryRuntime
    void sliceTellsWhoRanAndWhyItStopped(TestRuntime kind) throws Exception {
        List<String> lines = traced(kind.open(), handOver());
        for (int i = 0; i < TRIES && lines.stream().anyMatch(TraceTest::isGiverAtTheEnd); i++) {
            lines = traced(kind.open(), handOver());
        }

        assertThat(lines)
                .anyMatch(l -> l.contains("\"ph\":\"X\"")
                        && l.contains("\"name\":\"g1\"")
                        && l.contains("\"until\":\"chan receive\",\"on\":\"the \\\"jobs\\\"\""))
                .anyMatch(
                        l -> l.contains("\"ph\":\"X\"") && l.contains(" giver\"") && l.contains("\"until\":\"sleep\""))
                .anyMatch(
                        l -> l.contains("\"ph\":\"X\"") && l.contains(" giver\"") && l.contains("\"until\":\"ended\""));
    }

    /** The giver wakes main, whose end on another processor is the end of the trace: it may come before its own. */
    private static boolean isGiverAtTheEnd(String line) {
        return line.contains(" giver\"") && line.contains("\"until\":\"still running\"");
    }

    @OnEveryRuntime
    void arrowsLeadFromWhoReadiesToWhoRuns(TestRuntime kind) throws Exception {
        List<String> lines = traced(kind.open(), handOver());

        long begun = lines.stream().filter(l -> l.contains("\"ph\":\"s\"")).count();
        long ended = lines.stream().filter(l -> l.contains("\"ph\":\"f\"")).count();
        assertThat(begun).isGreaterThanOrEqualTo(ended);
        assertThat(ended)
                .as("main, giver, giver after its sleep, main after its receive")
                .isEqualTo(4);
    }

    @OnEveryRuntime
    void lanesAreNamedAfterProcessors(TestRuntime kind) throws Exception {
        assertThat(traced(kind.open(), handOver()))
                .anyMatch(l -> l.contains("\"thread_name\"") && l.contains("\"name\":\"P"));
    }

    @Test
    void sameSeedWritesTheSameFile() throws Exception {
        List<String> first = traced(GoRuntime.deterministic(7), handOver());
        List<String> second = traced(GoRuntime.deterministic(7), handOver());

        assertThat(second).isEqualTo(first).anyMatch(l -> l.contains("\"clock\":\"virtual\",\"droppedEvents\":0"));
    }

    @Test
    void eventsThatComeTooFastAreDroppedAndCountedAndTheFileStaysWellFormed() throws Exception {
        GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
        Channel<Integer> ch = Channel.unbuffered();

        List<String> lines = traced(
                rt,
                Go.go(Go.forRange(0, 300_000, i -> ch.send(i)).then(ch.close())).then(ch.range(i -> Go.unit())));

        assertThat(lines.get(lines.size() - 1)).contains("\"clock\":\"real\",\"droppedEvents\":");
    }

    @Test
    void closingTheRuntimeCompletesTheFile() throws IOException {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.trace(file());
            rt.run(handOver());
        }

        assertThat(file()).content().endsWith("}}\n");
    }

    @Test
    void twoTracesAtOnceAreRefusedAndOneAfterTheOtherAreNot() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            AutoCloseable first = rt.trace(file());

            assertThatThrownBy(() -> rt.trace(folder.resolve("other.json")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a trace of this runtime is being written already: file=" + file());
            first.close();
            first.close();
            rt.trace(file()).close();
        }
    }

    @Test
    void fileThatCannotBeWrittenIsRefusedAtOnce() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThatThrownBy(() -> rt.trace(folder))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot write the trace: file=" + folder);
            assertThatThrownBy(() -> rt.trace(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("file");
        }
    }

    @Test
    void closedRuntimeRefusesATrace() {
        GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
        rt.close();

        assertThatThrownBy(() -> rt.trace(file()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("runtime is closed");
    }
}
