package io.gondola.samples.net.talk;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.net.TcpConnection;
import io.gondola.time.Time;
import io.vavr.CheckedFunction1;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Tells the time, again and again, until the client has gone; as the clock server of "The Go Programming Language". */
public final class ClockServer {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private ClockServer() {}

    /** Serves one connection, {@code every} so often. It ends by a write that fails. */
    public static CheckedFunction1<TcpConnection, Go<Unit>> every(Duration every) {
        return c -> {
            Lines lines = Lines.over(c);
            return forever(
                    Time.now().flatMap(now -> lines.write(FORMAT.format(now))).then(sleep(every)));
        };
    }
}
