package io.gondola.docs.page;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.vavr.collection.Seq;
import java.nio.file.Path;
import java.time.Duration;

/** For docs/pipelines.md. */
public abstract class PipelinesPage {
    protected final Path log = Path.of("app.log");
    protected final Pipeline<Order> orders = Pipeline.of(new Order(1), new Order(2), new Order(3));
    protected final Go<Long> program = orders.count();
    protected GoRuntime rt;

    /** What flows. */
    protected record Order(int id) {}

    protected static Order parse(String line) {
        return new Order(Integer.parseInt(line));
    }

    protected static Go<String> lookUp(Order order) {
        return Go.pure("order " + order.id());
    }

    protected static Unit check(Seq<String> found) {
        if (found.size() != 3) {
            throw new AssertionError("orders were lost: found=" + found);
        }
        return Unit.UNIT;
    }

    protected static Duration ofMillis(long n) {
        return Duration.ofMillis(n);
    }

    protected static Duration ofSeconds(long n) {
        return Duration.ofSeconds(n);
    }
}
