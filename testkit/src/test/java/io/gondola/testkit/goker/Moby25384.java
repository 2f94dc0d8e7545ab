package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.unit;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/** A loop that starts two goroutines waits, in its first round, for both. */
final class Moby25384 implements Kernel {
    @Override
    public String id() {
        return "moby#25384";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.LEAK).naming("init", "plugins");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup plugins = new WaitGroup().named("plugins");
        Go<Unit> restoreAll =
                forRange(0, 2, i -> go("restore-" + i, plugins.done()).then(fixed ? unit() : plugins.await()));
        return go("init", plugins.add(2).then(restoreAll).then(plugins.await()));
    }
}
