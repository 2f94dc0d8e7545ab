package io.gondola.testkit.run;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the steps of an execution, and records them. */
final class Stepper {
    /*
     * A step resumes one task, performs the visible operation before which it had stopped, and runs on until the next
     * visible operation is known but not performed. Whatever a task does in between nobody observes; so a task that was
     * started or readied runs to its first visible operation at once, which decides nothing.
     *
     * A task stops before a visible operation because Fiber.step asks for budget: a task gets a budget of one step when
     * its operation is performed, of none when it runs on to the next one, and is never stopped between steps.
     *
     * An operation that cannot go on parks its goroutine, as it does in production, because the order in which
     * goroutines come to a channel is observable. The exception is a mutex: a task before a lock that is held is not
     * enabled, so that after the unlock any of those who wait, or who come along, may get it.
     */
    private static final Visible UNDESCRIBED = () -> OpKind.OTHER;
    private static final Visible JAVA = () -> OpKind.JAVA;
    private static final Visible DEATH = () -> OpKind.PANIC;
    private static final int MAX_STEPS_BETWEEN = 20_000_000;

    private final Execution x;
    private final Chooser chooser;
    private final Settings settings;
    private final List<Event> events = new ArrayList<>();
    private final ArrayDeque<Task> local = new ArrayDeque<>();
    private final TraceHash trace = new TraceHash();
    private int[] otherClock = VectorClock.EMPTY;
    private @Nullable Task current;
    private @Nullable Event event;
    private int count;
    private int budget;
    private int between;
    private boolean stuck;
    private boolean mayRunJava;
    private boolean stopsBeforeJava;
    private int forcedCase = Scheduler.ANY_CASE;
    private final LibertyTaker liberties;

    Stepper(Execution x, Chooser chooser, Settings settings) {
        this.x = x;
        this.chooser = chooser;
        this.settings = settings;
        this.liberties = new LibertyTaker(x, settings.liberties());
    }

    List<Event> events() {
        return events;
    }

    /** How many steps were begun. */
    int count() {
        return count;
    }

    /** The task that made the last step; null before the first one. */
    @Nullable
    Task current() {
        return current;
    }

    /** The step that is being made, or was made last; null after the clock has moved. */
    @Nullable
    Event event() {
        return event;
    }

    long traceHash() {
        return trace.value();
    }

    void ticked() {
        trace.tick();
        event = null;
    }

    // what fibers ask

    int budget() {
        return budget;
    }

    int budgetBetweenSteps() {
        stuck = ++between > MAX_STEPS_BETWEEN;
        return stuck ? 0 : 1;
    }

    /** See {@link Scheduler#forcedCase}. */
    int forcedCase() {
        return forcedCase;
    }

    // what tasks do next

    /** The step that is being made, if any, has started or readied {@code t}. */
    void woke(Task t) {
        if (event != null) {
            event.wakes(t);
        }
    }

    /** The step that is being made, if any, was given {@code answer}. */
    void drew(int answer) {
        if (event != null) {
            event.drawn = 31 * event.drawn + answer;
        }
    }

    /** {@code t} can run on to its next visible operation. */
    void runsOn(Task t) {
        t.state = Task.State.LOCAL;
        local.add(t);
    }

    /** {@code t}, which waited, can go on. */
    void readied(Task t) {
        Visible waitedIn = t.fiber.pending() instanceof Visible v ? v : null;
        OpKind resumption = waitedIn == null ? null : waitedIn.resumption();
        if (waitedIn == null || resumption == null) {
            runsOn(t);
        } else {
            before(t, waitedIn, resumption, true);
        }
    }

    /** The running task is about to run plain Java code; whether it may do so as part of the step being made. */
    boolean beforeJava(Task t) {
        t.javaCode++;
        if (!settings.javaSteps()) {
            return true;
        }
        stopsBeforeJava = !mayRunJava;
        mayRunJava = false;
        return !stopsBeforeJava;
    }

    /** {@code t} was stopped: before its next visible operation, as a rule. */
    void stopped(Task t) {
        if (x.isOver(t)) {
            return;
        }
        if (stopsBeforeJava) {
            stopsBeforeJava = false;
            before(t, JAVA, OpKind.JAVA, false);
        } else if (t.fiber.pending() instanceof Visible v) {
            before(t, v, v.kind(), false);
        } else if (stuck) {
            x.findings.endlessStep(t);
        } else if (!(t.fiber.pending() instanceof Operation)) {
            runsOn(t); // no step in itself: it goes on to the first one
        } else {
            before(t, UNDESCRIBED, OpKind.OTHER, false);
        }
    }

    /**
     * {@code t} has ended with a panic, and will end the program: a step of its own, since another one may do so first.
     */
    void dies(Task t) {
        before(t, DEATH, OpKind.PANIC, false);
    }

    private void before(Task t, Visible operation, OpKind kind, boolean returning) {
        x.turns.arrived(t, count);
        t.state = Task.State.PENDING;
        t.pending = operation;
        t.pendingKind = kind;
        t.pendingSince = x.ticks.count();
        t.returning = returning;
    }

    /** Lets tasks that nobody observes run on, first come, first served. */
    void runLocals() {
        for (Task t = local.poll(); t != null && x.finding() == null; t = local.poll()) {
            if (t.state == Task.State.DEAD) {
                continue;
            }
            Task before = current;
            current = t;
            resume(t, 0);
            current = before;
        }
    }

    private void resume(Task t, int newBudget) {
        t.state = Task.State.RUNNING;
        t.pending = null;
        t.pendingKind = null;
        budget = newBudget;
        between = 0;
        x.runFiber(t.fiber);
        if (t.state == Task.State.RUNNING) {
            if (x.isOver(t)) {
                return;
            }
            t.state = Task.State.WAITING;
            t.waitsSince = event;
        }
    }

    // steps

    void perform(Task t) {
        Visible op = t.operation();
        OpKind kind = Objects.requireNonNull(t.pendingKind, "kind");
        Event e = new Event(count++, t, kind);
        e.op = op;
        e.decisions = x.deviations().decisions();
        e.ticks = x.ticks.count();
        e.pendingSince = t.pendingSince;
        e.timed = x.nextDeadline() != Long.MAX_VALUE;
        if (settings.detailed()) {
            e.site = x.siteOf(t);
            e.nanos = x.nanoTime();
        }
        event = e;
        current = t;
        x.ticks.stepped();
        t.clock = VectorClock.set(t.clock, t.slot, t.steps);
        Shadow.acquire(t, otherClock); // what is not described may order anything
        if (t.death != null) {
            t.state = Task.State.DEAD;
            x.findings.diesOf(t);
        } else if (op instanceof Choosing select && !t.returning) {
            performSelect(t, e, select);
        } else {
            Shadow s = x.objects.shadowOf(kind, op);
            e.object = s;
            if (s != null) {
                s.before(op);
            }
            boolean executes = !t.returning && liberties.executes(t, e, op, s);
            List<ChannelShadow> closing = closing(op, e.kind);
            mayRunJava = e.kind == OpKind.JAVA;
            resume(t, executes && e.kind != OpKind.YIELD && e.kind != OpKind.JAVA ? 1 : 0);
            mayRunJava = false;
            e.parked = t.state == Task.State.WAITING;
            if (s != null) {
                s.after(e, op);
            } else {
                afterUnknown(e);
            }
            for (ChannelShadow c : closing) {
                c.close(e);
            }
        }
        finish(e);
    }

    private List<ChannelShadow> closing(Visible op, OpKind kind) {
        if (kind != OpKind.CONTEXT || op.operand() == 0) {
            return List.of();
        }
        List<ChannelShadow> closing = new ArrayList<>();
        op.closes(channel -> {
            ChannelShadow c = x.objects.channelShadow(channel);
            c.before(op);
            closing.add(c);
        });
        return closing;
    }

    private void afterUnknown(Event e) {
        switch (e.kind) {
            case OTHER, BLOCKING, ASYNC -> {
                Task t = e.task;
                otherClock = Shadow.release(t, otherClock);
                for (int i = 0; i < e.wokenCount; i++) {
                    Shadow.acquire(e.woken[i], t.clock);
                }
            }
            default -> {}
        }
    }

    private void performSelect(Task t, Event e, Choosing select) {
        int n = select.cases();
        int ready = 0;
        int first = -1;
        for (int i = 0; i < n; i++) {
            x.objects.channelShadow(select.channel(i)).before(select);
            if (ChannelShadow.isReady(select, i)) {
                first = first < 0 ? i : first;
                ready++;
            }
        }
        int taken = first;
        if (ready > 1 && select.isRandom()) {
            int skip = x.decisions.choose(Code.SELECT, ready);
            while (skip > 0) {
                taken++;
                if (ChannelShadow.isReady(select, taken)) {
                    skip--;
                }
            }
        }
        e.takenCase = taken;
        e.idle = taken < 0;
        if (taken >= 0) {
            liberties.pairs(e, x.objects.channelShadow(select.channel(taken)), select.sends(taken));
        }
        forcedCase = taken < 0 ? Scheduler.NO_CASE : taken;
        resume(t, 1);
        forcedCase = Scheduler.ANY_CASE;
        e.parked = taken < 0 && !select.hasDefault();
        if (taken >= 0) {
            e.object = x.objects.channelShadow(select.channel(taken));
            e.note = select.sends(taken) ? "(send)" : "(recv)";
        }
        for (int i = 0; i < n; i++) {
            ChannelShadow c = x.objects.channelShadow(select.channel(i));
            if (i == taken) {
                if (n > 1 || select.hasDefault()) {
                    c.look(e);
                }
                if (select.sends(i)) {
                    c.send(e);
                } else {
                    c.receive(e);
                }
            } else if (e.parked) {
                c.park(e, select.sends(i));
            } else {
                c.look(e);
            }
        }
    }

    @SuppressWarnings("EnumOrdinal") // any number that differs
    private void finish(Event e) {
        boolean continued = x.continuation.isOn();
        if (!continued || settings.recordsAll()) {
            events.add(e);
        }
        if (e.passedOver > 0) {
            e.note = (e.note == null ? "" : e.note + " ") + "(out of turn)";
        }
        e.timed |= x.nextDeadline() != Long.MAX_VALUE;
        Task t = e.task;
        countSpins(e, t);
        x.turns.made(t, count, e.spins());
        if (continued) {
            x.continuation.made(t, e.spins(), !e.spins() && Event.endsSpins(e.kind));
        }
        x.ticks.made(e);
        if (settings.detailed()) {
            e.clock = t.clock.clone();
        }
        x.decisions.note(t.lineage.hash()
                + 31L * e.kind.ordinal()
                + (e.object == null ? 0 : 1009L * e.object.index())
                + (e.parked ? 7 : 0));
        trace.add(e, x);
        if (!continued) {
            chooser.stepped(x, e);
        }
    }

    private void countSpins(Event e, Task t) {
        if (e.spins()) {
            t.spins++;
        } else if (Event.endsSpins(e.kind)) {
            x.tasks.forgetSpins();
        }
    }
}
