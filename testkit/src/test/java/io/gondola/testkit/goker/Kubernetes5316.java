package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;
import static io.gondola.testkit.goker.Trigger.RANDOM;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Testing;
import io.gondola.time.Time;
import java.time.Duration;

/** Who waits for a request leaves on a timeout, and the request's result, good or bad, has no receiver. */
final class Kubernetes5316 implements Kernel {
    @Override
    public String id() {
        return "kubernetes#5316";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS, TIME, RANDOM)
                .reports(Kind.LEAK)
                .naming("request")
                .namingOneOf("results", "errors");
    }

    @Override
    public Go<?> program(boolean fixed) {
        int room = fixed ? 1 : 0;
        Channel<String> results = Channel.<String>buffered(room).named("results");
        Channel<String> errors = Channel.<String>buffered(room).named("errors");
        Go<Unit> request = sleep(Duration.ofMillis(20))
                .then(Testing.choose(2))
                .flatMap(n -> n == 0 ? results.send("created") : errors.send("conflict"));
        Go<Unit> finish = Time.after(Duration.ofMillis(10))
                .flatMap(timeout ->
                        select(onReceive(results, unit()), onReceive(errors, unit()), onReceive(timeout, unit())));
        return go("request", request).then(finish);
    }
}
