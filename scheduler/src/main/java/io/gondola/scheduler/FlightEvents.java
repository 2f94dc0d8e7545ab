package io.gondola.scheduler;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Tells Flight Recorder what happens to goroutines.
 *
 * <p>All event types but {@code LongStep} are off unless a recording's settings turn them on, for there may be millions
 * of events a second. They have no stack trace, which would be that of the run loop.
 */
final class FlightEvents implements Observer {
    @Override
    public void created(int lane, Goroutine g) {
        GoroutineCreated e = new GoroutineCreated();
        if (e.shouldCommit()) {
            e.goroutine = g.id();
            e.goroutineName = g.shownName();
            e.commit();
        }
    }

    @Override
    public void parked(int lane, Goroutine g, String reason, @Nullable Object on) {
        GoroutineParked e = new GoroutineParked();
        if (e.shouldCommit()) {
            e.goroutine = g.id();
            e.goroutineName = g.shownName();
            e.reason = reason;
            e.on = on == null ? null : SafeText.of(on);
            e.processor = lane;
            e.commit();
        }
    }

    @Override
    public void preempted(int lane, Goroutine g) {
        GoroutinePreempted e = new GoroutinePreempted();
        if (e.shouldCommit()) {
            e.goroutine = g.id();
            e.goroutineName = g.shownName();
            e.processor = lane;
            e.commit();
        }
    }

    @Override
    public void stolen(int lane, int victim, int count) {
        GoroutinesStolen e = new GoroutinesStolen();
        if (e.shouldCommit()) {
            e.processor = lane;
            e.victim = victim;
            e.count = count;
            e.commit();
        }
    }

    @Override
    public void handedOff(int lane) {
        ProcessorHandedOff e = new ProcessorHandedOff();
        if (e.shouldCommit()) {
            e.processor = lane;
            e.commit();
        }
    }

    @Override
    public void longStep(int lane, Goroutine g, long nanos, String place, Thread thread) {
        LongStep e = new LongStep();
        if (e.shouldCommit()) {
            e.goroutine = g.id();
            e.goroutineName = g.shownName();
            e.processor = lane;
            e.held = nanos;
            e.place = place;
            e.machine = thread;
            e.commit();
        }
    }

    @Name("io.gondola.GoroutineCreated")
    @Label("Goroutine Created")
    @Category("Gondola")
    @Enabled(false)
    @StackTrace(false)
    static final class GoroutineCreated extends Event {
        @Label("Goroutine")
        long goroutine;

        @Label("Goroutine Name")
        @Nullable
        String goroutineName;
    }

    @Name("io.gondola.GoroutineParked")
    @Label("Goroutine Parked")
    @Category("Gondola")
    @Enabled(false)
    @StackTrace(false)
    static final class GoroutineParked extends Event {
        @Label("Goroutine")
        long goroutine;

        @Label("Goroutine Name")
        @Nullable
        String goroutineName;

        @Label("Wait Reason")
        @Description("Go's text, such as chan receive")
        @Nullable
        String reason;

        @Label("Waits On")
        @Nullable
        String on;

        @Label("Processor")
        int processor;
    }

    @Name("io.gondola.GoroutinePreempted")
    @Label("Goroutine Preempted")
    @Category("Gondola")
    @Description("A goroutine yielded because its time slice was over")
    @Enabled(false)
    @StackTrace(false)
    static final class GoroutinePreempted extends Event {
        @Label("Goroutine")
        long goroutine;

        @Label("Goroutine Name")
        @Nullable
        String goroutineName;

        @Label("Processor")
        int processor;
    }

    @Name("io.gondola.GoroutinesStolen")
    @Label("Goroutines Stolen")
    @Category("Gondola")
    @Description("A processor without work took goroutines from another one")
    @Enabled(false)
    @StackTrace(false)
    static final class GoroutinesStolen extends Event {
        @Label("Processor")
        int processor;

        @Label("Victim")
        int victim;

        @Label("Count")
        int count;
    }

    @Name("io.gondola.ProcessorHandedOff")
    @Label("Processor Handed Off")
    @Category("Gondola")
    @Description("A processor was given to another thread because its goroutine blocks its own")
    @Enabled(false)
    @StackTrace(false)
    static final class ProcessorHandedOff extends Event {
        @Label("Processor")
        int processor;
    }

    @Name("io.gondola.LongStep")
    @Label("Long Step")
    @Category("Gondola")
    @Description("A goroutine has held its processor in plain Java code for long, and does so still")
    @StackTrace(false)
    static final class LongStep extends Event {
        @Label("Goroutine")
        long goroutine;

        @Label("Goroutine Name")
        @Nullable
        String goroutineName;

        @Label("Processor")
        int processor;

        @Label("Held For")
        @Timespan
        long held;

        @Label("Place")
        @Description("The user's function that the goroutine runs")
        @Nullable
        String place;

        @Label("Machine")
        @Description("The thread that runs the goroutine")
        @Nullable
        Thread machine;
    }
}
