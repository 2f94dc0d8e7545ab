package io.gondola.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.sync.Mutex;
import io.gondola.sync.Semaphore;
import io.vavr.Tuple2;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same random scripts by Go, by real sockets and by the virtual network: each operation must have the same outcome,
 * with the same text.
 */
class ConnectionScriptsTest {
    private static final String DIFFERENCES = "scripts that end otherwise than in Go, of the seed that is printed";
    private static final int AT_ONCE = 40;

    @TempDir
    Path directory;

    private static long seed() {
        return Long.getLong("gondola.seed", System.nanoTime());
    }

    private Map<String, String> differences(int n, long seed, GoScripts.Ours ours, GoScripts.Same same)
            throws Exception {
        return new GoScripts("connections.go", directory).differences(n, seed, ConnectionScript::random, ours, same);
    }

    @Test
    void realConnectionsGoOnAsInGo() throws Exception {
        assertThat(differences(400, 1, this::onSockets, ConnectionScriptsTest::isSameButForNio))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    void virtualConnectionsGoOnAsInGo() throws Exception {
        assertThat(differences(400, 2, this::virtually, ConnectionScriptsTest::isSameButForUnsplitReads))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    @Tag("stress")
    void tenThousandRealConnectionsGoOnAsInGo() throws Exception {
        assertThat(differences(10_000, seed(), this::onSockets, ConnectionScriptsTest::isSameButForNio))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    @Tag("stress")
    void tenThousandVirtualConnectionsGoOnAsInGo() throws Exception {
        assertThat(differences(10_000, seed(), this::virtually, ConnectionScriptsTest::isSameButForUnsplitReads))
                .as(DIFFERENCES)
                .isEmpty();
    }

    /** Whether the outcomes are the same, but for what NIO hides (see docs/network.md). */
    private static boolean isSameButForNio(String script, String go, String ours) {
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

    /** The virtual network hands out what was written as it was written, where no fault splits and joins it. */
    private static boolean isSameButForUnsplitReads(String script, String go, String ours) {
        String[] ops = script.split(" ", -1);
        String[] theirs = go.split("; ", -1);
        String[] own = ours.split("; ", -1);
        for (int i = 0; i < Math.min(own.length, theirs.length); i++) {
            if (!own[i].equals(theirs[i])
                    && ops[i].charAt(1) == 'r'
                    && isNumber(own[i])
                    && isNumber(theirs[i])
                    && Integer.parseInt(own[i]) < Integer.parseInt(theirs[i])) {
                return true; // what is read from then on differs
            }
            if (!own[i].equals(theirs[i])) {
                break;
            }
        }
        return isSameButForNio(script, go, ours);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Character::isDigit);
    }

    private List<String> onSockets(List<String> scripts) {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            return runtime.run(
                    Net.listen("127.0.0.1:0").flatMap(l -> all(l, scripts).defer(l.close())));
        }
    }

    private static Go<List<String>> all(TcpListener l, List<String> scripts) {
        Mutex accepting = new Mutex();
        Semaphore slots = new Semaphore(AT_ONCE);
        Go<Tuple2<TcpConnection, TcpConnection>> pair = accepting.withLock(pair(l));
        return Go.parallel(scripts.stream()
                        .map(script -> slots.acquire(1)
                                .then(pair)
                                .flatMap(p -> ConnectionScript.run(p._1, p._2, script))
                                .defer(slots.release(1)))
                        .toList())
                .map(v -> v.asJava());
    }

    private static Go<Tuple2<TcpConnection, TcpConnection>> pair(TcpListener l) {
        return TcpConnection.dial(l.address()).flatMap(c -> l.accept().map(s -> new Tuple2<>(c, s)));
    }

    private List<String> virtually(List<String> scripts) {
        return scripts.stream()
                .map(script -> GoRuntime.deterministic(script.hashCode())
                        .run(Net.listen("127.0.0.1:0")
                                .flatMap(l -> pair(l).defer(l.close()))
                                .flatMap(p -> ConnectionScript.run(p._1, p._2, script))))
                .toList();
    }
}
