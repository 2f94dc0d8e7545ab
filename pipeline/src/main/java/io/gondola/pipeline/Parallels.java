package io.gondola.pipeline;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;

/** {@code flatMapParallel}: workers that make a pipeline of each element, and emit the elements of that. */
final class Parallels extends Boundary {
    /*
     * Algorithm. The segment above is the dispatcher: its last stage hands each element to a worker, by rendezvous. A
     * worker takes an element, and hands over by rendezvous each element of the pipeline that it makes of it, before it
     * takes the next one. So a worker has one pipeline, n workers have n, and the dispatcher holds one more element; no
     * counter is needed.
     *
     * Workers are started by the dispatcher when it has an element and all there are have one, up to n.
     */
    private final Pipeline<?> above;
    private final int n;
    private final Stage work;

    @SuppressWarnings("NullAway.Init") // recruit makes it
    private Take take;

    @SuppressWarnings("NullAway.Init") // recruit makes it
    private ChannelCore jobs;

    @SuppressWarnings("NullAway.Init") // recruit makes it
    private ChannelCore output;

    private int hired;

    /** {@code work} is what a worker does with an element. */
    Parallels(Head.Setting setting, Pipeline<?> above, int n, Stage work) {
        super(setting);
        this.above = above;
        this.n = n;
        this.work = setting.label().name() == null
                ? work
                : work.named(setting.label().name());
    }

    @Override
    void recruit(Crew c, Loop loop) {
        jobs = c.between(label.drawn() + " jobs");
        output = c.output(0, label.drawn());
        take = new Take(output);
        Segment unused = segment(above, new Dispatch(), false, jobs);
    }

    @Override
    Object receive(Loop loop, Fiber f) throws Throwable {
        return take(take, loop, f);
    }

    /** There is an element: starts a worker if none waits for it. The dispatcher calls. */
    private void wanted(Fiber f) {
        if (hired < n && (hired == 0 || !jobs.hasReceivers())) {
            hired++;
            crew().startMore(f, worker(hired));
        }
    }

    private Segment worker(int number) {
        Pipeline<Object> part = Head.<Object>source(label, s -> new Elements(label, jobs))
                .then(work)
                .then(new Stages.Catch(setting));
        return new Segment(
                crew(), label.shortName() + " worker " + number, Plan.of(part, new Send(label, output)), true);
    }

    /** Takes what the dispatcher hands out. */
    private static final class Elements extends Source {
        private final Take take;

        Elements(Label label, ChannelCore jobs) {
            super(label);
            this.take = new Take(jobs);
        }

        @Override
        Object next(Loop loop, Fiber f) {
            Object v = take.exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return value == ChannelCore.CLOSED ? Mark.END : value;
        }
    }

    /** Hands elements to workers, and starts these. */
    private final class Dispatch extends Stage {
        private final Put put = new Put(jobs);

        Dispatch() {
            super(Parallels.this.label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            wanted(f);
            Object v = put.of(x).exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            if (value == ChannelCore.CLOSED) {
                loop.finish();
            }
            return Mark.SKIP;
        }
    }
}
