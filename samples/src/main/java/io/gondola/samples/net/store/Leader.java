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
 * Takes the writes. It understands {@code put KEY VALUE}, which it answers by {@code ok} once the follower has it, too,
 * and {@code get KEY}.
 */
public final class Leader {
    private final Replication replication;
    private final Mutex mutex = new Mutex().named("leader");

    /** Guarded by {@code mutex}. */
    private final Map<String, String> values = new HashMap<>();

    public Leader(Replication replication) {
        this.replication = replication;
    }

    /** Serves one connection. */
    public Go<Unit> serve(TcpConnection c) {
        Lines lines = Lines.over(c);
        return forever(done -> lines.read()
                .flatMap(line -> line.isEmpty()
                        ? done.exit()
                        : perform(line.get().split(" ", 3)).flatMap(lines::write)));
    }

    private Go<String> perform(String[] words) {
        if (words[0].equals("get") && words.length == 2) {
            return mutex.withLock(call(() -> values.getOrDefault(words[1], "none")));
        }
        if (!words[0].equals("put") || words.length != 3) {
            return pure("what?");
        }
        return replication
                .put(mutex, run(() -> values.put(words[1], words[2])), words[1], words[2])
                .as("ok");
    }
}
