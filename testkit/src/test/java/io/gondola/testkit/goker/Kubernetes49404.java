package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.testkit.goker.Trigger.ALWAYS;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import java.time.Duration;

/** A test server's handler notes in a captured variable that it was called; the test looks at it after a sleep. */
final class Kubernetes49404 implements Kernel {
    @Override
    public String id() {
        return "kubernetes#49404";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS, TIME).reports(Kind.RACE).naming("main", "handler", "called");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup requests = new WaitGroup().named("requests");
        Shared<Boolean> called = Shared.of(false).named("called");
        Go<Unit> serve = requests.add(1).then(go("handler", called.set(true).defer(requests.done())));
        Go<Unit> pause = fixed ? requests.await() : sleep(Duration.ofMillis(10));
        return sequence(serve, pause).defer(called.get());
    }
}
