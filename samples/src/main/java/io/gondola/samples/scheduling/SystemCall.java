package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/**
 * A goroutine blocks in a system call, the read from an empty pipe, and its machine (a thread) with it. The processor
 * is handed off to another machine, so that the other goroutine runs and writes into the pipe.
 *
 * <p>There is one processor only. Without the hand-off this program would hang.
 */
final class SystemCall {
    private SystemCall() {}

    static Go<Unit> program(GoRuntime runtime) {
        return call(Pipe::open).flatMap(pipe -> {
            Channel<Unit> entered = Channel.unbuffered();
            return sequence(
                            go("writer", entered.receive().then(write(pipe))),
                            println("reader: enters the system call"),
                            entered.close(),
                            blocking(() -> pipe.source().read(ByteBuffer.allocate(1))),
                            println("reader: is back"),
                            suspend(() -> println("handed off:", runtime.stats().handoffs() > 0)))
                    .defer(run(pipe.sink()::close))
                    .defer(run(pipe.source()::close));
        });
    }

    private static Go<Unit> write(Pipe pipe) {
        return println("writer: has the processor of the reader")
                .then(run(() -> pipe.sink().write(ByteBuffer.allocate(1))));
    }

    static Sample sample() {
        return Sample.named("story-system-call")
                .in(Group.SCHEDULER)
                .summary("a blocking system call hands its processor off")
                .onThreadsOnly("one thread cannot read from a pipe and write to it at once")
                .onMaxProcs(1)
                .prints(
                        "reader: enters the system call",
                        "writer: has the processor of the reader",
                        "reader: is back",
                        "handed off: true")
                .runs(stage -> program(stage.runtime()));
    }
}
