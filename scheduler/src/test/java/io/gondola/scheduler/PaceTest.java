package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.trace.EventKind;
import io.gondola.scheduler.trace.EventLog;
import io.gondola.scheduler.trace.Producer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaceTest {
    private static final int OF_RECORDER = 2_500;
    private static final int OF_TRACE = 5_000;
    private static final int LITTLE_MEMORY = 200_000;

    private final Pause pause = new Pause(new Observation());
    private final Producer producer = new EventLog(String::valueOf).producer("P0", LITTLE_MEMORY);

    private long time;

    /** How many events are written down until one is refused; no more than {@code most}. */
    private int written(Pace pace, int most) {
        int n = 0;
        while (n < most && pace.allows(producer)) {
            producer.add(EventKind.PREEMPTED, ++time, 0, 1, 0, 0);
            n++;
        }
        return n;
    }

    private boolean paused() {
        return pause.toldUntil(Long.MAX_VALUE) != Long.MAX_VALUE;
    }

    @Test
    void recorderWritesDownSoManyInAWindow() {
        Pace pace = Pace.ofRecorder(pause, () -> time);

        assertThat(written(pace, Integer.MAX_VALUE)).isEqualTo(OF_RECORDER);
        assertThat(pause.toldUntil(Long.MAX_VALUE)).isEqualTo(OF_RECORDER);

        pace.nextWindow();
        assertThat(written(pace, Integer.MAX_VALUE)).isEqualTo(OF_RECORDER);
    }

    /** Hunts a trace that is slow for ever, though each event that it writes down drops another one. */
    @Test
    void traceWritesDownAllAsLongAsThereIsRoomAndThenSoManyInAWindow() {
        Pace pace = Pace.ofTrace(pause, () -> time);
        int whole = 0;
        while (!producer.isFull()) {
            assertThat(written(pace, 1)).isEqualTo(1);
            whole++;
        }
        assertThat(whole).isGreaterThan(LITTLE_MEMORY / 48);
        assertThat(paused()).isFalse();

        assertThat(written(pace, Integer.MAX_VALUE)).isEqualTo(OF_TRACE);
        assertThat(paused()).isTrue();

        pace.nextWindow();
        assertThat(written(pace, Integer.MAX_VALUE)).isEqualTo(OF_TRACE);
    }

    /** The events are told by this thread, so that no program need be fast enough. */
    @Test
    void traceWhoseMemoryIsUsedUpPausesAndGoesOn(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("trace.html");
        try (Scheduler scheduler = Scheduler.workStealing(SchedulerOptions.processors(1))) {
            AutoCloseable trace = scheduler.trace(page, LITTLE_MEMORY);
            for (int pauses = 0; pauses < 3; pauses++) {
                Await.until("it pauses", () -> isPausedAfterMany(scheduler));
                Await.until("it goes on", () -> Observation.of(scheduler) != null);
            }
            Await.until("it pauses once more", () -> isPausedAfterMany(scheduler));
            trace.close();
            assertThat(Observation.of(scheduler)).isNull();
        }

        assertThat(Files.readString(page))
                .containsPattern("Only [0-9.]+ % of the time is shown, in [0-9,]+ pieces: ")
                .contains(" of threads without a processor up to ");
    }

    private static boolean isPausedAfterMany(Scheduler scheduler) {
        for (int i = 0; i < 5 * OF_TRACE; i++) {
            Observer o = Observation.of(scheduler);
            if (o == null) {
                return true;
            }
            o.polled(Observer.POLLER, 0);
        }
        return false;
    }
}
