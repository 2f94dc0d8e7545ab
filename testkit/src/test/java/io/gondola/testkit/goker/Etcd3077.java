package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import java.time.Duration;

/**
 * A node makes its channels when its loop begins; a server that stops it at that moment finds none, or reads while they
 * are made.
 */
final class Etcd3077 implements Kernel {
    @Override
    public String id() {
        return "etcd#3077";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.RACE).naming("main", "run", "stopped");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Shared<Channel<Unit>> stopped = Shared.of(Channel.<Unit>nil()).named("stopped");
        Shared<Channel<Unit>> done = Shared.of(Channel.<Unit>nil()).named("done");
        Go<Unit> make = stopped.set(Channel.<Unit>unbuffered().named("stopped-channel"))
                .then(done.set(Channel.<Unit>unbuffered().named("done-channel")));
        Go<Unit> loop = stopped.get()
                .flatMap(stop -> select(onReceive(stop, unit())))
                .then(done.get().flatMap(SendChannel::close));
        Go<Unit> stop =
                stopped.get().flatMap(ch -> ch.send(Unit.UNIT)).then(done.get().flatMap(ReceiveChannel::receive));
        Go<Unit> start = fixed ? make.then(go("run", loop)) : go("run", make.then(loop));
        return sequence(start, sleep(Duration.ofMillis(1)), stop);
    }
}
