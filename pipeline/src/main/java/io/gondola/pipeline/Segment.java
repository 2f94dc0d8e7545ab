package io.gondola.pipeline;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A goroutine that runs a loop over a plan. */
final class Segment extends Member {
    private final Plan plan;
    private final List<ChannelCore> closesAtEnd;
    private final boolean failsAtOnce;
    private @Nullable Runnable atEnd;

    Segment(Crew crew, String name, Plan plan, boolean handled) {
        this(crew, name, plan, handled, List.of(), false);
    }

    /** {@code closesAtEnd} and {@code failsAtOnce} are what the methods answer. */
    Segment(Crew crew, String name, Plan plan, boolean handled, List<ChannelCore> closesAtEnd, boolean failsAtOnce) {
        super(crew, name, handled);
        this.plan = plan;
        this.closesAtEnd = closesAtEnd;
        this.failsAtOnce = failsAtOnce;
    }

    /** {@code what} runs when this goroutine has ended; it neither waits nor throws. */
    void atEnd(Runnable what) {
        atEnd = what;
    }

    @Override
    void hasEnded() {
        if (atEnd != null) {
            atEnd.run();
        }
    }

    @Override
    Object begin(Fiber f) throws Throwable {
        return Loop.of(this).begin(f, plan);
    }

    @Override
    boolean failsAtOnce() {
        return failsAtOnce;
    }

    @Override
    List<ChannelCore> closesAtEnd() {
        return closesAtEnd;
    }
}
