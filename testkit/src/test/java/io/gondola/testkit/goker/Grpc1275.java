package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import io.gondola.time.Timer;
import java.time.Duration;

/** A reader waits for the data of a stream; closing the stream after a timeout does not tell the reader. */
final class Grpc1275 implements Kernel {
    @Override
    public String id() {
        return "grpc#1275";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS, TIME).reports(Kind.LEAK).naming("reader", "recvBuffer");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<String> recvBuffer = Channel.<String>buffered(1).named("recvBuffer");
        Channel<Unit> done = Channel.<Unit>unbuffered().named("done");
        Go<Unit> reader = select(onReceive(recvBuffer, unit())).then(done.close());
        Go<Unit> closeStream = fixed ? recvBuffer.close() : unit();
        return sequence(
                go("reader", reader),
                Timer.start(Duration.ofMillis(300))
                        .flatMap(timer ->
                                select(onReceive(timer.channel(), closeStream), onReceive(done, timer.stop()))));
    }
}
