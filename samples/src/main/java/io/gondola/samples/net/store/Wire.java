package io.gondola.samples.net.store;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import java.time.Duration;

/** A line and its answer. */
final class Wire {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Wire() {}

    static Go<TcpConnection> dial(String address) {
        return Net.dial(address, DialOptions.defaults().timeout(PATIENCE));
    }

    static Go<Unit> send(Lines lines, TcpConnection c, String line, String answer) {
        return c.setReadDeadline(PATIENCE)
                .then(lines.write(line))
                .then(lines.read())
                .flatMap(got -> got.contains(answer) ? unit() : panic("the follower says " + got.getOrElse("nothing")));
    }
}
