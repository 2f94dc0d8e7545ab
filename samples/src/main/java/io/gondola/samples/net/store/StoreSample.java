package io.gondola.samples.net.store;

import static io.gondola.dsl.Go.*;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.samples.Sample;
import io.gondola.samples.net.Local;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;

/** Two clients write one key at once; leader and follower must agree afterwards. The tests find when they do not. */
public final class StoreSample {
    private StoreSample() {}

    public static Sample sample() {
        return Local.sample("key-value-store")
                .summary("a store with leader and follower; StoreTest finds the bug of its first version")
                .prints("leader and follower agree")
                .runs(() -> Context.background()
                        .withCancel()
                        .flatMap(open -> Local.with(
                                        new Follower()::serve,
                                        follower -> Replication.inOrder(follower, open)
                                                .flatMap(replication -> Local.with(
                                                        new Leader(replication)::serve,
                                                        leader -> twoWrite(leader, follower))))
                                .defer(open.cancel())));
    }

    private static Go<Unit> twoWrite(String leader, String follower) {
        WaitGroup both = new WaitGroup().named("clients");
        return forEach(List.of("1", "2"), value -> both.go(put(leader, "x", value)))
                .then(both.await())
                .then(get(leader, "x"))
                .flatMap(here -> get(follower, "x")
                        .flatMap(there -> println(
                                here.equals(there)
                                        ? "leader and follower agree"
                                        : "leader has " + here + ", follower " + there)));
    }

    /** Writes, and waits for the answer. */
    public static Go<String> put(String leader, String key, String value) {
        return Local.talk(leader, lines -> ask(lines, "put " + key + " " + value));
    }

    /** Reads from the leader or the follower. */
    public static Go<String> get(String server, String key) {
        return Local.talk(server, lines -> ask(lines, "get " + key));
    }

    private static Go<String> ask(Lines lines, String line) {
        return lines.write(line).then(lines.read()).map(answer -> answer.getOrElse("nothing"));
    }
}
