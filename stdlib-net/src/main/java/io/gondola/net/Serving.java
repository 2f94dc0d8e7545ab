package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.CheckedFunction1;
import java.util.ArrayList;
import java.util.List;

/** The servers that a listener's connections go to: usually one. */
final class Serving {
    private final TcpListener listener;

    /** Changed and read in steps that the explorer sees. */
    private final List<Server> servers = new ArrayList<>(1);

    Serving(TcpListener listener) {
        this.listener = listener;
    }

    private <A> Go<A> step(Shared.Step<A> step) {
        return new Shared<>(listener, f -> {
            synchronized (servers) {
                return step.perform(f);
            }
        });
    }

    Go<Unit> serve(CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler, ServeOptions options) {
        return Server.open(listener, handler, options)
                .flatMap(server -> step(f -> servers.add(server))
                        .then(server.run())
                        .defer(step(f -> servers.remove(server)))
                        .defer(server.ended()));
    }

    Go<Unit> stop() {
        Go<Unit> closed = Server.closeQuietly(listener);
        return step(f -> List.copyOf(servers))
                .flatMap(all -> Go.forEach(all, Server::begin).then(closed).then(Go.forEach(all, Server::awaitEnd)));
    }
}
