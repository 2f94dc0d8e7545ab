package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import java.util.List;

/** {@code toChannel}: a pipeline that nobody waits for. */
final class Channels {
    private Channels() {}

    static Go<ReceiveChannel<Object>> run(Pipeline<?> pipeline, Label label) {
        return Go.suspend(() -> {
            Channel<Object> channel = Channel.unbuffered().named(label.shortName());
            ChannelCore core = (ChannelCore) channel;
            Run run = new Run();
            Crew crew = new Crew(run, null);
            crew.detach();
            Plan plan = Plan.of(pipeline, new Send(label, core));
            Segment root = new Segment(crew, pipeline.shortName(), plan, false, List.of(core), false);
            run.root(root);
            crew.add(root);
            return crew.start().as(channel);
        });
    }
}
