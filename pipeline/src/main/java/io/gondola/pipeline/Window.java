package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a boundary with workers, from the dispatcher that hands them out to the side below that emits their
 * results.
 */
final class Window {
    /*
     * Algorithm. The dispatcher adds jobs as long as less than n of them are on their way, that is neither emitted nor
     * refused. Workers take jobs, and leave the results with the jobs; none of them waits for the side below. So a run
     * of jobs is handed out, done, and emitted in one turn each, while the number on their way counts each single one.
     *
     * Invariants
     *   I1  0 <= dispatching.count - emitting.count <= n. The one is written by the dispatcher only, before the job is
     *       added; the other by the side below only, when it takes a result.
     *   I2  A worker that took a job delivers it, with a result or a Caught, or else the run has failed.
     *   I3  `ended` is written when the dispatcher adds no more; `closed` when all have ended, or are wanted no more.
     *       Both are final, and those who wait are woken after.
     *   I4  Nobody waits for what is there: those who make something available write it, then look for those who wait,
     *       who publish themselves, then look again. All of these are volatile accesses. See Side.Step, Workforce.
     */
    private final String name;
    private final int n;
    private final Jobs jobs;
    private final Results results;
    private final Workforce workforce;
    private final Side dispatching = new Side();
    private final Side emitting = new Side();
    private volatile boolean ended;
    private volatile boolean closed;

    /** {@code hire} starts a worker. */
    Window(String name, int n, Jobs jobs, Results results, Consumer<Fiber> hire) {
        this.name = name;
        this.n = n;
        this.jobs = jobs;
        this.results = results;
        this.workforce = new Workforce(n, jobs, hire);
    }

    /** The dispatcher has ended. */
    void end() {
        ended = true;
        workforce.wakeAll();
    }

    /** All have ended, or nothing is wanted any more. */
    void close() {
        closed = true;
        emitting.wake();
        dispatching.wake();
        workforce.wakeAll();
    }

    /**
     * Hands out a job, once less than n are on their way; yields {@link ChannelCore#CLOSED} if none is wanted. The
     * dispatcher's.
     */
    final class Hand extends Side.Step {
        private @Nullable Job job;

        /** The result of the job, if no worker does it. */
        private @Nullable Object result;

        Hand() {
            super(Window.this, dispatching);
        }

        Hand of(Job next) {
            job = next;
            result = null;
            return this;
        }

        /** A job that no worker has to do. Only where results come as they end. */
        Hand done(Object itsResult) {
            job = new Job(null, null);
            result = itsResult;
            return this;
        }

        @Override
        boolean isReady(Object own) {
            return closed || dispatching.count - emitting.count < n;
        }

        @Override
        @SuppressWarnings("NullAway") // it has a job until it hands that out
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            if (closed) {
                job = null;
                return ChannelCore.CLOSED;
            }
            Side side = dispatching;
            if (side.count - side.known == n) {
                side.known = emitting.count;
                if (side.count - side.known == n) {
                    return f.park(this);
                }
            }
            Job handed = job;
            job = null;
            side.moved();
            if (result != null) {
                results.add(handed, result);
                emitting.wake();
                return Unit.UNIT;
            }
            jobs.add(handed);
            workforce.jobIsThere(f);
            return Unit.UNIT;
        }

        @Override
        public String waitReason() {
            return "pipeline full";
        }
    }

    /** Takes a job; yields {@link ChannelCore#CLOSED} if there will be none. A worker's. */
    final class Fetch extends SharedStep {
        /** Its last job; null before the first. */
        private @Nullable Job job;

        private boolean isDone;

        /** Whether it was woken, or hired, for a job that it has not looked for yet. */
        private boolean isCalled = true;

        Fetch() {
            super(Window.this);
        }

        @SuppressWarnings("NullAway") // asked by one that has had a job
        Job job() {
            return job;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            if (isCalled) {
                isCalled = false;
                workforce.callIsHeard();
            }
            boolean last = ended; // then what is seen next is all that there is for this worker
            Job done = isDone ? null : job;
            isDone = true;
            Job next = jobs.poll(done);
            if (next == null) {
                return last || closed ? ChannelCore.CLOSED : f.park(this);
            }
            job = next;
            isDone = false;
            if (jobs.isAny()) {
                workforce.jobIsThere(f);
            }
            return closed ? ChannelCore.CLOSED : next;
        }

        @Override
        public void commit(Fiber f) {
            workforce.await(f);
            if (ended || closed) {
                workforce.wakeAll();
            } else if (jobs.isAny()) {
                workforce.jobIsSeen();
            }
        }

        @Override
        public Object resumed(Fiber f) {
            isCalled = true;
            return exec(f);
        }

        @Override
        public boolean withdraw(Fiber f) {
            return workforce.withdraw(f);
        }

        @Override
        public String waitReason() {
            return "pipeline empty";
        }
    }

    /** Delivers the result of a job. A worker's. */
    final class Deliver extends SharedStep {
        private final Fetch fetch;
        private @Nullable Object result;

        Deliver(Fetch fetch) {
            super(Window.this);
            this.fetch = fetch;
        }

        Deliver of(Object x) {
            result = x;
            return this;
        }

        @Override
        @SuppressWarnings("NullAway") // it has a result until that is delivered
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            Object x = result;
            result = null;
            results.add(fetch.job(), x);
            emitting.wake();
            return Unit.UNIT;
        }
    }

    /** Takes the next result; yields {@link ChannelCore#CLOSED} if there will be none. The side below. */
    final class Emit extends Side.Step {
        Emit() {
            super(Window.this, emitting);
        }

        @Override
        Object own() {
            return results.awaited();
        }

        @Override
        boolean isReady(Object own) {
            return closed || results.isThere(own);
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            boolean last = closed; // then what is seen next is all that there is
            Object x = results.poll();
            if (x == null) {
                return last ? ChannelCore.CLOSED : f.park(this);
            }
            emitting.moved();
            dispatching.wake();
            return x;
        }

        @Override
        public String waitReason() {
            return "pipeline empty";
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
