package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import io.vavr.CheckedPredicate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the branches of {@code broadcast}, {@code balance} and {@code partition} share. Immutable but for the table of
 * runs.
 */
final class Hub {
    /** Who gets an element. */
    enum Recipient {
        ALL,
        ANY,
        CHOSEN
    }

    private final Label label;
    private final Pipeline<?> above;
    private final int n;
    private final Recipient recipient;

    /** If CHOSEN: who accepts an element goes to the first branch, others to the second. */
    private final CheckedPredicate<Object> p;

    /** One run at a time for each program. */
    private final Map<Program, Sharing> runs = Collections.synchronizedMap(new WeakHashMap<>());

    Hub(Label label, Pipeline<?> above, int n, Recipient recipient, CheckedPredicate<Object> p) {
        this.label = label;
        this.above = above;
        this.n = n;
        this.recipient = recipient;
        this.p = p;
    }

    <T> Pipeline<T> branch(int i) {
        Label own = new Label(label.operator(), " branch " + (i + 1) + " of " + n, label.site(), null);
        return Head.boundary(own, List.of(above), s -> new Branch(s, i));
    }

    private Sharing sharing(Program program) {
        return runs.computeIfAbsent(program, key -> new Sharing());
    }

    /** One run of all branches. */
    private final class Sharing extends SpinLock {
        /*
         * Invariants
         *   I1  All fields are guarded by the lock, but for what is written before the source starts.
         *   I2  The source starts when the last branch joins; its goroutine has no owner but the branches. The last
         *       branch that leaves ends it, and waits for its end.
         */
        private final Run run = new Run();
        private final Crew crew = new Crew(run, null);
        private final List<ChannelCore> channels = new ArrayList<>();

        /** By branch: its boundary while it runs, null before and after. */
        private final Branch[] joined = new Branch[n];

        private final boolean[] left = new boolean[n];
        private final WaitQueue waiting = new WaitQueue();
        private boolean started;

        Sharing() {
            for (int i = 0; i < n; i++) {
                channels.add(
                        recipient == Recipient.ANY && i > 0
                                ? channels.get(0)
                                : crew.output(0, label.operator() + (recipient == Recipient.ANY ? "" : " " + (i + 1))));
            }
        }

        private int missing() {
            for (int i = 0; i < n; i++) {
                if (joined[i] == null && !left[i]) {
                    return i;
                }
            }
            return -1;
        }

        private boolean allLeft() {
            for (boolean l : left) {
                if (!l) {
                    return false;
                }
            }
            return true;
        }

        private void startSource() {
            Plan plan = Plan.of(above, new Distributing(this));
            Segment source = new Segment(crew, above.shortName(), plan, false);
            run.root(source);
            crew.add(source);
            source.atEnd(() -> failBranches(source.outcome()));
        }

        private void failBranches(@Nullable PipelineException e) {
            if (e == null) {
                return;
            }
            for (int i = 0; i < n; i++) {
                lock();
                Branch b = joined[i];
                unlock();
                if (b != null && !b.setting.handled()) {
                    b.run.fail(e);
                }
            }
        }
    }

    /** Gives the elements to the branches. */
    private final class Distributing extends Stage {
        private final Put[] puts;

        /** By branch: whether it wants no more. */
        private final boolean[] gone = new boolean[n];

        private int current;

        Distributing(Sharing sharing) {
            super(Hub.this.label);
            this.puts = sharing.channels.stream().map(Put::new).toArray(Put[]::new);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            current = recipient == Recipient.CHOSEN && !p.test(x) ? 1 : 0;
            return give(loop, f, x);
        }

        private Object give(Loop loop, Fiber f, Object x) {
            while (current < n) {
                if (!gone[current]) {
                    Object v = puts[current].of(x).exec(f);
                    if (v instanceof Signal) {
                        return v;
                    }
                    given(loop, v);
                }
                if (recipient != Recipient.ALL) {
                    break;
                }
                current++;
            }
            return Mark.SKIP;
        }

        private void given(Loop loop, Object v) {
            if (v == ChannelCore.CLOSED) {
                gone[current] = true;
                boolean all = true;
                for (boolean g : gone) {
                    all &= g;
                }
                if (all || recipient == Recipient.ANY) {
                    loop.finish();
                }
            }
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            given(loop, value);
            if (recipient != Recipient.ALL) {
                return Mark.SKIP;
            }
            current++;
            return give(loop, f, loop.input());
        }
    }

    /** One branch, in one run. */
    private final class Branch extends Source {
        private final Head.Setting setting;
        private final int i;

        @SuppressWarnings("NullAway.Init") // next makes it
        private Run run;

        @SuppressWarnings("NullAway.Init") // next makes it
        private Sharing sharing;

        @SuppressWarnings("NullAway.Init") // resumed makes it
        private Take take;

        /** Whether it was not refused, and has something to leave. */
        private boolean shares;

        private boolean begun;
        private boolean started;

        Branch(Head.Setting setting, int i) {
            super(setting.label());
            this.setting = setting;
            this.i = i;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            if (started) {
                return received(take.exec(f));
            }
            if (!begun) {
                begun = true;
                run = loop.member().run;
                sharing = sharing(f.program());
                shares = true;
            }
            Object v = new Joining(this).exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            if (started) {
                return received(value);
            }
            if (value instanceof IllegalStateException e) {
                shares = false;
                throw e;
            }
            started = true;
            take = new Take(sharing.channels.get(i));
            return next(loop, f);
        }

        private Object received(Object value) {
            if (value != ChannelCore.CLOSED) {
                return value;
            }
            PipelineException e = sharing.crew.failure();
            return e == null ? Mark.END : new Failed(e, false);
        }

        @Override
        @Nullable
        Go<?> close(Loop loop, Fiber f) {
            return shares ? new Leaving(this).flatMap(end -> end) : null;
        }
    }

    /** A branch says that it runs, and waits until all do. Yields an exception if it cannot. */
    private final class Joining extends Operation<Object> implements Visible {
        private final Branch branch;
        private final Sharing sharing;

        Joining(Branch branch) {
            this.branch = branch;
            this.sharing = branch.sharing;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            sharing.lock();
            if (sharing.joined[branch.i] != null || sharing.left[branch.i]) {
                sharing.unlock();
                return new IllegalStateException(label.operator() + ": branch " + (branch.i + 1) + " of " + n
                        + " runs already; a branch runs once in each run of all of them");
            }
            sharing.joined[branch.i] = branch;
            if (sharing.missing() >= 0) {
                return f.park(this);
            }
            sharing.started = true;
            Waiter woken = null;
            for (Waiter w = sharing.waiting.take(); w != null; w = sharing.waiting.take()) {
                woken = WaitQueue.stack(w, woken);
            }
            sharing.unlock();
            sharing.startSource();
            sharing.crew.startAll(f);
            while (woken != null) {
                Waiter next = WaitQueue.unstack(woken);
                woken.wake();
                woken = next;
            }
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber f) {
            sharing.waiting.add(f);
            sharing.unlock();
        }

        @Override
        public void abort() {
            sharing.joined[branch.i] = null;
            sharing.unlock();
        }

        @Override
        public boolean withdraw(Fiber f) {
            sharing.lock();
            boolean there = sharing.waiting.remove(f);
            sharing.unlock();
            return there;
        }

        @Override
        public Object resumed(Fiber f) {
            return Unit.UNIT;
        }

        @Override
        public String waitReason() {
            return label.operator() + ": waits for branch " + (sharing.missing() + 1) + " of " + n;
        }

        @Override
        public Object waitsOn() {
            return label.operator();
        }

        @Override
        public OpKind kind() {
            return OpKind.OTHER;
        }
    }

    /** A branch has ended. Yields what it must do: the last one ends the source. */
    private final class Leaving extends Operation<Go<?>> implements Visible {
        private final Branch branch;

        Leaving(Branch branch) {
            this.branch = branch;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            Sharing s = branch.sharing;
            s.lock();
            s.joined[branch.i] = null;
            s.left[branch.i] = s.started;
            boolean last = s.started && s.allLeft();
            s.unlock();
            if (last) {
                boolean unused = runs.remove(f.program(), s);
            }
            if (s.started && (recipient != Recipient.ANY || last)) {
                s.channels.get(branch.i).closeCore();
            }
            Go<?> end = last ? s.crew.close() : null;
            return end == null ? Go.unit() : end;
        }

        @Override
        public OpKind kind() {
            return OpKind.OTHER;
        }
    }
}
