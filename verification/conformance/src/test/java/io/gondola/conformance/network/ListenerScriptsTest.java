package io.gondola.conformance.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.sync.Semaphore;
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
class ListenerScriptsTest {
    private static final String DIFFERENCES = "scripts that end otherwise than in Go, of the seed that is printed";
    private static final int AT_ONCE = 20;

    @TempDir
    Path directory;

    private static long seed() {
        return Long.getLong("gondola.seed", System.nanoTime());
    }

    private Map<String, String> differences(int n, long seed, boolean queues, GoScripts.Ours ours) throws Exception {
        return new GoScripts("listeners.go", directory)
                .differences(n, seed, r -> ListenerScript.random(r, queues), ours, (script, go, own) -> go.equals(own));
    }

    @Test
    void realListenersGoOnAsInGo() throws Exception {
        assertThat(differences(300, 1, true, this::onSockets)).as(DIFFERENCES).isEmpty();
    }

    /** Who of several is served first is a choice of the schedule there, so none of them queues. */
    @Test
    void virtualListenersGoOnAsInGo() throws Exception {
        assertThat(differences(300, 2, false, this::virtually)).as(DIFFERENCES).isEmpty();
    }

    @Test
    @Tag("stress")
    void tenThousandRealListenersGoOnAsInGo() throws Exception {
        assertThat(differences(10_000, seed(), true, this::onSockets))
                .as(DIFFERENCES)
                .isEmpty();
    }

    @Test
    @Tag("stress")
    void tenThousandVirtualListenersGoOnAsInGo() throws Exception {
        assertThat(differences(10_000, seed(), false, this::virtually))
                .as(DIFFERENCES)
                .isEmpty();
    }

    private List<String> onSockets(List<String> scripts) {
        Semaphore slots = new Semaphore(AT_ONCE);
        List<Go<String>> all = scripts.stream()
                .map(script -> slots.acquire(1).then(ListenerScript.run(script)).defer(slots.release(1)))
                .toList();
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            return runtime.run(Go.parallel(all)).asJava();
        }
    }

    private List<String> virtually(List<String> scripts) {
        return scripts.stream()
                .map(script -> GoRuntime.deterministic(script.hashCode()).run(ListenerScript.run(script)))
                .toList();
    }
}
