package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import io.vavr.collection.List;

/** A queue's {@code pop} takes its lock, its {@code len} does not. */
final class Kubernetes88331 implements Kernel {
    @Override
    public String id() {
        return "kubernetes#88331";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.RACE).naming("main", "scheduler", "heap");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup wg = new WaitGroup().named("wg");
        RWMutex mu = new RWMutex().named("queue.mu");
        Shared<List<String>> heap = Shared.of(List.of("pod-1", "pod-2")).named("heap");
        Channel<Unit> stop = Channel.<Unit>unbuffered().named("stop");

        Go<Integer> size = heap.get().map(List::size);
        Go<Integer> len = fixed ? mu.withRLock(size) : size;
        Go<List<String>> pop = mu.withLock(heap.update(List::tail));
        Go<Unit> popUnlessStopped = select(onReceive(stop, unit()), onDefault(pop.then(unit())));
        return sequence(wg.add(1), go("scheduler", popUnlessStopped.defer(wg.done())), len, wg.await());
    }
}
