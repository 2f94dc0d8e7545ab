package io.gondola.pipeline;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;

/** The last stage of a segment that feeds a boundary. */
final class Send extends Stage {
    private final ChannelCore channel;

    @SuppressWarnings("NullAway.Init") // fresh makes it
    private Put put;

    Send(Label label, ChannelCore channel) {
        super(label);
        this.channel = channel;
    }

    @Override
    Stage fresh() {
        Send fresh = new Send(label, channel);
        fresh.put = new Put(channel);
        return fresh;
    }

    @Override
    Object apply(Loop loop, Fiber f, Object x) {
        Object v = put.of(x).exec(f);
        return v instanceof io.gondola.dsl.engine.Signal ? v : resumed(loop, f, v);
    }

    @Override
    Object resumed(Loop loop, Fiber f, Object value) {
        if (value == ChannelCore.CLOSED) {
            loop.finish();
        }
        return Mark.SKIP;
    }
}
