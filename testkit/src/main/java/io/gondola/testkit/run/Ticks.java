package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.scheduler.TimerTask;
import io.gondola.scheduler.deterministic.SplitMix64;
import io.gondola.testkit.Clock;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When the clock of an execution moves, and what the timers that fire then order. */
final class Ticks {
    private static final int STEPS_WITHOUT_PROGRESS = 2_000;
    private static final int STEPS_WITHOUT_TICK = 50_000;
    private static final int MAX_TICKS_AFTER_END = 64;
    private static final int READS_IN_PLACE = 100;

    /** How many deadlines the schedule may let pass in a run under the adversarial clock. */
    private static final int MAX_TICKS = 3;

    private static final long FIRST_PAUSE = 1_000;
    private static final long MAX_PAUSE = 1L << 50;

    private final Execution x;
    private final Chooser chooser;
    private final Settings settings;
    private final boolean jitters;
    private final boolean isAdversarial;
    private final SplitMix64 jitter;
    private final IdentityHashMap<TimerTask, int[]> timerClocks = new IdentityHashMap<>();
    private @Nullable TimerTask firing;
    private @Nullable Task wokenByTimer;
    private int count;
    private int ticksTaken;
    private int ticksAfterEnd;
    private int stepsSinceProgress;
    private int stepsSinceTick;
    private boolean whileBusy;
    private boolean usedTimers;
    private boolean readClock;
    private int readsInPlace;
    private long pause = FIRST_PAUSE;

    Ticks(Execution x, Chooser chooser, Settings settings) {
        this.x = x;
        this.chooser = chooser;
        this.settings = settings;
        this.jitters = settings.clock() == Clock.JITTER;
        this.isAdversarial = settings.clock() == Clock.ADVERSARIAL;
        this.jitter = new SplitMix64(settings.jitterSeed());
    }

    /** How often the clock has moved from deadline to deadline. */
    int count() {
        return count;
    }

    /** Whether it has moved although a task could go on that was not spinning. */
    boolean whileBusy() {
        return whileBusy;
    }

    boolean usedTimers() {
        return usedTimers;
    }

    /** Whether the program may have noticed what time it is. */
    boolean timeMatters() {
        return usedTimers || readClock;
    }

    // the clock

    /** A step begins. */
    void stepped() {
        stepsSinceProgress++;
        stepsSinceTick++;
        if (jitters) {
            x.letPass(50 + jitter.next(51));
        }
    }

    /** A step was made. */
    void made(Event e) {
        readClock |= e.kind == OpKind.CLOCK || e.kind == OpKind.USE || e.kind == OpKind.NET_DIAL;
        if (e.kind == OpKind.CLOCK && ++readsInPlace > READS_IN_PLACE && x.nextDeadline() == Long.MAX_VALUE) {
            // Somebody waits for a time by looking at the clock again and again, and no deadline will move it.
            whileBusy = true;
            x.letPass(pause);
            pause = Math.min(2 * pause, MAX_PAUSE);
        }
    }

    /** Something has happened that does not happen in a loop that gets nowhere. */
    void progressed() {
        stepsSinceProgress = 0;
        readsInPlace = 0;
        pause = FIRST_PAUSE;
    }

    /** Whether the clock moves although {@code n} tasks can go on. */
    boolean isDue(int n) {
        if (x.nextDeadline() == Long.MAX_VALUE) {
            return false;
        }
        if (x.nextDeadline() <= x.nanoTime()) {
            return true;
        }
        if (stepsSinceProgress > STEPS_WITHOUT_PROGRESS || stepsSinceTick > STEPS_WITHOUT_TICK) {
            return true;
        }
        return x.tasks.allSpin(n);
    }

    /** Whether the schedule lets a deadline pass although a task can go on. */
    boolean byChoice() {
        if (!isAdversarial
                || x.continuation.isOn()
                || ticksTaken == MAX_TICKS
                || x.nextDeadline() == Long.MAX_VALUE
                || x.decisions.choose(Code.TICK, 2) == 0) {
            return false;
        }
        ticksTaken++;
        tick();
        return true;
    }

    /** Moves the clock past the first {@code n} tasks that can go on. */
    void tickWhileBusy(int n) {
        Event last = x.lastEvent();
        if (x.tasks.allSpin(n) && last != null) {
            last.letsTimePass = true;
        } else {
            whileBusy = true;
        }
        tick();
    }

    void tick() {
        stepsSinceTick = 0;
        progressed();
        count++;
        x.decisions.note(17);
        if (x.continuation.isOn()) {
            x.continuation.ticked();
        } else if (x.rootEnded() && ++ticksAfterEnd > MAX_TICKS_AFTER_END) {
            ticksAfterEnd = 0;
            if (x.findings.mayLeakByTimers()) {
                x.continuation.beginAfterEnd();
            }
        }
        x.tasks.forgetSpins();
        x.stepper.ticked();
        x.moveClock();
        if (!x.continuation.isOn()) {
            chooser.ticked(x);
        }
    }

    // timers

    void slept() {
        usedTimers = true;
        progressed();
    }

    void armed(TimerTask timer, @Nullable Task by) {
        usedTimers = true;
        if (by != null && firing == null) {
            timerClocks.put(timer, by.clock.clone());
        }
    }

    /** {@code timer} is about to fire, or (null) has fired. */
    void fires(@Nullable TimerTask timer) {
        if (timer != null) {
            wokenByTimer = null;
            if (timer.target() != null) {
                ChannelShadow channel = x.objects.channelShadow(timer.target());
                channel.before(null);
                if (settings.liberties().loose()) {
                    channel.core().chooseReceiver(n -> x.decisions.choose(Code.QUEUE, n));
                }
            }
            firing = timer;
            return;
        }
        TimerTask fired = Objects.requireNonNull(firing, "firing");
        if (fired.target() != null) {
            x.objects.channelShadow(fired.target()).fired(fired, timerClock(fired), wokenByTimer);
        }
        firing = null;
    }

    /** What a task that {@code maker} starts knows; if a timer does, what is known to that. */
    int[] clockOfNew(@Nullable Task maker) {
        if (firing != null) {
            return timerClock(firing).clone();
        }
        return maker == null ? VectorClock.EMPTY : maker.clock.clone();
    }

    /** The timer that is firing, if any, has readied {@code t}. */
    void woke(Task t) {
        if (firing != null) {
            wokenByTimer = t;
        }
    }

    private int[] timerClock(TimerTask timer) {
        return timerClocks.getOrDefault(timer, VectorClock.EMPTY);
    }
}
