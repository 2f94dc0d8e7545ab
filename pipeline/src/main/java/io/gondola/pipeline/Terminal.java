package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.UnwindAfter;
import io.gondola.dsl.engine.Unwinding;
import io.gondola.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/** Runs a pipeline and waits for its end. */
final class Terminal<Z> extends Go<Z> {
    private final Pipeline<?> pipeline;
    private final Sink<Z> prototype;

    private final @Nullable Handle handle;

    /** Made when it runs first; any of several is as good. */
    private @Nullable Plan plan;

    Terminal(Pipeline<?> pipeline, Sink<Z> prototype) {
        this(pipeline, prototype, null);
    }

    /** A program that runs once, and that {@code handle} ends. */
    Terminal(Pipeline<?> pipeline, Sink<Z> prototype, @Nullable Handle handle) {
        this.pipeline = pipeline;
        this.prototype = prototype;
        this.handle = handle;
    }

    /** Ends a pipeline from outside of it, as if nobody wanted more elements. */
    static final class Handle {
        /*
         * cancel writes `cancelled`, then reads `crew`; the run writes `crew`, then reads `cancelled`: one sees the
         * other. `scheduler` is written before `crew`.
         *
         * Who cancels wakes one goroutine after the other. Those that are awake may all wait for the next one before
         * that is woken, so the scheduler is told that somebody outside will go on.
         */
        private volatile boolean cancelled;
        private volatile @Nullable Crew crew;

        @SuppressWarnings("NullAway.Init") // it is written before crew
        private Scheduler scheduler;

        void cancel() {
            cancelled = true;
            if (crew == null) {
                return;
            }
            scheduler.outsiders(1);
            try {
                crew.cancelFromOutside();
            } finally {
                scheduler.outsiders(-1);
            }
        }

        private void started(Crew c, Scheduler of) {
            scheduler = of;
            crew = c;
            if (cancelled) {
                c.cancelFromOutside();
            }
        }
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Plan known = plan;
        if (known == null) {
            known = Plan.of(pipeline, prototype);
            plan = known;
        }
        Waiting waiting = new Waiting(known, pipeline.shortName(), handle);
        f.push(waiting);
        return waiting.next(f);
    }

    @Override
    public void outline(Outline out) {
        out.line("pipeline " + pipeline.shortName() + " | " + prototype.label.operator());
    }

    private static final class Waiting extends Frame {
        private final Run run = new Run();
        private final Crew crew = new Crew(run, null);
        private final Root root;
        private final @Nullable Handle handle;
        private int phase;

        Waiting(Plan plan, String name, @Nullable Handle handle) {
            this.handle = handle;
            root = new Root(crew, name, plan);
            run.root(root);
            crew.add(root);
        }

        Object next(Fiber f) throws Throwable {
            if (phase == 0) {
                Object v = crew.start().exec(f);
                if (v instanceof Signal) {
                    return v;
                }
                phase++;
            }
            if (handle != null) {
                handle.started(crew, f.scheduler());
            }
            return f.call(crew.awaitEnd());
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) throws Throwable {
            if (phase++ == 0) {
                return next(f);
            }
            f.pop();
            PipelineException e = root.outcome();
            return e != null ? f.panic(e) : root.result();
        }

        /** The wait was given up: so is the pipeline. */
        @Override
        public Object unwind(Fiber f, Unwinding u) {
            if (phase == 0) {
                return Signal.UNWIND;
            }
            f.push(new UnwindAfter(u));
            return f.call(crew.giveUp(root::outcome));
        }
    }

    /** The outermost segment. */
    private static final class Root extends Member {
        private final Plan plan;

        @SuppressWarnings("NullAway.Init") // begin makes it
        private Loop loop;

        Root(Crew crew, String name, Plan plan) {
            super(crew, name, false);
            this.plan = plan;
        }

        @Override
        Object begin(Fiber f) throws Throwable {
            loop = Loop.of(this);
            return loop.begin(f, plan);
        }

        @Override
        boolean isLast() {
            return true;
        }

        @Nullable
        Object result() {
            return ((Sink<?>) loop.lastStage()).result();
        }
    }

    /** The last stage of a pipeline that somebody waits for. */
    abstract static class Sink<Z> extends Stage {
        Sink(Label label) {
            super(label);
        }

        /** What the pipeline yields once it has ended. */
        @Nullable
        Z result() {
            @SuppressWarnings("unchecked") // of those that yield nothing
            Z unit = (Z) Unit.UNIT;
            return unit;
        }
    }
}
