package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Dump;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.control.Option;

/**
 * A goroutine that receives from an empty channel is parked: it leaves its thread, waits in the channel's queue, and
 * is made ready by the sender. The story reads it from the runtime's dump.
 */
final class BlockedOnChannel {
    private static final String RECEIVER = "receiver";

    private BlockedOnChannel() {}

    static Go<Unit> program(GoRuntime runtime) {
        Channel<String> letters = Channel.<String>unbuffered().named("letters");
        Channel<Unit> read = Channel.<Unit>unbuffered().named("read");
        return sequence(
                go(
                        RECEIVER,
                        letters.receive()
                                .flatMap(letter -> println("receiver: got", letter))
                                .then(read.close())),
                forWhile(() -> waitReason(runtime).isEmpty(), gosched()),
                suspend(() -> println("receiver: parked,", waitReason(runtime).get())),
                letters.send("a letter"),
                read.receive(),
                println("main: the receiver was made ready, and has run"));
    }

    private static Option<String> waitReason(GoRuntime runtime) {
        return runtime.dump()
                .goroutines()
                .find(g -> g.name().contains(RECEIVER))
                .flatMap(Dump.Entry::waitReason);
    }

    static Sample sample() {
        return Sample.named("story-channel")
                .in(Group.SCHEDULER)
                .summary("a goroutine is parked on a channel, and made ready by the sender")
                .prints(
                        "receiver: parked, chan receive",
                        "receiver: got a letter",
                        "main: the receiver was made ready, and has run")
                .runs(stage -> program(stage.runtime()));
    }
}
