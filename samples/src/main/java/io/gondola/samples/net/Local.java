package io.gondola.samples.net;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.samples.Sample;
import io.vavr.CheckedFunction1;
import java.time.Duration;

/** What the programs here have in common: a server on this machine beside its clients. */
public final class Local {
    /** Why they do not run under a seed outside of tests. */
    public static final String REASON = "the virtual network is in the testkit, which tests have";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Local() {}

    /** Runs {@code use}, with its address, while a server answers each connection by {@code handler}. */
    public static <A> Go<A> with(
            CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler, CheckedFunction1<String, Go<A>> use) {
        return Net.listen("127.0.0.1:0")
                .flatMap(l -> go("server", l.serve(handler))
                        .then(suspend(() -> use.apply(addressOf(l))))
                        .defer(l.stop()));
    }

    /** The address of {@code l} as a client on this machine takes it. */
    public static String addressOf(TcpListener l) {
        return "127.0.0.1:" + l.address().getPort();
    }

    /** Talks to {@code address} in lines; each answer must come in time. */
    public static <A> Go<A> talk(String address, CheckedFunction1<? super Lines, ? extends Go<? extends A>> talk) {
        return Net.dial(address, DialOptions.defaults().timeout(PATIENCE))
                .flatMap(c -> c.setReadDeadline(PATIENCE)
                        .then(suspend(() -> Go.<A>suspend(() -> talk.apply(Lines.over(c)))))
                        .defer(c.close()));
    }

    /** Closes {@code c} if it is open; what fails does not matter. */
    public static Go<Unit> closeQuietly(TcpConnection c) {
        return c.close().recover(p -> unit());
    }

    /** A sample that needs the real network outside of tests. */
    public static Sample.Builder sample(String name) {
        return Sample.named(name).in(io.gondola.samples.Group.NETWORK).onThreadsOnly(REASON);
    }
}
