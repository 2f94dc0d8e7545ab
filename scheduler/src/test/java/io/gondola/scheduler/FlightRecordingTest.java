package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // what is looked for is there
class FlightRecordingTest {
    private static final List<String> EVENTS = List.of(
            "GoroutineCreated",
            "GoroutineParked",
            "GoroutinePreempted",
            "GoroutinesStolen",
            "LongStep",
            "ProcessorHandedOff");

    @TempDir
    private Path folder;

    @AfterEach
    void noThreadIsLeft() {
        Await.noThreadIsLeft();
    }

    private static Scheduler open(int maxProcs) {
        Monitoring m = new Monitoring(Duration.ZERO, false, Duration.ofMillis(10), System.err);
        return Scheduler.workStealing(SchedulerOptions.processors(maxProcs).withMonitoring(m));
    }

    /** What {@code scenario} makes Flight Recorder record. */
    private List<RecordedEvent> recorded(String event, int maxProcs, Consumer<Scheduler> scenario) throws IOException {
        Path file = folder.resolve("gondola.jfr");
        try (Recording recording = new Recording();
                Scheduler scheduler = open(maxProcs)) {
            recording.enable("io.gondola." + event);
            recording.start();
            scenario.accept(scheduler);
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(e -> e.getEventType().getName().equals("io.gondola." + event))
                .toList();
    }

    private static void compute(BooleanSupplier until) {
        Await.until("the scenario", until);
    }

    @Test
    void createdGoroutinesAreRecorded() throws IOException {
        List<RecordedEvent> events = recorded(
                "GoroutineCreated",
                1,
                s -> TestProgram.run(s, g -> {
                    g.go(child -> Leave.exit());
                    return Leave.end();
                }));

        assertThat(events).extracting(e -> e.getLong("goroutine")).hasSize(2).contains(1L);
    }

    @Test
    void parkedGoroutinesAreRecordedWithTheirReason() throws IOException {
        ParkingLot lot = new ParkingLot();

        List<RecordedEvent> events = recorded(
                "GoroutineParked",
                1,
                s -> TestProgram.run(s, g -> {
                    g.waitsFor = "parking lot";
                    g.go(waker -> {
                        lot.release();
                        return Leave.end();
                    });
                    return Leave.park(lot, woken -> {
                        woken.waitsFor = null;
                        return Leave.exit();
                    });
                }));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getString("reason")).isEqualTo("parking lot");
        assertThat(events.get(0).getInt("processor")).isZero();
    }

    @Test
    void preemptionsAreRecorded() throws IOException {
        List<RecordedEvent> events = recorded(
                "GoroutinePreempted",
                1,
                s -> TestProgram.run(s, g -> {
                    g.go(waits -> Leave.exit());
                    while (g.step()) {
                        Thread.onSpinWait();
                    }
                    return Leave.preempted(again -> Leave.end());
                }));

        assertThat(events).extracting(e -> e.getLong("goroutine")).contains(1L);
    }

    @Test
    void handOffsAreRecorded() throws IOException {
        CountDownLatch otherRan = new CountDownLatch(1);

        List<RecordedEvent> events = recorded(
                "ProcessorHandedOff",
                1,
                s -> TestProgram.run(s, g -> {
                    g.go(other -> {
                        otherRan.countDown();
                        return Leave.end();
                    });
                    return g.blocking(() -> Await.latch(otherRan), done -> Leave.exit());
                }));

        assertThat(events).isNotEmpty();
    }

    @Test
    void theftsAreRecorded() throws IOException {
        List<RecordedEvent> events = recorded(
                "GoroutinesStolen",
                2,
                s -> TestProgram.run(s, g -> {
                    for (int i = 0; i < 10; i++) {
                        g.go(child -> Leave.end());
                    }
                    compute(() -> s.stats().steals() > 0);
                    return Leave.exit();
                }));

        assertThat(events.get(0).getInt("count")).isPositive();
        assertThat(events.get(0).getInt("victim")).isNotEqualTo(events.get(0).getInt("processor"));
    }

    @Test
    void longStepsAreRecordedWithTheirThread() throws IOException {
        List<RecordedEvent> events = recorded(
                "LongStep",
                1,
                s -> TestProgram.run(s, g -> {
                    compute(() -> s.stats().longSteps() > 0);
                    return Leave.exit();
                }));

        assertThat(events).hasSize(1);
        assertThat(events.get(0).getDuration("held")).isGreaterThanOrEqualTo(Duration.ofMillis(10));
        assertThat(events.get(0).getThread("machine").getJavaName()).startsWith("gondola-m-");
    }

    /** The run loop's only question is whether there is an observer. */
    @Test
    void nobodyObservesUnlessSomethingIsRecorded() {
        try (Scheduler scheduler = open(1)) {
            assertThat(Observation.of(scheduler)).isNull();
            try (Recording recording = new Recording()) {
                recording.start();
                assertThat(Observation.of(scheduler)).isNotNull();
                try (Scheduler openedMeanwhile = open(1)) {
                    assertThat(Observation.of(openedMeanwhile)).isNotNull();
                }
            }
            assertThat(Observation.of(scheduler)).isNull();
            assertThat(Scheduler.observed())
                    .as("nor is one that was closed meanwhile")
                    .isFalse();
        }
    }

    @Test
    void settingsFileTurnsOnAllEvents() throws IOException, ParseException {
        Map<String, String> settings =
                Configuration.create(Path.of("../docs/gondola.jfc")).getSettings();

        for (String event : EVENTS) {
            assertThat(settings).containsEntry("io.gondola." + event + "#enabled", "true");
        }
    }
}
