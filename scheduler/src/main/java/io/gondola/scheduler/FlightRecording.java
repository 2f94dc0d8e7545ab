package io.gondola.scheduler;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Makes schedulers with real threads tell Flight Recorder what happens, while something is recorded.
 *
 * <p>The module {@code jdk.jfr} is optional: without it nothing is recorded, and nothing else changes.
 */
final class FlightRecording {
    /*
     * An event that nobody records is cheap, but not free: the run loop would ask for each event whether its type is enabled.
     * So schedulers have no observer as long as no recording runs anywhere in the JVM. Only the nested classes name classes
     * of jdk.jfr; they are not loaded if the module is missing.
     */
    private static final boolean AVAILABLE = available();

    private FlightRecording() {}

    private static boolean available() {
        Module own = FlightRecording.class.getModule();
        return ModuleLayer.boot().findModule("jdk.jfr").filter(own::canRead).isPresent();
    }

    static void connect(Observation scheduler) {
        if (AVAILABLE) {
            Listener.INSTANCE.add(scheduler);
        }
    }

    static void disconnect(Observation scheduler) {
        if (AVAILABLE) {
            Listener.INSTANCE.remove(scheduler);
        }
    }

    /** Hears of recordings that start and stop. */
    private static final class Listener implements FlightRecorderListener {
        static final Listener INSTANCE = new Listener();

        static {
            FlightRecorder.addListener(INSTANCE);
        }

        private final Set<Observation> schedulers = ConcurrentHashMap.newKeySet();

        synchronized void add(Observation scheduler) {
            schedulers.add(scheduler);
            if (anythingRuns()) {
                scheduler.flight(new FlightEvents());
            }
        }

        synchronized void remove(Observation scheduler) {
            schedulers.remove(scheduler);
            scheduler.flight(null);
        }

        /** Does not initialise Flight Recorder. */
        private static boolean anythingRuns() {
            return FlightRecorder.isInitialized()
                    && FlightRecorder.getFlightRecorder().getRecordings().stream()
                            .anyMatch(r -> r.getState() == RecordingState.RUNNING);
        }

        @Override
        public synchronized void recordingStateChanged(Recording recording) {
            Observer observer = anythingRuns() ? new FlightEvents() : null;
            schedulers.forEach(s -> s.flight(observer));
        }
    }
}
