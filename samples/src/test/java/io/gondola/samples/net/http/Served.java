package io.gondola.samples.net.http;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.samples.net.web.LiveSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server on this machine, and plain sockets that talk to it. */
final class Served implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    final GoRuntime runtime = GoRuntime.builder().maxProcs(2).build();
    final HttpServer server;
    private final CompletableFuture<Unit> serving;

    Served(Limits limits) {
        this(limits, null);
    }

    /** @param handler null: the live site */
    Served(Limits limits, Handler handler) {
        try {
            Handler site = handler == null ? new LiveSite(runtime::stats)::answer : handler;
            server = runtime.run(HttpServer.listen("127.0.0.1:0", limits));
            serving = runtime.start(server.serve(site));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return server.address().getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    Socket connect() throws IOException {
        Socket s = new Socket(InetAddress.getLoopbackAddress(), port());
        s.setSoTimeout(PATIENCE_MS);
        return s;
    }

    /** Sends {@code request}, and reads until the server closes the connection. */
    String exchange(String request) throws IOException {
        try (Socket s = connect()) {
            send(s, request);
            return rest(s);
        }
    }

    static void send(Socket s, String text) throws IOException {
        s.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes until the end. A reset would lose answers, so it counts as one. */
    static String rest(Socket s) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            s.getInputStream().transferTo(all);
        } catch (SocketException e) {
            return all.toString(StandardCharsets.ISO_8859_1) + "[reset]";
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads until {@code end} has come. */
    static String readUntil(Socket s, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int b = s.getInputStream().read();
            if (b < 0) {
                throw new AssertionError("the end comes before \"" + end + "\": " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }

    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
    }

    @CanIgnoreReturnValue
    <A> A run(Go<A> program) {
        return runtime.run(program);
    }

    /** Waits until the program has ended. */
    void awaitEnd() throws Exception {
        serving.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
