package io.gondola.net;

import static io.gondola.select.Select.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** A server in a process of its own, which {@link DescriptorsTest} starts with few file descriptors. */
final class FewDescriptors {
    private FewDescriptors() {}

    private static Go<Unit> echo(TcpConnection c) {
        ByteBuffer buffer = ByteBuffer.allocate(16);
        Go<Integer> read = Go.suspend(() -> c.read(buffer.clear()));
        return Go.forever(done -> read.flatMap(n -> n < 0 ? done.exit() : c.write(buffer.flip())));
    }

    /** Loads the classes that it needs when there are no more descriptors: from a folder that takes one. */
    private static void warmUp(GoRuntime runtime) {
        LogManager.getLogger(Server.class).warn("Ready: sockets={}", Loopback.sockets(), new IOException("none"));
        String figures = runtime.stats().connections() + "" + runtime.stats().listeners();
        Go<Unit> pause = select(
                onReceive(Channel.<Integer>unbuffered(), Go.unit()),
                onTimeout(Duration.ofMillis(figures.length()), Go.unit()));
        runtime.run(pause.then(Net.dial("127.0.0.1:1").attempt()).then(Go.unit()));
    }

    /** To look at the sockets takes a descriptor itself, which may not be there yet. */
    private static String figures(GoRuntime runtime) {
        try {
            return runtime.stats().connections() + " " + Loopback.sockets();
        } catch (UncheckedIOException e) {
            return "unknown";
        }
    }

    /** Prints its port, serves, and answers each line of its input by how many connections and sockets it has. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err); // where the log goes, apart from the answers
        Configurator.setRootLevel(Level.WARN);
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            warmUp(runtime);
            TcpListener l = runtime.run(Net.listen("127.0.0.1:0"));
            var served = runtime.start(l.serve(c -> echo(c)));
            out.println(l.address().getPort());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (in.readLine() != null) {
                out.println(figures(runtime));
            }
            runtime.run(l.stop());
            served.join();
        }
    }
}
