package io.gondola.testkit.run;

import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/** Decides, before a step is made, what is open only if {@link Liberties} say so. */
final class LibertyTaker {
    /*
     * Who is served is decided by moving that one to the front of the queue, so the objects know nothing of it. Between
     * two steps a queue holds only those who can be served: a select that was served elsewhere has left it.
     *
     * A wait for a condition that returns for no reason is decided when it is to begin: the goroutine may be kept there
     * as long as the schedule likes, and meanwhile is notified as one that waits, so this is the same as waking it
     * later. It is bounded for each goroutine by itself, so that no goroutine uses up what another one could; without a
     * bound, a loop around the wait would have infinitely many schedules.
     */
    private static final int MAX_SPURIOUS = 2;

    private final Execution x;
    private final Liberties allowed;

    LibertyTaker(Execution x, Liberties allowed) {
        this.x = x;
        this.allowed = allowed;
    }

    /**
     * Before {@code t} executes {@code op}, not a select, on {@code s}. Returns false if it is not to be executed any
     * more.
     */
    boolean executes(Task t, Event e, Visible op, @Nullable Shadow s) {
        if (allowed.tryLockMayFail() && s instanceof LockShadow lock && lock.isFree(e.kind)) {
            return mayFail(t, e);
        }
        if (allowed.spuriousWakeups() && t.spuriousWakeups < MAX_SPURIOUS && op.mayReturnSpuriously()) {
            return mayReturn(t, e);
        }
        if (allowed.loose()) {
            if (s instanceof ChannelShadow c) {
                switch (e.kind) {
                    case SEND, TRY_SEND -> pairs(e, c, true);
                    case RECEIVE, TRY_RECEIVE -> pairs(e, c, false);
                    default -> {}
                }
            } else {
                op.chooseServed(n -> chosen(e, Code.WAKE, n));
            }
        }
        return true;
    }

    /** Before {@code e} sends into {@code c}, or receives from it. */
    void pairs(Event e, ChannelShadow c, boolean sends) {
        if (!allowed.loose()) {
            return;
        }
        if (sends) {
            c.core().chooseReceiver(n -> chosen(e, Code.QUEUE, n));
        } else {
            c.core().chooseSender(n -> chosen(e, Code.QUEUE, n));
        }
    }

    private int chosen(Event e, Code code, int n) {
        int answer = x.decisions.choose(code, n);
        e.passedOver += answer;
        return answer;
    }

    private boolean mayFail(Task t, Event e) {
        e.refused = x.decisions.choose(Code.TRY, 2) == 1;
        if (e.refused) {
            e.note = "(fails though free)";
            t.fiber.skipPending(false);
        }
        return !e.refused;
    }

    private boolean mayReturn(Task t, Event e) {
        e.spurious = x.decisions.choose(Code.SPURIOUS, 2) == 1;
        if (e.spurious) {
            t.spuriousWakeups++;
            e.note = "(returns for no reason)";
            t.fiber.withdrawPending();
            t.fiber.skipPending(Unit.UNIT);
        }
        return !e.spurious;
    }
}
