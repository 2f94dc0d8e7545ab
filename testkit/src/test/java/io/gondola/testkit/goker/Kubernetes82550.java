package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/** Several goroutines make the same object when they need it first, without a lock. */
final class Kubernetes82550 implements Kernel {
    @Override
    public String id() {
        return "kubernetes#82550";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.RACE).naming("credentials").namingOneOf("get-0", "get-1", "get-2");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Mutex mu = new Mutex().named("mu");
        WaitGroup wg = new WaitGroup().named("wg");
        Shared<String> credentials = Shared.<String>of(null).named("credentials");
        Go<String> lazy = credentials
                .get()
                .flatMap(c -> c == null ? credentials.set("made").as("made") : Go.pure(c));
        Go<String> get = fixed ? mu.withLock(lazy) : lazy;
        Go<Unit> getAll = forRange(0, 3, i -> wg.add(1).then(go("get-" + i, get.defer(wg.done()))));
        return getAll.then(wg.await());
    }
}
