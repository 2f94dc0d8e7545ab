package io.gondola.samples.net.talk;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.samples.net.Local;
import io.gondola.sync.WaitGroup;
import io.vavr.CheckedFunction1;

/**
 * Passes on what comes to one port to another one, and back. The end of one direction ends just that one, as the peers
 * see it.
 */
public final class PortForwarder {
    private PortForwarder() {}

    /** Serves one connection by one to {@code target}. */
    public static CheckedFunction1<TcpConnection, Go<Unit>> to(String target) {
        return c -> Net.dial(target).flatMap(t -> {
            WaitGroup both = new WaitGroup().named("both directions");
            return both.go(pass(c, t))
                    .then(both.go(pass(t, c)))
                    .then(both.await())
                    .defer(Local.closeQuietly(t));
        });
    }

    /** A direction that breaks takes the other one with it. */
    private static Go<Unit> pass(TcpConnection from, TcpConnection to) {
        return from.copyTo(to)
                .then(to.closeWrite())
                .recover(p -> Local.closeQuietly(from).then(Local.closeQuietly(to)));
    }
}
