package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import java.time.Duration;

/**
 * Who runs a command with a time limit reads its exit code after the limit, while the one who waits for the command
 * writes it.
 */
final class Moby18412 implements Kernel {
    private static final Duration LIMIT = Duration.ofMillis(10);

    @Override
    public String id() {
        return "moby#18412";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME).reports(Kind.RACE).naming("main", "wait", "exitCode");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> killed = Channel.<Unit>unbuffered().named("killed");
        Channel<Unit> done = Channel.<Unit>buffered(1).named("done");
        Shared<Integer> exitCode = Shared.of(-1).named("exitCode");

        Go<Unit> process = select(onTimeout(LIMIT, unit()), onReceive(killed, unit()));
        Go<Unit> await = sequence(process, exitCode.set(0), done.send(Unit.UNIT));
        Go<Unit> kill = fixed ? killed.close().then(done.receive()) : killed.close();
        return sequence(go("wait", await), select(onReceive(done, unit()), onTimeout(LIMIT, kill)), exitCode.get());
    }
}
