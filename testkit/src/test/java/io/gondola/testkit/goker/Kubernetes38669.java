package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Kind;

/**
 * A watcher sends its first events on an unbuffered channel that nobody reads yet, and stopping it does not end that.
 */
final class Kubernetes38669 implements Kernel {
    private static final int INIT_EVENTS = 2;

    @Override
    public String id() {
        return "kubernetes#38669";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.LEAK).naming("process", "result");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Mutex mu = new Mutex().named("watcher.mu");
        Shared<Boolean> stopped = Shared.of(false).named("stopped");
        Channel<Integer> input = Channel.<Integer>unbuffered().named("input");
        Channel<Integer> result =
                Channel.<Integer>buffered(fixed ? INIT_EVENTS : 0).named("result");
        Go<Unit> process = forRange(0, INIT_EVENTS, result::send)
                .then(input.range(result::send))
                .defer(result.close());
        Go<Unit> stop = mu.withLock(when(stopped.get(), unit(), sequence(stopped.set(true), input.close())));
        return go("process", process).then(stop);
    }
}
