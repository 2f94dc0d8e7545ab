package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import java.time.Duration;

/** Workers are counted after they were started; one that stops at once is counted down before it was counted up. */
final class Kubernetes13058 implements Kernel {
    private static final Duration PERIOD = Duration.ofMillis(10);

    @Override
    public String id() {
        return "kubernetes#13058";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME)
                .reports(Kind.PANIC, Kind.RACE)
                .namingOneOf("workers", "worker-0", "worker-1");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> stop = Channel.<Unit>unbuffered().named("stop");
        WaitGroup workers = new WaitGroup().named("workers");
        WaitGroup controllers = new WaitGroup().named("controllers");

        Go<Unit> work = forever(b -> select(onReceive(stop, b.<Unit>exit()), onDefault(sleep(PERIOD))))
                .defer(workers.done());
        Go<Unit> controller = forRange(0, 2, i -> {
            Go<Unit> start = go("worker-" + i, work);
            return (fixed ? workers.add(1).then(start) : start.then(workers.add(1))).then(sleep(PERIOD));
        });
        Go<Unit> awaitAll = fixed
                ? controllers.await().then(workers.await())
                : workers.await().then(controllers.await());
        return sequence(
                controllers.add(1),
                go("controller", controller.defer(controllers.done())),
                sleep(PERIOD),
                stop.close(),
                awaitAll);
    }
}
