package io.gondola.scheduler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Notices goroutines that hold their processor in plain Java code, which cannot be preempted; counts them, and logs
 * each place in the user's code once. Belongs to sysmon.
 *
 * @go runtime/proc.go, {@code preemptone}, whose signal has no counterpart in Java
 */
final class LongSteps {
    /*
     * Algorithm. After a time slice of 10 ms sysmon asks the goroutine to yield (Processor.preempt). A goroutine that
     * makes steps of the DSL answers within 256 of them, whether it then yields or not. So a request that stands, while
     * the processor has not switched to another goroutine, means Java code: one long step, or short ones whose sum is
     * long. The run loop does nothing for it.
     *
     * The time is the sum of what sysmon saw, look by look, each counted as MAX_LOOK at the most. A pause of the whole
     * JVM or a machine without CPU time for us delays sysmon, too, and is no fault of the goroutine's.
     *
     * Whether a place was logged before is known from the place itself: the function of the user's that the goroutine
     * runs, found in the thread's stack. The stack is taken once per long step. At most MAX_PLACES are remembered; then
     * the one that was seen first is forgotten, and may be logged again.
     */
    private static final long MAX_LOOK_NANOS = 20_000_000;
    private static final int MAX_PLACES = 1_000;
    private static final String WARNING =
            "Goroutine holds its processor in Java code: goroutine={}, name={}, for={}ms, processor={}, thread={},"
                    + " at={}{}";

    private final ProcessorPool pool;
    private final Observation observation;
    private final FlightRecorder recorder;
    private final long threshold;
    private final Map<String, Boolean> logged = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_PLACES;
        }
    });

    private final AtomicLong count = new AtomicLong();

    LongSteps(ProcessorPool pool, Observation observation, FlightRecorder recorder, long thresholdNanos) {
        this.pool = pool;
        this.observation = observation;
        this.recorder = recorder;
        this.threshold = thresholdNanos;
    }

    long count() {
        return count.get();
    }

    /** Called after {@code p}'s goroutine was asked to yield. */
    void asked(Processor p, long now) {
        p.heldNanos = 0;
        p.heldLook = now;
        p.heldSwitches = p.switches();
    }

    /**
     * Called while that request stands.
     *
     * @return whether a step has become a long one at this moment
     */
    boolean look(Processor p, long now) {
        if (p.heldSwitches != p.switches()) { // another goroutine, which has not seen the request yet
            asked(p, now);
            return false;
        }
        long before = p.heldNanos;
        p.heldNanos += Math.min(now - p.heldLook, MAX_LOOK_NANOS);
        p.heldLook = now;
        return threshold != 0 && before < threshold && p.heldNanos >= threshold && report(p);
    }

    private boolean report(Processor p) {
        Machine m = pool.ownerOf(p);
        if (m == null) {
            return false;
        }
        Goroutine g = m.running();
        if (g == null) {
            return false;
        }
        StackTraceElement[] stack = m.getStackTrace();
        if (m.running() != g || p.heldSwitches != p.switches() || !p.preempt) {
            return false; // over by now; the stack may be another goroutine's
        }
        Observer o = Observation.of(observation);
        if (o != null) {
            o.longStep(p.id, g, p.heldNanos, g.place(stack), m);
        }
        String place = g.place(stack);
        recorder.trouble(Trouble.LONG_STEP, place);
        if (logged.put(withoutLine(place), true) == null) {
            logElsewhere(
                    g.id(),
                    g.name() == null ? "none" : g.shownName(),
                    p.heldNanos / 1_000_000,
                    p.id,
                    m.getName(),
                    place,
                    text(stack));
        } else {
            count.incrementAndGet();
        }
        return true;
    }

    /** On a thread of its own: a log may take seconds, its beginning for one, in which sysmon would look at nothing. */
    private void logElsewhere(@Nullable Object... values) {
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        Log.LOG.warn(WARNING, values);
                    } finally {
                        count.incrementAndGet(); // last, so that who sees the count finds the rest done
                    }
                },
                "gondola-warning",
                0,
                false);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // the operating system gives no thread: the scheduler tells of that itself
            count.incrementAndGet();
        }
    }

    /** One function is one place, whichever of its lines it is at. */
    private static String withoutLine(String place) {
        int colon = place.lastIndexOf(':');
        return colon < 0 ? place : place.substring(0, colon);
    }

    private static String text(StackTraceElement[] stack) {
        StringBuilder out = new StringBuilder();
        for (StackTraceElement e : stack) {
            out.append("\n\tat ").append(e);
        }
        return out.toString();
    }
}
