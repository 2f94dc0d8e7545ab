package io.gondola.samples.net.store;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.net.TcpConnection;
import io.gondola.sync.Mutex;
import java.util.HashMap;
import java.util.Map;

/**
 * Holds a copy. It understands {@code apply N KEY VALUE}, which it answers by {@code ok N} once it has it, and
 * {@code get KEY}. The number N counts the leader's writes; 0 stands for a leader that does not count.
 */
public final class Follower {
    private final Mutex mutex = new Mutex().named("follower");

    // guarded by `mutex`
    private final Map<String, String> values = new HashMap<>();
    private long applied;

    /** Serves one connection. */
    public Go<Unit> serve(TcpConnection c) {
        Lines lines = Lines.over(c);
        return forever(done -> lines.read()
                .flatMap(line -> line.isEmpty()
                        ? done.exit()
                        : mutex.withLock(call(() -> perform(line.get().split(" ", 4))))
                                .flatMap(lines::write)));
    }

    private String perform(String[] words) {
        if (words[0].equals("get") && words.length == 2) {
            return values.getOrDefault(words[1], "none");
        }
        if (!words[0].equals("apply") || words.length != 4) {
            return "what?";
        }
        long n = Long.parseLong(words[1]);
        if (n == 0
                || n == applied + 1) { // one that came before is sent again by a leader that has not heard the answer
            values.put(words[2], words[3]);
            applied = n;
        }
        return n <= applied ? "ok " + n : "gap";
    }
}
