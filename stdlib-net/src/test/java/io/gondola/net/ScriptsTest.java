package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.net.transport.Addresses;
import io.gondola.sync.Mutex;
import io.gondola.sync.Semaphore;
import io.vavr.Tuple2;
import io.vavr.control.Try;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same random scripts by Go and by this module: each operation must have the same outcome, with the same text. A
 * script is a line of operations on the two ends of a connection, one after the other: write or read so many bytes,
 * half-close, close, reset, deadlines that have passed or are taken back.
 */
class ScriptsTest {
    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final Duration PATIENCE = Duration.ofMillis(25);
    private static final int AT_ONCE = 40;

    private final Loopback net = new Loopback();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void randomScriptsEndAsInGo() throws Exception {
        differential(400, 1);
    }

    @Test
    @Tag("stress")
    void tenThousandRandomScriptsEndAsInGo() throws Exception {
        differential(10_000, Long.getLong("gondola.seed", System.nanoTime()));
    }

    private void differential(int n, long seed) throws Exception {
        new GoScripts("scripts.go", directory).compare(n, seed, ScriptsTest::script, this::ours, ScriptsTest::isSame);
    }

    /** Whether the outcomes are the same, but for what NIO hides (see SocketConnection). */
    private static boolean isSame(String script, String go, String ours) {
        String[] ops = script.split(" ", -1);
        String[] theirs = go.split("; ", -1);
        String[] own = ours.split("; ", -1);
        if (theirs.length != own.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (theirs[i].equals(own[i])) {
                continue;
            }
            boolean halfCloseOfTheDead =
                    own[i].equals("0") && theirs[i].endsWith(": shutdown: transport endpoint is not connected");
            boolean emptyWrite = ops[i].endsWith("w0") && own[i].equals("0") && theirs[i].contains(": write: ");
            if (emptyWrite || hasBothHalvesClosed(List.of(ops).subList(0, i))) {
                return true; // Go's write has taken the error; the system has cut the connection when a byte came
            }
            boolean resetBehindClosedWrite = ops[i].charAt(1) == 'w'
                    && theirs[i].endsWith(": write: connection reset by peer")
                    && own[i].endsWith(": write: broken pipe")
                    && List.of(ops).subList(0, i).contains(ops[i].charAt(0) + "W");
            if (resetBehindClosedWrite) {
                return true; // Go's write has taken the reset, which our next read finds
            }
            if (!halfCloseOfTheDead) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasBothHalvesClosed(List<String> before) {
        return before.containsAll(List.of("cR", "cW")) || before.containsAll(List.of("sR", "sW"));
    }

    private static String script(Random random) {
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

    // the same by this module

    private List<String> ours(List<String> scripts) {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        Mutex accepting = new Mutex();
        Semaphore slots = new Semaphore(AT_ONCE);
        Go<Tuple2<TcpConnection, TcpConnection>> pair = accepting.withLock(TcpConnection.dial(l.address())
                .flatMap(c -> l.accept().map(s -> new Tuple2<>(c, s))));
        List<Go<String>> all = scripts.stream()
                .map(script -> slots.acquire(1)
                        .then(pair)
                        .flatMap(p -> run(new End(p._1), new End(p._2), script))
                        .defer(slots.release(1)))
                .toList();
        List<String> results = net.run(Go.parallel(all)).asJava();
        net.run(l.close());
        return results;
    }

    private static Go<String> run(End c, End s, String script) {
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
