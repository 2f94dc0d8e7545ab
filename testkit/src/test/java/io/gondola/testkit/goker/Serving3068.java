package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Once;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import java.time.Duration;

/** Waiting for a pool closes its channel of work at a moment when there is none, while somebody still hands work in. */
final class Serving3068 implements Kernel {
    private static final Duration PAUSE = Duration.ofMillis(1);

    @Override
    public String id() {
        return "serving#3068";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME)
                .reports(Kind.PANIC, Kind.RACE)
                .naming("producer")
                .namingOneOf("work", "tasks");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> handedIn = Channel.<Unit>unbuffered().named("handedIn");
        Pool pool = new Pool();
        AtomicInt ran = new AtomicInt();
        Go<Unit> produce = forRange(0, 2, i -> sleep(PAUSE).then(pool.run(ran.add(1))));
        Go<?> pause = fixed ? handedIn.receive() : sleep(PAUSE);
        return sequence(
                go("worker", pool.work()), go("producer", produce.defer(handedIn.close())), pause, pool.await());
    }

    private static final class Pool {
        private final Channel<Go<?>> work = Channel.<Go<?>>buffered(1).named("work");
        private final WaitGroup tasks = new WaitGroup().named("tasks");
        private final Once closing = new Once();

        Go<Unit> run(Go<?> task) {
            return tasks.add(1).then(work.send(task.defer(tasks.done())));
        }

        Go<Unit> work() {
            return work.range(task -> task);
        }

        Go<Unit> await() {
            return tasks.await().then(closing.doOnce(work.close()));
        }
    }
}
