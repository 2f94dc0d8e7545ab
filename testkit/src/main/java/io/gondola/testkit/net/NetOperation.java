package io.gondola.testkit.net;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the virtual network, which is tried until it does not wait any more.
 *
 * @param <A> the type of its value
 */
abstract class NetOperation<A> extends Operation<A> implements Visible {
    /*
     * Everything runs on one thread. An operation that would wait stands with the waiters of what it waits for;
     * whatever changes that wakes all of them, and each tries again in a step of its own (`resumption`), so that the
     * explorer sees who takes what, and in which order. Its deadline, and the arrival of what is on its way, are one
     * timer: it wakes the goroutine, which looks.
     */
    private final OpKind kind;
    private final Object subject;

    NetOperation(OpKind kind, Object subject) {
        this.kind = kind;
        this.subject = subject;
    }

    /** Tries once. Returns null if it would wait. */
    abstract @Nullable Object attempt(Fiber f) throws Exception;

    /** Where it waits, once a try has failed. */
    abstract Waiters waiters();

    /** When to look again, whatever happens: a time of the scheduler's clock. */
    abstract long lookAgainAt(Fiber f);

    @Override
    public final Object exec(Fiber f) throws Throwable {
        return f.step() ? goOn(f) : f.yieldThen(this);
    }

    private Object goOn(Fiber f) throws Exception {
        Object value = attempt(f);
        return value == null ? f.park(this) : value;
    }

    @Override
    public final void commit(Fiber f) {
        Waiters w = waiters();
        w.add(f);
        long at = lookAgainAt(f);
        Alarm alarm = at == Long.MAX_VALUE ? null : new Alarm(f, w);
        f.element(new Wait(w, alarm));
        if (alarm != null) {
            f.scheduler().arm(alarm, at);
        }
    }

    private record Wait(Waiters waiters, @Nullable Alarm alarm) {}

    @Override
    public final Object resumed(Fiber f) throws Throwable {
        Wait wait = Objects.requireNonNull((Wait) f.takeElement(), "wait"); // see commit
        var unused = wait.waiters().remove(f); // the clock has woken it, or somebody who has taken it out
        if (wait.alarm() != null) {
            f.scheduler().disarm(wait.alarm());
        }
        return goOn(f);
    }

    @Override
    public final boolean withdraw(Fiber f) {
        Wait wait = Objects.requireNonNull((Wait) f.element(), "wait"); // see commit
        if (!wait.waiters().remove(f)) {
            return false;
        }
        if (wait.alarm() != null) {
            f.scheduler().disarm(wait.alarm());
        }
        return true;
    }

    private static final class Alarm extends TimerTask {
        private final Fiber f;
        private final Waiters waiters;

        Alarm(Fiber f, Waiters waiters) {
            this.f = f;
            this.waiters = waiters;
        }

        @Override
        protected long fire(long now) {
            if (waiters.remove(f) && f.claim()) {
                f.wake();
            }
            return Long.MAX_VALUE;
        }

        @Override
        protected Program program() {
            return f.program();
        }
    }

    @Override
    public final OpKind kind() {
        return kind;
    }

    @Override
    public final Object subject() {
        return subject;
    }

    @Override
    public final OpKind resumption() {
        return kind;
    }

    @Override
    public final String waitReason() {
        return "IO wait";
    }

    @Override
    public final Object waitsOn() {
        return subject;
    }
}
