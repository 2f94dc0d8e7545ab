package io.gondola.samples.net.search;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.net.TcpConnection;
import io.vavr.CheckedFunction1;
import java.time.Duration;

/** A server that searches one kind of thing, and takes its time. */
public final class Replica {
    private Replica() {}

    /** Serves one connection: a line is a query. */
    public static CheckedFunction1<TcpConnection, Go<Unit>> of(String kind, Duration pause) {
        return c -> {
            Lines lines = Lines.over(c);
            return forever(done -> lines.read()
                    .flatMap(query -> query.isEmpty()
                            ? done.exit()
                            : sleep(pause).then(lines.write(kind + " result for \"" + query.get() + "\""))));
        };
    }
}
