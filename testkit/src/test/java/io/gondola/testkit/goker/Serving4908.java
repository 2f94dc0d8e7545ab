package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Testing;
import java.time.Duration;

/** A goroutine of a test logs through the test's handle when the test may be over. */
final class Serving4908 implements Kernel {
    private static final Duration RETRY = Duration.ofMillis(10);

    @Override
    public String id() {
        return "serving#4908";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME).reports(Kind.RACE, Kind.PANIC).naming("watcher");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> stop = Channel.<Unit>unbuffered().named("stop");
        WaitGroup watchers = new WaitGroup().named("watchers");
        return Testing.handle().flatMap(t -> {
            Go<Unit> watch = select(onReceive(stop, unit()), onTimeout(RETRY, t.log("retrying")));
            return sequence(
                    watchers.add(1),
                    go("watcher", watch.defer(watchers.done())),
                    sleep(RETRY),
                    stop.close(),
                    fixed ? watchers.await() : unit());
        });
    }
}
