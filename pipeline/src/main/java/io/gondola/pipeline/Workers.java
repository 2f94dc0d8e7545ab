package io.gondola.pipeline;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * {@code parallel}, {@code parallelUnordered} and {@code parallelByKey}: workers that make one result of each element.
 */
final class Workers extends Boundary {
    private final Pipeline<?> above;
    private final int n;
    private final Stage work;
    private final boolean ordered;

    /** Null if there are no keys. */
    private final @Nullable CheckedFunction1<Object, Object> key;

    @SuppressWarnings("NullAway.Init") // recruit makes it
    private Window window;

    @SuppressWarnings("NullAway.Init") // recruit makes it
    private Window.Emit emit;

    private int hired;

    private Workers(
            Head.Setting setting,
            Pipeline<?> above,
            int n,
            Stage work,
            boolean ordered,
            @Nullable CheckedFunction1<Object, Object> key) {
        super(setting);
        this.above = above;
        this.n = n;
        this.work = setting.label().name() == null
                ? work
                : work.named(setting.label().name());
        this.ordered = ordered;
        this.key = key;
    }

    /** {@code work} is what a worker does with an element. */
    static Workers ordered(Head.Setting setting, Pipeline<?> above, int n, Stage work) {
        return new Workers(setting, above, n, work, true, null);
    }

    static Workers unordered(Head.Setting setting, Pipeline<?> above, int n, Stage work) {
        return new Workers(setting, above, n, work, false, null);
    }

    static Workers byKey(
            Head.Setting setting, Pipeline<?> above, int n, Stage work, CheckedFunction1<Object, Object> key) {
        return new Workers(setting, above, n, work, false, key);
    }

    @Override
    void recruit(Crew c, Loop loop) {
        Job first = new Job(null, null);
        Jobs jobs = key == null ? new JobList(first) : new Lanes();
        Results results = ordered ? new InOrder(first) : new AsTheyEnd();
        window = new Window(label.drawn(), n, jobs, results, this::hire);
        emit = window.new Emit();
        c.output(window::close);
        segment(above, new Dispatch(label, window, key == null ? null : new Keys(key, n), setting.covered()), false)
                .atEnd(window::end);
    }

    @Override
    Object receive(Loop loop, Fiber f) throws Throwable {
        Object v = emit.exec(f);
        return v instanceof Signal ? v : received(loop, f, v);
    }

    /** One at a time: see {@link Workforce}. */
    private void hire(Fiber f) {
        hired++;
        Elements source = new Elements(label, window);
        Pipeline<Object> part =
                Head.<Object>source(label, s -> source).then(work).then(new Stages.Catch(setting));
        Plan plan = Plan.of(part, new HandOver(label, window, source));
        crew().startMore(f, new Segment(crew(), label.shortName() + " worker " + hired, plan, true));
    }

    /** The dispatcher's last stage. */
    private static final class Dispatch extends Stage {
        private final Window.Hand hand;
        private final @Nullable Keys keys;
        private final boolean covered;

        Dispatch(Label label, Window window, @Nullable Keys keys, boolean covered) {
            super(label);
            this.hand = window.new Hand();
            this.keys = keys;
            this.covered = covered;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            Object v = hand(x).exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        /** A key that cannot be told is a failure of one element, as far as an attempt covers it. */
        private Window.Hand hand(Object x) throws Throwable {
            if (keys == null) {
                return hand.of(new Job(x, null));
            }
            try {
                return hand.of(new Job(x, keys.laneOf(x)));
            } catch (Throwable t) {
                if (!covered || t instanceof FatalError) {
                    throw t;
                }
                return hand.done(new Caught(new PipelineException(label, Option.of(x), t)));
            }
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            if (value == ChannelCore.CLOSED) {
                loop.finish();
            }
            return Mark.SKIP;
        }
    }

    /** What a worker takes. */
    private static final class Elements extends Source {
        private final Window.Fetch fetch;

        Elements(Label label, Window window) {
            super(label);
            this.fetch = window.new Fetch();
        }

        @Override
        Object next(Loop loop, Fiber f) {
            Object v = fetch.exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return value == ChannelCore.CLOSED ? Mark.END : ((Job) value).takeElement();
        }
    }

    /** A worker's last stage. */
    private static final class HandOver extends Stage {
        private final Window.Deliver deliver;

        HandOver(Label label, Window window, Elements source) {
            super(label);
            this.deliver = window.new Deliver(source.fetch);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            Object v = deliver.of(x).exec(f);
            return v instanceof Signal ? v : Mark.SKIP;
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return Mark.SKIP;
        }
    }
}
