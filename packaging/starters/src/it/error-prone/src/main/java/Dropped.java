import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.context.Context;
import io.gondola.dsl.*;
import io.gondola.pipeline.Pipeline;
import io.gondola.sync.*;
import io.gondola.time.*;
import java.time.Duration;

/** Each line drops what it builds. */
class Dropped {
    static void lines(Channel<Integer> ch, WaitGroup wg, Mutex mu, Context ctx) {
        println("start"); // dropped
        ch.send(1); // dropped
        wg.add(1); // dropped
        go(ch.send(1)); // dropped
        mu.withLock(unit()); // dropped
        select(onReceive(ch, v -> println(v))); // dropped
        onReceive(ch, v -> println(v)); // dropped
        ctx.err(); // dropped
        Timer.start(Duration.ofSeconds(1)); // dropped
        Pipeline.of(1).map(x -> x + 1); // dropped
        Pipeline.of(1).drain(); // dropped
        ch.named("jobs"); // returns the channel, which has a name now
    }
}
