package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import java.util.List;

/** The boundaries with workers. */
final class Parallels {
    /*
     * Algorithm. The segment above is the dispatcher: its last stage hands each element to a worker, by rendezvous. A worker takes an
     * element, applies the function, and hands the result on, by rendezvous again, before it takes the next one. So a worker holds
     * one element from taking to emitting, n workers hold n, and the dispatcher holds one more; no counter is needed.
     *
     * Order. The dispatcher numbers the elements; the worker of number k hands its result over in channel k modulo n, and the
     * side below asks the channels in turn. No two workers meet in one channel: there are n workers, and k + n is not taken
     * before k was emitted, since each of the n from k to k + n - 1 occupies a worker until then, in the order of their numbers.
     *
     * Workers are started by the dispatcher when it has an element and all there are have one, up to n.
     */
    private Parallels() {}

    /** An element on its way to a worker. */
    private record Job(long number, Object x) {}

    /** Takes what the dispatcher hands out. */
    private static final class Jobs extends Source {
        private final Take take;

        /** Number of the element that the worker holds. */
        private long number;

        Jobs(Label label, ChannelCore jobs) {
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
            if (value == ChannelCore.CLOSED) {
                return Mark.END;
            }
            Job job = (Job) value;
            number = job.number;
            return job.x;
        }
    }

    /** Hands a worker's result over, in the channel that its number says. */
    private static final class HandOver extends Stage {
        private final Put[] puts;
        private final Jobs jobs;

        HandOver(Label label, List<ChannelCore> outputs, Jobs jobs) {
            super(label);
            this.puts = outputs.stream().map(Put::new).toArray(Put[]::new);
            this.jobs = jobs;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            int channel = puts.length == 1 ? 0 : (int) (jobs.number % puts.length);
            Object v = puts[channel].of(x).exec(f);
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

    /** Hands elements to workers, and starts these. */
    private static final class Dispatch extends Stage {
        private final Workers workers;
        private final Put put;
        private long number;

        Dispatch(Label label, Workers workers, ChannelCore jobs) {
            super(label);
            this.workers = workers;
            this.put = new Put(jobs);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            workers.wanted(f);
            Object v = put.of(new Job(number++, x)).exec(f);
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

    /** {@code parallel}, {@code parallelUnordered} and {@code flatMapParallel}: workers that do what one stage does. */
    static final class Workers extends Boundary {
        private final Pipeline<?> above;
        private final int n;
        private final Stage work;
        private final boolean ordered;
        private Take[] takes;
        private int next;
        private ChannelCore jobs;
        private List<ChannelCore> outputs;
        private int hired;

        /** {@code work} is what a worker does with an element. */
        Workers(Head.Setting setting, Pipeline<?> above, int n, Stage work, boolean ordered) {
            super(setting);
            this.above = above;
            this.n = n;
            this.work = setting.label().name() == null
                    ? work
                    : work.named(setting.label().name());
            this.ordered = ordered;
        }

        @Override
        void recruit(Crew c, Loop loop) {
            jobs = c.between(label.drawn() + " jobs");
            takes = new Take[ordered ? n : 1];
            outputs = new java.util.ArrayList<>();
            for (int i = 0; i < takes.length; i++) {
                ChannelCore output = c.output(0, label.drawn());
                outputs.add(output);
                takes[i] = new Take(output);
            }
            Segment unused = segment(above, new Dispatch(label, this, jobs), false, jobs);
        }

        /** There is an element: starts a worker if none waits for it. The dispatcher calls. */
        void wanted(Fiber f) {
            if (hired < n && (hired == 0 || !jobs.hasReceivers())) {
                hired++;
                crew().startMore(f, worker(hired));
            }
        }

        private Segment worker(int number) {
            Jobs source = new Jobs(label, jobs);
            Pipeline<Object> part =
                    Head.<Object>source(label, s -> source).then(work).then(new Stages.Catch(setting));
            Plan plan = Plan.of(part, new HandOver(label, outputs, source));
            return new Segment(crew(), label.shortName() + " worker " + number, plan, true);
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            return take(takes[next], loop, f);
        }

        @Override
        Object received(Loop loop, Fiber f, Object value) {
            next = next + 1 == takes.length ? 0 : next + 1;
            return outcome(value);
        }
    }

    static Stage function(Label label, CheckedFunction1<Object, Go<?>> f) {
        return new Programs.MapGo(label, f);
    }
}
