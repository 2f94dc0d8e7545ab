package io.gondola.conformance.network;

import static io.gondola.dsl.Go.forEach;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.net.Net;
import io.gondola.net.Packet;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.net.UdpSocket;
import io.gondola.net.transport.Addresses;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A line of operations on one address, one after the other: listen, accept, accept in another goroutine, dial, read,
 * close, deadlines; bind a datagram socket there, send to itself, receive, close. Its program in Go is {@code
 * listeners.go}.
 */
final class ListenerScript {
    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final Duration PATIENCE = Duration.ofMillis(25);

    private final List<Go<?>> open = new CopyOnWriteArrayList<>();
    private final List<Channel<String>> waiting = new ArrayList<>();
    private String address = "127.0.0.1:0";
    private TcpListener listener;
    private UdpSocket socket;
    private TcpConnection dialled;

    private ListenerScript() {}

    static Go<String> run(String script) {
        return suspend(() -> new ListenerScript().perform(List.of(script.split(" ", -1))));
    }

    private Go<String> perform(List<String> ops) {
        List<String> outcomes = new ArrayList<>();
        return forEach(
                        ops,
                        op -> perform(op)
                                .peek(outcomes::add)
                                .then(sleep(op.equalsIgnoreCase("c") ? Duration.ZERO : PAUSE)))
                .then(suspend(() -> forEach(open, Go::attempt)))
                .then(suspend(() -> forEach(waiting, w -> w.receive().peek(outcomes::add))))
                .then(suspend(() -> pure(String.join("; ", outcomes))));
    }

    private Go<String> perform(String op) {
        return switch (op.charAt(0)) {
            case 'L' -> outcome(Net.listen(address).map(this::listens));
            case 'C' -> outcome(listener.close().as("closed"));
            case 'A' ->
                listener.setDeadline(PATIENCE)
                        .attempt()
                        .then(accept(listener))
                        .flatMap(text ->
                                listener.setDeadline(Instant.MAX).attempt().as(text));
            case 'd' -> outcome(listener.setDeadline(Instant.EPOCH).as("set"));
            case 'u' -> outcome(listener.setDeadline(Instant.MAX).as("set"));
            case 'G' -> acceptElsewhere();
            case 'D' -> outcome(Net.dial(address).map(this::dialled));
            case 'r' -> dialled == null ? pure("-") : read();
            case 'p' -> outcome(Net.listenPacket(address).map(this::bound));
            default -> socket == null ? pure("-") : ofSocket(op);
        };
    }

    private String listens(TcpListener l) {
        listener = l;
        address = Addresses.text(l.address());
        open.add(l.close());
        return "listens";
    }

    private Go<String> accept(TcpListener l) {
        return outcome(l.accept().map(c -> {
            open.add(c.close());
            return "accepted";
        }));
    }

    private Go<String> acceptElsewhere() {
        Channel<String> done = Channel.buffered(1);
        waiting.add(done);
        return go(accept(listener).flatMap(done::send)).as("waits");
    }

    private String dialled(TcpConnection c) {
        dialled = c;
        open.add(c.close());
        return "dialled";
    }

    private Go<String> read() {
        return dialled.setReadDeadline(PATIENCE)
                .then(outcome(dialled.read(ByteBuffer.allocate(1)).map(n -> n < 0 ? "EOF" : "" + n)));
    }

    private String bound(UdpSocket s) {
        socket = s;
        open.add(s.close());
        return "bound";
    }

    private Go<String> ofSocket(String op) {
        return switch (op.charAt(0)) {
            case 'c' -> outcome(socket.close().as("closed"));
            case 's' ->
                outcome(socket.send(new Packet(socket.localAddress(), new byte[Integer.parseInt(op.substring(1))]))
                        .as("sent"));
            default ->
                socket.setReadDeadline(PATIENCE)
                        .attempt()
                        .then(outcome(socket.receive().map(p -> "" + p.data().length)));
        };
    }

    private Go<String> outcome(Go<String> operation) {
        return operation.attempt().map(t -> {
            if (t.isSuccess()) {
                return t.get();
            }
            String text = t.getCause().getMessage();
            return (dialled == null ? text : text.replace(Addresses.text(dialled.localAddress()), "L"))
                    .replace(address, "A");
        });
    }

    /** A script in which goroutines that accept may queue, or at most one does. */
    static String random(Random random, boolean queues) {
        List<String> ops = new ArrayList<>(List.of("L"));
        int length = 4 + random.nextInt(8);
        for (int i = 0; i < length; i++) {
            ops.add(
                    switch (random.nextInt(20)) {
                        case 0, 1, 2 -> "L";
                        case 3, 4, 5 -> "C";
                        case 6, 7, 8 -> queues || !ops.contains("G") ? "A" : "D";
                        case 9, 10, 11 -> "D";
                        case 12, 13 -> queues || !ops.contains("G") ? "G" : "D";
                        case 14 -> random.nextBoolean() ? "d" : "u";
                        case 15 -> "r";
                        case 16, 17 -> random.nextBoolean() ? "p" : "c";
                        case 18 -> "s" + random.nextInt(1_000);
                        default -> "t";
                    });
        }
        return String.join(" ", ops);
    }
}
