package io.gondola.scheduler;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Makes a scheduler with real threads tell Flight Recorder what happens, while something is recorded.
 *
 * <p>The module {@code jdk.jfr} is optional: without it nothing is recorded, and nothing else changes.
 */
final class FlightRecording {
    /*
     * An event that nobody records is cheap, but not free: the run loop would ask for each event whether its type is
     * enabled. So schedulers have no observer as long as no recording runs anywhere in the JVM. Only the nested classes
     * name classes of jdk.jfr; they are not loaded if the module is missing.
     *
     * Flight Recorder keeps its listeners for ever, and with each of them the class loaders of those who called when it
     * was added. So each scheduler has a listener of its own, from its start to its end: an application that was
     * undeployed, and has closed its runtimes, leaves nothing there, though others still have one.
     */
    private static final boolean AVAILABLE = available();

    private final Observation scheduler;

    /** A Listener; null before and after. Guarded by this. */
    private @Nullable Object listener;

    FlightRecording(Observation scheduler) {
        this.scheduler = scheduler;
    }

    private static boolean available() {
        Module own = FlightRecording.class.getModule();
        return ModuleLayer.boot().findModule("jdk.jfr").filter(own::canRead).isPresent();
    }

    synchronized void connect() {
        if (AVAILABLE && listener == null) {
            Listener added = new Listener(scheduler);
            listener = added;
            added.begin();
        }
    }

    synchronized void disconnect() {
        if (listener != null) {
            ((Listener) listener).end();
            listener = null;
        }
    }

    /** Hears of recordings that start and stop. */
    private static final class Listener implements FlightRecorderListener {
        private final Observation scheduler;
        private boolean ended;

        Listener(Observation scheduler) {
            this.scheduler = scheduler;
        }

        void begin() {
            FlightRecorder.addListener(this);
            look();
        }

        /** Flight Recorder may be about to tell it something. */
        void end() {
            FlightRecorder.removeListener(this);
            synchronized (this) {
                ended = true;
                scheduler.flight(null);
            }
        }

        /** Does not initialise Flight Recorder. */
        private static boolean anythingRuns() {
            return FlightRecorder.isInitialized()
                    && FlightRecorder.getFlightRecorder().getRecordings().stream()
                            .anyMatch(r -> r.getState() == RecordingState.RUNNING);
        }

        private synchronized void look() {
            if (!ended) {
                scheduler.flight(anythingRuns() ? new FlightEvents() : null);
            }
        }

        @Override
        public void recordingStateChanged(Recording recording) {
            look();
        }
    }
}
