package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The goroutines that feed one boundary. Their owner, the goroutine below, starts them, and does not end before they
 * have.
 */
final class Crew extends SpinLock {
    /*
     * Invariants
     *   I1  `live`, `failure`, `cancelled` and `members` are guarded by the lock.
     *   I2  The outputs are closed when the last member has ended, or when one that fails at once has failed; `ended`
     *       is closed when the last one has ended. `failure` is written before.
     *   I3  Who closes an output from below cancels the members, too. So a member that finds it closed is wanted no
     *       more.
     */
    final Run run;

    /** The goroutine that is fed; null if it is the one that asked for the run. */
    private final @Nullable Member owner;

    /** What closes that through which the crew feeds the owner; and the channels between its members. */
    private final List<Runnable> outputs = new ArrayList<>();

    private final List<ChannelCore> inner = new ArrayList<>();

    private final Channel<Unit> ended = Channel.<Unit>unbuffered().named("pipeline");
    private final List<Member> members = new ArrayList<>();
    private int live;
    private @Nullable PipelineException failure;

    /** That of a cleanup, of which nobody hears unless the owner asks. */
    private @Nullable PipelineException late;

    private boolean cancelled;
    private boolean detached;

    Crew(Run run, @Nullable Member owner) {
        this.run = run;
        this.owner = owner;
    }

    /** Makes a channel to the owner. */
    ChannelCore output(int capacity, String name) {
        ChannelCore c = channel(capacity, name);
        outputs.add(c::closeCore);
        return c;
    }

    /**
     * {@code close} is to be done when the last member has ended, and when the owner cancels them: as if it were a
     * channel.
     */
    void output(Runnable close) {
        outputs.add(close);
    }

    /** Makes a channel between members. */
    ChannelCore between(String name) {
        ChannelCore c = channel(0, name);
        inner.add(c);
        return c;
    }

    static ChannelCore channel(int capacity, String name) {
        Channel<Object> c = capacity == 0 ? Channel.unbuffered() : Channel.buffered(capacity);
        return (ChannelCore) c.named(name);
    }

    /** Nobody waits for this crew: a failure is a panic of the goroutine that fails. */
    void detach() {
        detached = true;
    }

    boolean isDetached() {
        return detached;
    }

    void add(Member m) {
        members.add(m);
    }

    /** Starts all members that were added. */
    Operation<Unit> start() {
        return new Starting();
    }

    /** Does what {@link #start} does, as a part of another step. */
    void startAll(Fiber f) {
        live = members.size();
        adopt(members);
        for (Member m : List.copyOf(members)) {
            f.spawn(m.body());
        }
    }

    /** Starts one more, while others live; the caller is one of them. */
    void startMore(Fiber f, Member m) {
        lock();
        members.add(m);
        live++;
        boolean late = cancelled;
        unlock();
        adopt(List.of(m));
        if (late) {
            m.cancel();
        }
        f.spawn(m.body());
    }

    private void adopt(List<Member> added) {
        if (owner != null) {
            owner.adopt(added);
        }
    }

    /** Why a member has failed; null if none has. */
    @Nullable
    PipelineException failure() {
        lock();
        PipelineException e = failure;
        unlock();
        return e;
    }

    private boolean hasEnded() {
        lock();
        boolean none = live == 0;
        unlock();
        return none;
    }

    /**
     * Ends the members, and waits until they have; null if there is nothing to do. Panics with a {@link Late} if one of
     * them has failed meanwhile; or if that has happened before, in a cleanup of what was cancelled together with the
     * owner.
     */
    @Nullable
    Go<?> close() {
        if (!hasEnded()) {
            return new Cancelling().then(awaitEnd()).then(Go.run(() -> throwLate(failure())));
        }
        PipelineException e = late();
        return e == null ? null : Go.run(() -> throwLate(e));
    }

    /** As {@link #close}, for a crew without an owner: panics with what {@code outcome} is then, if not null. */
    Go<?> giveUp(Supplier<@Nullable PipelineException> outcome) {
        return new Cancelling().then(awaitEnd()).then(Go.run(() -> {
            PipelineException e = outcome.get();
            if (e != null) {
                throw e;
            }
        }));
    }

    private static void throwLate(@Nullable PipelineException e) {
        if (e != null) {
            throw new Late(e);
        }
    }

    private @Nullable PipelineException late() {
        lock();
        PipelineException e = late;
        unlock();
        return e;
    }

    /** Carries a failure of a member that was cancelled, such as that of a cleanup. */
    static final class Late extends RuntimeException {
        private static final long serialVersionUID = 1;

        Late(PipelineException failure) {
            super(null, failure, false, false);
        }

        PipelineException failure() {
            return (PipelineException) Objects.requireNonNull(getCause());
        }
    }

    /** Waits until all members have ended. */
    Go<?> awaitEnd() {
        return ended.receiveOption();
    }

    /** {@code m} has ended. */
    void concluded(Member m) {
        boolean failsAtOnce = m.failure != null && m.failsAtOnce();
        lock();
        if (m.failure != null && failure == null) {
            failure = m.failure;
        }
        if (m.failedLate && late == null) {
            late = m.failure;
        }
        boolean last = --live == 0;
        unlock();
        m.closesAtEnd().forEach(ChannelCore::closeCore);
        m.hasEnded();
        if (last || failsAtOnce) {
            outputs.forEach(Runnable::run);
        }
        if (last) {
            if (owner != null) {
                owner.disown(members);
            }
            ((ChannelCore) ended).closeCore();
        }
    }

    private void cancel() {
        outputs.forEach(Runnable::run);
        inner.forEach(ChannelCore::closeCore);
        lock();
        cancelled = true;
        List<Member> all = List.copyOf(members);
        unlock();
        all.forEach(Member::cancel);
    }

    /** Cancels the members from any thread. */
    void cancelFromOutside() {
        cancel();
    }

    /** Closes channels and gives up waits: to the explorer a step that depends on all others. */
    abstract static class Change extends Operation<Unit> implements Visible {
        abstract void change(Fiber f);

        @Override
        public Object exec(Fiber f) throws Throwable {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            change(f);
            return Unit.UNIT;
        }

        /**
         * Nothing more is said of it: who closes a channel here does not race with who sends, for a send that is
         * refused is none.
         */
        @Override
        public OpKind kind() {
            return OpKind.OTHER;
        }
    }

    private final class Cancelling extends Change {
        @Override
        void change(Fiber f) {
            cancel();
        }
    }

    /** The last step of a member. */
    final class Concluding extends Change {
        private final Member m;

        Concluding(Member m) {
            this.m = m;
        }

        @Override
        public Object exec(Fiber f) throws Throwable {
            Object v = super.exec(f);
            return v == Unit.UNIT && detached && m.outcome() != null ? f.panic(m.outcome()) : v;
        }

        @Override
        void change(Fiber f) {
            concluded(m);
        }
    }

    private final class Starting extends Operation<Unit> implements Visible {
        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            startAll(f);
            return Unit.UNIT;
        }

        @Override
        public OpKind kind() {
            return OpKind.SPAWN;
        }
    }
}
