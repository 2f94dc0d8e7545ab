package io.gondola.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.net.Tls;
import io.gondola.sync.Mutex;
import io.gondola.sync.Semaphore;
import io.vavr.Tuple2;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same random scripts on encrypted connections, by Go's crypto/tls and by ours: each operation must have the same
 * outcome, with the same text, but for what docs/network.md states.
 */
class TlsScriptsTest {
    private static final String DIFFERENCES = "scripts that end otherwise than in Go, of the seed that is printed";
    private static final int AT_ONCE = 40;
    private static final String CLOSED = "use of closed network connection";
    private static final String RESET = "connection reset by peer";

    @TempDir
    Path directory;

    @Test
    void encryptedConnectionsGoOnAsInGo() throws Exception {
        SSLContext context = OwnCertificate.context(directory);
        assertThat(differences(
                        300, 1, scripts -> onSockets(scripts, context), TlsScriptsTest::isSameButForWhatIsStated))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    void encryptedVirtualConnectionsGoOnAsInGo() throws Exception {
        SSLContext context = OwnCertificate.context(directory);
        assertThat(differences(
                        300, 2, scripts -> virtually(scripts, context), TlsScriptsTest::isSameButForJoinedRecords))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    @Tag("stress")
    void tenThousandEncryptedConnectionsGoOnAsInGo() throws Exception {
        SSLContext context = OwnCertificate.context(directory);
        assertThat(differences(
                        10_000,
                        seed(),
                        scripts -> onSockets(scripts, context),
                        TlsScriptsTest::isSameButForWhatIsStated))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    @Tag("stress")
    void tenThousandEncryptedVirtualConnectionsGoOnAsInGo() throws Exception {
        SSLContext context = OwnCertificate.context(directory);
        assertThat(differences(
                        10_000,
                        seed(),
                        scripts -> virtually(scripts, context),
                        TlsScriptsTest::isSameButForJoinedRecords))
                .as(DIFFERENCES)
                .isEmpty();
    }

    private static long seed() {
        return Long.getLong("gondola.seed", System.nanoTime());
    }

    private Map<String, String> differences(int n, long seed, GoScripts.Ours ours, GoScripts.Same same)
            throws Exception {
        return new GoScripts("tls.go", directory).differences(n, seed, TlsScriptsTest::script, ours, same);
    }

    /** Go has no CloseRead there. */
    private static String script(Random random) {
        return ConnectionScript.random(random).replaceAll("([cs])R", "$1C");
    }

    private static boolean isSameButForWhatIsStated(String script, String go, String ours) {
        List<String> ops = List.of(script.split(" ", -1));
        String[] theirs = go.split("; ", -1);
        String[] own = ours.split("; ", -1);
        if (own.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < own.length; i++) {
            if (!own[i].equals(theirs[i]) && !isStatedText(ops.get(i), theirs[i], own[i])) {
                return isStatedEnd(ops.subList(0, i + 1), theirs[i], own[i]);
            }
        }
        return true;
    }

    /** A socket's read takes all records that are there, a virtual one what was written at once: the rest is unread. */
    private static boolean isSameButForJoinedRecords(String script, String go, String ours) {
        return isSameButForWhatIsStated(script, go, ours) || readsWhereTwoRecordsAre(script);
    }

    private static boolean readsWhereTwoRecordsAre(String script) {
        Map<String, Integer> records = new HashMap<>();
        for (String op : script.split(" ", -1)) {
            String end = op.substring(0, 1);
            boolean farewell = "WCX".indexOf(op.charAt(1)) >= 0;
            if (farewell || (op.charAt(1) == 'w' && !op.endsWith("w0"))) {
                records.merge(end.equals("c") ? "s" : "c", 1, Integer::sum);
            } else if (op.charAt(1) == 'r') {
                int there = records.getOrDefault(end, 0);
                if (there > 1) {
                    return true;
                }
                records.put(end, Math.max(0, there - 1));
            }
        }
        return false;
    }

    /** Texts that differ, and nothing follows from it. */
    private static boolean isStatedText(String op, String go, String ours) {
        return switch (op.charAt(1)) {
            case 'W' -> true;
            case 'C', 'X' ->
                go.equals("0 " + CLOSED) ? ours.endsWith(CLOSED) : go.contains("closeNotify") && isNumber(ours);
            case 'w' ->
                (go.equals("0 " + CLOSED) && ours.endsWith(CLOSED))
                        || (go.equals("0 tls: protocol is shutdown") && ours.endsWith(": write: broken pipe"));
            default -> false;
        };
    }

    /** How the peer learns that the other end is gone, or has failed to write, which decides what follows. */
    private static boolean isStatedEnd(List<String> ops, String go, String ours) {
        String op = ops.get(ops.size() - 1);
        String peer = op.charAt(0) == 'c' ? "s" : "c";
        boolean peerHasClosed = ops.contains(peer + "C") || ops.contains(peer + "X");
        return switch (op.charAt(1)) {
            case 'w', 'C', 'X' -> peerHasClosed && go.contains(RESET) && !ours.contains(RESET);
            case 'r' ->
                (peerHasClosed && go.endsWith(RESET) && ours.endsWith("EOF"))
                        || go.equals("0 local error: tls: bad record MAC");
            default -> false;
        };
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    private static List<String> onSockets(List<String> scripts, SSLContext context) {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            return runtime.run(Net.listen("127.0.0.1:0")
                    .flatMap(l -> all(l, context, scripts).defer(l.close())));
        }
    }

    private static List<String> virtually(List<String> scripts, SSLContext context) {
        return scripts.stream()
                .map(script -> GoRuntime.deterministic(script.hashCode())
                        .run(Net.listen("127.0.0.1:0")
                                .flatMap(l -> pair(l, context).defer(l.close()))
                                .flatMap(p -> ConnectionScript.run(p._1, p._2, script))))
                .toList();
    }

    private static Go<List<String>> all(TcpListener l, SSLContext context, List<String> scripts) {
        Mutex accepting = new Mutex();
        Semaphore slots = new Semaphore(AT_ONCE);
        Go<Tuple2<TcpConnection, TcpConnection>> pair = accepting.withLock(pair(l, context));
        return Go.parallel(scripts.stream()
                        .map(script -> slots.acquire(1)
                                .then(pair)
                                .flatMap(p -> ConnectionScript.run(p._1, p._2, script))
                                .defer(slots.release(1)))
                        .toList())
                .map(v -> v.asJava());
    }

    private static Go<Tuple2<TcpConnection, TcpConnection>> pair(TcpListener l, SSLContext context) {
        return TcpConnection.dial(l.address())
                .flatMap(below -> l.accept().flatMap(accepted -> {
                    TcpConnection c = Tls.client(below, context, "localhost");
                    TcpConnection s = Tls.server(accepted, context);
                    return greeting(c, s).then(greeting(s, c)).as(new Tuple2<>(c, s));
                }));
    }

    private static Go<?> greeting(TcpConnection from, TcpConnection to) {
        Go<Unit> read = to.read(ByteBuffer.allocate(1)).then(Go.unit());
        return Go.parallel(List.of(from.write(new byte[1]), read));
    }
}
