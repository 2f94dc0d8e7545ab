package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import org.jspecify.annotations.Nullable;

/** A source that is fed by goroutines of its own. */
abstract class Boundary extends Source {
    final Head.Setting setting;

    /** Null before the first element is asked for. */
    private @Nullable Crew crew;

    private boolean started;

    Boundary(Head.Setting setting) {
        super(setting.label());
        this.setting = setting;
    }

    /** Adds the goroutines that are to be started. */
    abstract void recruit(Crew c, Loop loop);

    /** The next element, once the goroutines were started. */
    abstract Object receive(Loop loop, Fiber f) throws Throwable;

    /** Takes what {@link #receive} was waiting for. */
    Object received(Loop loop, Fiber f, Object value) throws Throwable {
        return outcome(value);
    }

    @SuppressWarnings("NullAway") // asked when it recruits, or later
    final Crew crew() {
        return crew;
    }

    /** Adds a segment that runs {@code part} with {@code last} below its stages. */
    final Segment segment(Pipeline<?> part, Stage last, boolean failsAtOnce, ChannelCore... closesAtEnd) {
        Plan plan = Plan.of(part, last);
        Segment s = new Segment(
                crew(), part.shortName(), plan, setting.handled(), java.util.List.of(closesAtEnd), failsAtOnce);
        crew().add(s);
        return s;
    }

    @Override
    @SuppressWarnings("NullAway") // programs of operators yield no null
    final Object next(Loop loop, Fiber f) throws Throwable {
        if (started) {
            return receive(loop, f);
        }
        if (crew == null) {
            crew = new Crew(loop.member().run, loop.member());
            recruit(crew, loop);
        }
        Object v = crew.start().exec(f);
        return v instanceof Signal ? v : resumed(loop, f, v);
    }

    @Override
    final Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        if (started) {
            return received(loop, f, value);
        }
        started = true;
        return receive(loop, f);
    }

    /** Executes {@code take}. */
    final Object take(Take take, Loop loop, Fiber f) throws Throwable {
        Object v = take.exec(f);
        return v instanceof Signal ? v : received(loop, f, v);
    }

    /** What came out of a channel of the crew, as a source answers it. */
    final Object outcome(Object value) {
        if (value == ChannelCore.CLOSED) {
            PipelineException failure = crew().failure();
            return failure == null ? Mark.END : new Failed(failure, false);
        }
        return Caught.outcome(value);
    }

    @Override
    @Nullable
    Go<?> close(Loop loop, Fiber f) {
        return crew == null ? null : crew.close();
    }
}
