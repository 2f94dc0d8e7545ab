package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.SpinLock;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives up the waits of what is above an operator, but not of what is below: {@code timeout} and {@code within}. */
abstract class Watch extends SpinLock {
    /*
     * The loop is inside from when it asks for an element until one comes out. Who expires the watch nudges the
     * goroutine if it is inside; if it is not, the loop finds `reason` when it enters next.
     *
     * Invariants
     *   I1  `inside`, `reason`, `nudged` and `closed` are guarded by the lock. Nudging takes place under it, so that no
     *       nudge comes when the loop does not expect one: when it leaves or closes the watch it takes back one that
     *       has come. The order of locks is this one, then those that a cancellation takes.
     *   I2  The fields are the goroutine's own otherwise.
     */
    final Label label;
    private final Member member;
    private boolean inside;
    private boolean closed;
    private boolean nudged;
    private @Nullable Throwable reason;

    Watch(Label label, Member member) {
        this.label = label;
        this.member = member;
    }

    /** The loop is about to ask for an element. Overridden to begin to measure the time. */
    void entered(Fiber f) {}

    /** An element has come out, or none ever will. */
    void left(Fiber f) {}

    /** An element has come out; after {@link #left}. */
    void passed(Fiber f) {}

    /** No more elements come; after the last {@link #left}. */
    void closed() {}

    /** Returns false if the watch has expired. */
    final boolean enter(Fiber f) {
        lock();
        boolean entering = !inside;
        inside = true;
        boolean expired = reason != null;
        unlock();
        if (entering && !expired) {
            entered(f);
        }
        return !expired;
    }

    /** Returns false if the watch has expired. */
    final boolean leave(Fiber f) {
        left(f);
        lock();
        inside = false;
        boolean expired = reason != null;
        unlock();
        return !expired;
    }

    final void close(Fiber f) {
        left(f);
        closed();
        lock();
        closed = true;
        boolean revoked = nudged;
        nudged = false;
        unlock();
        if (revoked) {
            member.revokeNudge();
        }
    }

    /** Whether it has given up a wait. */
    final boolean hasFired() {
        lock();
        boolean fired = nudged;
        unlock();
        return fired;
    }

    /** Any goroutine: {@code why} becomes the cause of the failure, if the time for which this is meant is not over. */
    final void expire(int meantFor, Supplier<? extends Throwable> why) {
        lock();
        if (!closed && reason == null && isMeant(meantFor)) {
            reason = why.get();
            if (inside) {
                nudged = true;
                member.nudge();
            }
        }
        unlock();
    }

    /** Asked under the lock. */
    boolean isMeant(int meantFor) {
        return true;
    }

    final PipelineException failure() {
        lock();
        Throwable why = reason;
        unlock();
        return new PipelineException(label, Option.none(), Objects.requireNonNull(why));
    }

    /** The last stage of what is watched. */
    final Stage lastStage() {
        return new LastStage();
    }

    private final class LastStage extends Stage {
        LastStage() {
            super(Watch.this.label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            boolean inTime = leave(f);
            passed(f);
            return inTime ? x : new Failed(failure(), false);
        }
    }
}
