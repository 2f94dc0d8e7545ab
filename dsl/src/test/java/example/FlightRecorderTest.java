package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.FlightRecorder;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
    private static final Duration LAST = Duration.ofMinutes(1);
    private static final String LOGGER = "io.gondola.scheduler";

    @TempDir
    private Path folder;

    private final Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");

    private FlightRecorder recorder() {
        return FlightRecorder.lasting(LAST).folder(folder);
    }

    private static GoRuntime open(FlightRecorder recorder) {
        return GoRuntime.builder().maxProcs(1).flightRecorder(recorder).build();
    }

    private Go<Integer> handOver() {
        return Go.suspend(() -> Go.go("giver", jobs.send(1))).then(jobs.receive());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private String onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return Files.readString(files().get(0));
    }

    @Test
    void thePastIsWrittenOnRequest() throws IOException {
        Path file = folder.resolve("asked.html");
        try (GoRuntime rt = open(recorder())) {
            rt.run(handOver());
            rt.writeFlight(file);
            rt.run(handOver());
            rt.writeFlight(file);
        }

        assertThat(onlyFile())
                .contains("Written by the flight recorder, which was asked to.", "It keeps the last 1m.")
                .contains("\"name\":\"giver\",\"goroutines\":2")
                .contains("in chan ", " on jobs; it was ended by g")
                .endsWith("</html>\n");
    }

    @Test
    void uncaughtPanicWritesAFileThatTheLogNames() throws IOException {
        try (CapturedLog log = CapturedLog.of(LOGGER);
                GoRuntime rt = open(recorder())) {
            assertThatThrownBy(() -> rt.run(handOver().then(Go.panic("no more jobs"))))
                    .isInstanceOf(Panic.class);
            assertThat(rt.shutdown(LAST)).as("it waits for the file").isTrue();

            assertThat(onlyFile())
                    .contains("Written by the flight recorder because of this uncaught panic: ", "no more jobs")
                    .contains("\"name\":\"giver\"");
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("Flight recording was written: because of=uncaught panic: ")
                    .contains("file=" + files().get(0).toAbsolutePath())
                    .contains("-uncaught-panic.html");
        }
    }

    @Test
    void deadlockWritesAFileThatTellsWhoWaitsForWhat() throws IOException {
        try (GoRuntime rt = open(recorder())) {
            assertThatThrownBy(() -> rt.run(jobs.receive())).isInstanceOf(FatalError.class);
        }

        assertThat(onlyFile())
                .contains("because of this deadlock: all goroutines are asleep - deadlock!")
                .contains("\"chan receive\":{\"n\":1,");
    }

    @Test
    void fatalErrorOfAStepWritesAFile() throws IOException {
        try (GoRuntime rt = open(recorder())) {
            assertThatThrownBy(() -> rt.run(Go.run(() -> {
                        throw new FatalError("broken");
                    })))
                    .isInstanceOf(FatalError.class);
        }

        assertThat(onlyFile()).contains("because of this fatal error: broken.");
    }

    @Test
    void fatalErrorOfTheRuntimeWritesAFile() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Go<Unit> blocked = Go.blocking(() -> {
            never.await();
            return Unit.UNIT;
        });
        try (GoRuntime rt = GoRuntime.builder()
                .maxProcs(1)
                .maxThreads(5)
                .flightRecorder(recorder())
                .build()) {
            assertThatThrownBy(
                            () -> rt.run(Go.forRange(0, 20, i -> Go.go(blocked)).then(Go.never())))
                    .isInstanceOf(FatalError.class);
        }

        assertThat(onlyFile()).contains("because of this fatal error: thread exhaustion.");
    }

    @SuppressWarnings("gondola:blocking") // on purpose
    private static Go<Unit> computeUntil(AtomicBoolean over) {
        return Go.run(() -> {
            while (!over.get()) {
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    /** Until there is a whole file whose name ends so. */
    private void awaitFile(String end) throws IOException {
        long start = System.nanoTime();
        while (!isWhole(end)) {
            assertThat(System.nanoTime() - start).as("waited for a file").isLessThan(30_000_000_000L);
            Thread.onSpinWait();
        }
    }

    private boolean isWhole(String end) throws IOException {
        for (Path file : files()) {
            if (file.toString().endsWith(end) && Files.readString(file).endsWith("</html>\n")) {
                return true;
            }
        }
        return false;
    }

    /** Java code holds the only processor until the file is there. */
    private void await(GoRuntime rt, Go<?> program, AtomicBoolean over) throws Exception {
        var run = rt.start(program);
        awaitFile(".html");
        over.set(true);
        run.get();
    }

    @Test
    void longStepWritesAFile() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (GoRuntime rt = GoRuntime.builder()
                .maxProcs(1)
                .longStep(Duration.ofMillis(10))
                .flightRecorder(recorder())
                .build()) {
            await(rt, computeUntil(over), over);
        }

        assertThat(onlyFile()).contains("because of this long step: ").contains("FlightRecorderTest");
    }

    @Test
    void goroutineThatIsNotRunForLongWritesAFile() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (GoRuntime rt = GoRuntime.builder()
                .maxProcs(1)
                .longStep(Duration.ZERO)
                .flightRecorder(recorder().wakeUp(Duration.ofMillis(10)))
                .build()) {
            await(rt, Go.go("starved", Go.unit()).then(computeUntil(over)), over);
        }

        assertThat(onlyFile())
                .contains("because of this late wake-up: a goroutine that could run had waited for ")
                .contains("\"name\":\"starved\"");
    }

    @Test
    void sameTroubleIsWrittenOnceInTheTimeThatIsKept() throws IOException {
        try (GoRuntime rt = open(recorder())) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> rt.run(Go.panic("again"))).isInstanceOf(Panic.class);
            }
        }

        assertThat(files()).hasSize(1);
    }

    @Test
    void oldestOfItsOwnFilesIsDeleted() throws IOException {
        Path foreign = Files.createFile(folder.resolve("gondola-flight-0-0-of-another-process.html"));
        try (GoRuntime rt = open(recorder().maxFiles(1))) {
            assertThatThrownBy(() -> rt.run(Go.panic("first"))).isInstanceOf(Panic.class);
            awaitFile("-uncaught-panic.html");
            assertThatThrownBy(() -> rt.run(jobs.receive())).isInstanceOf(FatalError.class);
        }

        assertThat(files())
                .hasSize(2)
                .contains(foreign)
                .anySatisfy(f -> assertThat(f.toString()).endsWith("-deadlock.html"));
    }

    @Test
    void folderThatCannotBeWrittenIsToldAndTheProgramEndsAsItWould() throws IOException {
        Path noFolder = Files.createFile(folder.resolve("file"));
        try (CapturedLog log = CapturedLog.of(LOGGER);
                GoRuntime rt = open(recorder().folder(noFolder.resolve("inner")))) {
            assertThatThrownBy(() -> rt.run(Go.panic("boom"))).isInstanceOf(Panic.class);
            assertThat(rt.shutdown(LAST)).isTrue();

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("Flight recording could not be written: because of=uncaught panic, file=" + noFolder);
        }
    }

    @Test
    void pathThatCannotBeWrittenIsRefused() {
        Path missing = folder.resolve("missing").resolve("flight.html");
        try (GoRuntime rt = open(recorder())) {
            assertThatThrownBy(() -> rt.writeFlight(missing))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot write the flight recording: file=" + missing);
            assertThat(rt.run(handOver())).isEqualTo(1);
        }
    }

    @Test
    void runtimeWithoutARecorderAndAClosedOneSaySo() {
        Path file = folder.resolve("flight.html");
        GoRuntime closed = open(recorder());
        closed.close();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
                GoRuntime deterministic = GoRuntime.deterministic(1)) {
            assertThatThrownBy(() -> rt.writeFlight(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("runtime has no flight recorder: build it with flightRecorder(...)");
            assertThatThrownBy(() -> deterministic.writeFlight(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the deterministic runtime has no flight recorder");
            assertThatThrownBy(() -> closed.writeFlight(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("runtime is closed");
        }
    }

    @Test
    void recorderAndTraceTellTheSame() throws Exception {
        Path trace = folder.resolve("trace.html");
        Path flight = folder.resolve("flight.html");
        try (GoRuntime rt = open(recorder())) {
            try (AutoCloseable open = rt.trace(trace)) {
                assertThat(open).isNotNull();
                rt.run(handOver());
            }
            rt.writeFlight(flight);
        }

        String row = "\"name\":\"giver\",\"goroutines\":1";
        assertThat(Files.readString(trace)).contains(row);
        assertThat(Files.readString(flight)).contains(row);
    }

    /** Far more switches than the recorder may write down: it pauses, and says so. */
    @Test
    void programThatSwitchesAllTheTimeIsShownInPieces() throws IOException {
        Path file = folder.resolve("flight.html");
        try (GoRuntime rt = open(recorder())) {
            rt.run(Go.go("sender", Go.forRange(0, 200_000, i -> jobs.send(i)).then(jobs.close()))
                    .then(jobs.range(i -> Go.unit())));
            rt.writeFlight(file);
        }

        assertThat(onlyFile()).containsPattern("Only [0-9]+ % of the time is shown, in [0-9,]+ pieces: ");
    }

    @Test
    void impossibleSettingsAreRefusedByName() {
        assertThatThrownBy(() -> GoRuntime.builder().flightRecorder(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("last must be zero or from PT0.1S to PT1H: PT-0.001S");
        assertThatThrownBy(() -> FlightRecorder.lasting(Duration.ofHours(2)))
                .hasMessage("time must be zero or from PT0.1S to PT1H: PT2H");
        assertThatThrownBy(() -> recorder().maxFiles(0)).hasMessage("n must be at least 1: 0");
        assertThatThrownBy(() -> recorder().wakeUp(Duration.ofMillis(1)))
                .hasMessage("limit must be zero or at least PT0.01S: PT0.001S");
        assertThatThrownBy(() -> recorder().folder(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("where");
    }

    @Test
    void propertyTurnsItOnAndAWrongOneIsNamed() throws IOException {
        String property = "gondola.flightrecorder";
        System.setProperty(property, "1000");
        System.setProperty(property + ".folder", folder.toString());
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            assertThatThrownBy(() -> rt.run(Go.panic("boom"))).isInstanceOf(Panic.class);
            System.setProperty(property + ".files", "none");
            assertThatThrownBy(GoRuntime::builder).hasMessage("-Dgondola.flightrecorder.files must be a number: none");
        } finally {
            System.clearProperty(property);
            System.clearProperty(property + ".folder");
            System.clearProperty(property + ".files");
        }

        assertThat(onlyFile()).contains("It keeps the last 1s.");
    }
}
