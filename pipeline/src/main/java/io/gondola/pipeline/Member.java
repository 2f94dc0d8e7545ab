package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.CancelScope;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Interrupts;
import io.gondola.scheduler.SpinLock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A goroutine of a run: a segment, a worker, or the program of an {@code emit}. */
abstract class Member extends SpinLock {
    /*
     * Algorithm. The goroutine's frames are, from the bottom: one that tells the crew of the end, the scope through
     * which its waits are given up, and its loop. Members form a tree: those that feed a goroutine are its children. To
     * cancel one is to cancel all below it, at once; each then closes what it has, and waits for its children, before
     * it ends. So cleanups run from the sources on, and nothing is left when the root has ended.
     *
     * Invariants
     *   I1  `cancelled`, `entered` and `children` are written under the lock. No user code runs, and nobody is woken,
     *       under it.
     *   I2  The scope is cancelled once, by who wrote `cancelled` if the goroutine had entered it by then. If not, the
     *       goroutine finds `cancelled` when it enters, and ends.
     *   I3  A child that comes to a cancelled parent is cancelled at once.
     */
    final Run run;
    final Crew crew;
    final String name;

    /** Whether failures that leave this goroutine are handled below, so that they do not end the run. */
    final boolean handled;

    private final Interrupts interrupts = new Interrupts();
    private final Scope scope = new Scope();
    /** In the order in which they came: that in which they are cancelled is a part of a run that is replayed. */
    private Set<Member> children = Set.of();

    private volatile boolean cancelled;
    private boolean entered;

    /** Why this goroutine has ended; null if it has not failed. Its own, until it tells the crew. */
    @Nullable
    PipelineException failure;

    /** Whether that is the failure of a cleanup, when it had been cancelled already. */
    boolean failedLate;

    Member(Crew crew, String name, boolean handled) {
        this.run = crew.run;
        this.crew = crew;
        this.name = name;
        this.handled = handled;
    }

    /** Begins the work, with the scope on top of the frames. */
    abstract Object begin(Fiber f) throws Throwable;

    /**
     * Whether a failure of this goroutine ends what the whole crew delivers, rather than when the others have ended.
     */
    boolean failsAtOnce() {
        return false;
    }

    /** Whether what leaves this goroutine's stages goes to no other one. */
    boolean isLast() {
        return false;
    }

    /** Whether this goroutine or the whole run is to end before its time. Any thread. */
    final boolean isGivenUp() {
        return cancelled || run.failure() != null;
    }

    /** What is closed when this goroutine has ended. */
    List<ChannelCore> closesAtEnd() {
        return List.of();
    }

    /** Does what else is to be done when this goroutine has ended. */
    void hasEnded() {}

    /** What the goroutine, which has this member's name, begins with. */
    final Instruction body() {
        return Fiber.starting(name, new Body());
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Gives up what this goroutine and those below it wait for, and interrupts what they block in. */
    final void cancel() {
        lock();
        if (cancelled) {
            unlock();
            return;
        }
        cancelled = true;
        boolean inScope = entered;
        Set<Member> below = children;
        children = Set.of();
        unlock();
        interrupts.cancel();
        if (inScope) {
            scope.cancel(Unit.UNIT);
        }
        below.forEach(Member::cancel);
    }

    /**
     * Gives up the wait that the goroutine is in, or else the next one, without ending the goroutine: its loop knows
     * why.
     */
    final void nudge() {
        interrupts.cancel();
        scope.cancel(Unit.UNIT);
    }

    /** The goroutine's own: what {@link #nudge} has done has no effect any more. A cancellation has. */
    final void revokeNudge() {
        scope.takeBack();
        interrupts.revoke();
        if (cancelled) {
            interrupts.cancel();
            scope.cancel(Unit.UNIT);
        }
    }

    /** Why this goroutine or, if it is the root, the run has failed; null if it has not. */
    final @Nullable PipelineException outcome() {
        return run.failure() != null ? run.failure() : failure;
    }

    final void adopt(List<Member> added) {
        lock();
        boolean late = cancelled; // I3
        if (!late) {
            Set<Member> more = new LinkedHashSet<>(children);
            more.addAll(added);
            children = more;
        }
        unlock();
        if (late) {
            added.forEach(Member::cancel);
        }
    }

    final void disown(List<Member> ended) {
        lock();
        if (!children.isEmpty()) {
            Set<Member> fewer = new LinkedHashSet<>(children);
            fewer.removeAll(new HashSet<>(ended));
            children = fewer;
        }
        unlock();
    }

    private boolean enter(Fiber f) {
        scope.enter(f);
        lock();
        entered = true;
        boolean live = !cancelled; // I2
        unlock();
        return live;
    }

    private final class Scope extends CancelScope {
        @Override
        protected void left() {
            // a cancel that comes later has no effect
        }

        void takeBack() {
            revoke();
        }

        @Override
        protected Interrupts interrupts() {
            return interrupts;
        }
    }

    private final class Body extends Go<Unit> {
        @Override
        public @Nullable Object exec(Fiber f) throws Throwable {
            f.push(new Last());
            return enter(f) ? begin(f) : scope.resume(f, Unit.UNIT);
        }
    }

    /** Tells the crew that this goroutine has ended. */
    private final class Last extends Frame {
        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            f.pop();
            if (f.scheduler().deterministic()) {
                return crew.new Concluding(Member.this).exec(f);
            }
            PipelineException e = crew.isDetached() ? outcome() : null;
            if (e != null) {
                crew.concluded(Member.this);
                return f.panic(e);
            }
            return f.endThen(() -> crew.concluded(Member.this));
        }
    }
}
