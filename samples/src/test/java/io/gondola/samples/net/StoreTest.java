package io.gondola.samples.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.samples.net.store.Follower;
import io.gondola.samples.net.store.Leader;
import io.gondola.samples.net.store.Replication;
import io.gondola.samples.net.store.StoreSample;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Expect;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Kind;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.vavr.CheckedFunction1;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two clients write one key: afterwards the leader and the follower must hold the same. */
class StoreTest {
    private static Go<Unit> start(String host, CheckedFunction1<TcpConnection, Go<Unit>> handler) {
        return Testing.host(host, Net.listen(":80").flatMap(l -> l.serve(handler)))
                .then(sleep(Duration.ofMillis(1)));
    }

    private static Go<Unit> bothWrite() {
        WaitGroup both = new WaitGroup().named("clients");
        return both.go(StoreSample.put("leader:80", "x", "1").attempt())
                .then(both.go(StoreSample.put("leader:80", "x", "2").attempt()))
                .then(both.await());
    }

    private static Go<Unit> compare() {
        return StoreSample.get("leader:80", "x")
                .flatMap(here -> StoreSample.get("follower:80", "x")
                        .flatMap(there -> here.equals(there)
                                ? unit()
                                : panic("the leader has " + here + ", the follower " + there)));
    }

    private static Go<Unit> firstVersion() {
        return start("follower", new Follower()::serve)
                .then(start("leader", new Leader(Replication.afterwards("follower:80"))::serve))
                .then(bothWrite())
                .then(compare());
    }

    private static Go<Unit> secondVersion(Go<Unit> afterwards) {
        return Context.background()
                .withCancel()
                .flatMap(open -> start("follower", new Follower()::serve)
                        .then(Replication.inOrder("follower:80", open))
                        .flatMap(replication -> start("leader", new Leader(replication)::serve))
                        .then(bothWrite())
                        .then(afterwards)
                        .defer(open.cancel()));
    }

    /** The first version sends a write after it has let go of the lock: the second write may overtake the first one. */
    @GoTest(expect = Expect.PANIC)
    Go<?> theFirstVersionsReplicasDisagree() {
        return firstVersion();
    }

    @Test
    void theBugIsFoundShrunkAndReplayed() {
        Explorer explorer = Explorer.of(() -> firstVersion());

        var failure = explorer.explore().failure().get();

        assertThat(failure.kind()).isEqualTo(Kind.PANIC);
        assertThat(failure.message()).contains("the leader has ", "0.0 follower", "0.1 leader");
        assertThat(explorer.replay(failure.token()).failure().get().kind()).isEqualTo(Kind.PANIC);
    }

    @GoTest(schedules = 500, strategy = Strategy.POS)
    Go<?> theSecondVersionsReplicasAgree() {
        return secondVersion(compare());
    }

    /** A write that was cut off is sent again, and not applied twice, nor behind a later one. */
    @GoTest(
            schedules = 300,
            netFaults = {NetFault.LATENCY, NetFault.SPLIT},
            strategy = Strategy.POS)
    Go<?> theSecondVersionsReplicasAgreeOnASlowNetwork() {
        return secondVersion(compare());
    }

    /** The follower is out of reach for a while: what was written meanwhile gets there. */
    @GoTest(schedules = 200, strategy = Strategy.POS)
    Go<?> theSecondVersionsReplicasAgreeAfterAPartition() {
        WaitGroup both = new WaitGroup().named("clients");
        return Context.background()
                .withCancel()
                .flatMap(open -> start("follower", new Follower()::serve)
                        .then(Replication.inOrder("follower:80", open))
                        .flatMap(replication -> start("leader", new Leader(replication)::serve))
                        .then(Testing.partition("main", "follower"))
                        .then(Testing.partition("leader", "follower"))
                        .then(both.go(StoreSample.put("leader:80", "x", "1")))
                        .then(both.go(StoreSample.put("leader:80", "x", "2")))
                        .then(sleep(Duration.ofSeconds(3)))
                        .then(Testing.heal("main", "follower"))
                        .then(Testing.heal("leader", "follower"))
                        .then(both.await())
                        .then(compare())
                        .defer(open.cancel()));
    }
}
