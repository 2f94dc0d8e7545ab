package io.gondola.conformance.network;

import io.gondola.dsl.Go;
import io.gondola.net.NetException;
import io.gondola.net.TcpConnection;
import io.gondola.net.transport.Addresses;
import io.vavr.control.Try;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A line of operations on the two ends of a connection, one after the other: write or read so many bytes, half-close,
 * close, reset, deadlines that have passed or are taken back. Its program in Go is {@code connections.go}.
 */
final class ConnectionScript {
    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final Duration PATIENCE = Duration.ofMillis(25);

    private ConnectionScript() {}

    static String random(Random random) {
        List<String> ops = new ArrayList<>();
        int length = 3 + random.nextInt(8);
        for (int i = 0; i < length; i++) {
            String end = random.nextBoolean() ? "c" : "s";
            ops.add(end
                    + switch (random.nextInt(16)) {
                        case 0, 1, 2, 3 -> "w" + random.nextInt(20);
                        case 4, 5, 6, 7, 8 -> "r" + random.nextInt(20);
                        case 9 -> "W";
                        case 10 -> "R";
                        case 11 -> "C";
                        case 12 -> "X";
                        case 13 -> random.nextBoolean() ? "d" : "e";
                        default -> random.nextBoolean() ? "u" : "v";
                    });
        }
        return String.join(" ", ops);
    }

    /** Runs {@code script} on a connection that {@code dialled} and {@code accepted} are the ends of. */
    static Go<String> run(TcpConnection dialled, TcpConnection accepted, String script) {
        End c = new End(dialled);
        End s = new End(accepted);
        List<String> outcomes = new ArrayList<>();
        return Go.forEach(
                        List.of(script.split(" ", -1)),
                        op -> (op.charAt(0) == 'c' ? c : s)
                                .perform(op.charAt(1), op.substring(2))
                                .peek(outcomes::add)
                                .then(Go.sleep(PAUSE)))
                .then(c.c.close().attempt())
                .then(s.c.close().attempt())
                .map(u -> outcomes.stream().collect(Collectors.joining("; ")));
    }

    /** One end of the connection. */
    private static final class End {
        private final TcpConnection c;
        private boolean readPast;

        End(TcpConnection c) {
            this.c = c;
        }

        Go<String> perform(char op, String number) {
            int n = number.isEmpty() ? 0 : Integer.parseInt(number);
            return switch (op) {
                case 'w' -> outcome(c.write(new byte[n]).as(n));
                case 'r' -> read(n);
                case 'W' -> outcome(c.closeWrite().as(0));
                case 'R' -> outcome(c.closeRead().as(0));
                case 'C' -> outcome(c.close().as(0));
                case 'X' -> c.linger(0).attempt().then(outcome(c.close().as(0)));
                case 'd' ->
                    Go.run(() -> readPast = true)
                            .then(outcome(c.setReadDeadline(Instant.EPOCH).as(0)));
                case 'u' ->
                    Go.run(() -> readPast = false)
                            .then(outcome(c.setReadDeadline(Instant.MAX).as(0)));
                case 'e' -> outcome(c.setWriteDeadline(Instant.EPOCH).as(0));
                default -> outcome(c.setWriteDeadline(Instant.MAX).as(0));
            };
        }

        private Go<String> read(int n) {
            Go<String> read = outcome(c.read(ByteBuffer.allocate(n)));
            return Go.suspend(() -> readPast
                    ? read
                    : c.setReadDeadline(PATIENCE)
                            .attempt()
                            .then(read)
                            .flatMap(text ->
                                    c.setReadDeadline(Instant.MAX).attempt().as(text)));
        }

        private Go<String> outcome(Go<Integer> operation) {
            return operation.attempt().map(this::text);
        }

        private String text(Try<Integer> t) {
            if (t.isSuccess()) {
                return t.get() < 0 ? "0 EOF" : t.get().toString();
            }
            NetException e = (NetException) t.getCause();
            return e.written() + " "
                    + e.getMessage()
                            .replace(Addresses.text(c.localAddress()), "L")
                            .replace(Addresses.text(c.remoteAddress()), "R");
        }
    }
}
