package io.gondola.samples.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.net.http.Handler;
import io.gondola.samples.net.http.HttpClient;
import io.gondola.samples.net.http.HttpServer;
import io.gondola.samples.net.http.Limits;
import io.gondola.samples.net.jokes.JokeProxy;
import io.gondola.samples.net.jokes.JokeSource;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.vavr.collection.List;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The proxy on both networks: the first answer wins, whatever becomes of the other upstreams. */
class JokeProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static Go<Unit> serve(String address, Handler handler) {
        return HttpServer.listen(address, Limits.usual()).flatMap(s -> s.serve(handler));
    }

    private static Go<Unit> check(boolean ok, String text) {
        return ok ? unit() : panic(text);
    }

    /** Hunts a loser that is left waiting, an answer that is lost, and a second fetch for those who ask meanwhile. */
    @GoTest(schedules = 200, strategy = Strategy.POS)
    Go<?> thoseWhoAskTogetherShareTheAnswerOfTheQuickest() {
        JokeSource quick = new JokeSource("quick", Duration.ofMillis(5));
        JokeSource slow = new JokeSource("slow", Duration.ofSeconds(2));
        JokeProxy proxy = new JokeProxy(List.of("slow:80", "quick:80"), PATIENCE, FRESH);
        WaitGroup all = new WaitGroup().named("clients");
        Go<Unit> client = HttpClient.get("proxy:80", "/joke/1", PATIENCE)
                .flatMap(r -> check(r.status() == 200 && r.text().startsWith("Knock"), r + " " + r.text()));
        return Testing.host("quick", serve(":80", quick::answer))
                .then(Testing.host("slow", serve(":80", slow::answer)))
                .then(Testing.host("proxy", serve(":80", proxy::answer)))
                .then(sleep(Duration.ofMillis(1)))
                .then(all.go(client).repeat(3))
                .then(all.await())
                .then(quick.asked())
                .flatMap(n -> check(n <= 1, "fetched " + n + " times"));
    }

    /** One upstream is beyond reach, or is cut off in the middle: as long as the other one lives, there is a joke. */
    @GoTest(schedules = 200, strategy = Strategy.POS)
    Go<?> anUpstreamThatIsCutOffDoesNotMatter() {
        JokeSource near = new JokeSource("near", Duration.ofMillis(5));
        JokeSource far = new JokeSource("far", Duration.ofMillis(1));
        JokeProxy proxy = new JokeProxy(List.of("far:80", "near:80"), PATIENCE, FRESH);
        return Testing.host("near", serve(":80", near::answer))
                .then(Testing.host("far", serve(":80", far::answer)))
                .then(Testing.host("proxy", serve(":80", proxy::answer)))
                .then(sleep(Duration.ofMillis(1)))
                .then(Testing.partition("proxy", "far"))
                .then(HttpClient.get("proxy:80", "/joke/1", PATIENCE))
                .flatMap(r -> check(r.status() == 200, r + " " + r.text()));
    }

    /** Bytes in any portions, and readers that are slow: the parsers must not care. */
    @GoTest(
            schedules = 200,
            netFaults = {NetFault.SPLIT, NetFault.SLOW_READER, NetFault.LATENCY},
            strategy = Strategy.POS)
    Go<?> bytesMayComeInAnyPortions() {
        JokeSource source = new JokeSource("source", Duration.ofMillis(5));
        JokeProxy proxy = new JokeProxy(List.of("source:80"), PATIENCE, FRESH);
        return Testing.host("source", serve(":80", source::answer))
                .then(Testing.host("proxy", serve(":80", proxy::answer)))
                .then(sleep(Duration.ofMillis(1)))
                .then(HttpClient.get("proxy:80", "/joke/2", Duration.ofMinutes(1)))
                .flatMap(r -> check(r.text().startsWith("A channel"), r + " " + r.text()));
    }

    @Test
    void withoutUpstreamsItSaysSo() {
        try (GoRuntime runtime = GoRuntime.builder().build()) {
            JokeProxy proxy = new JokeProxy(List.of("127.0.0.1:1", "127.0.0.1:2"), PATIENCE, FRESH);
            HttpServer server = runtime.run(HttpServer.listen("127.0.0.1:0", Limits.usual()));
            var served = runtime.start(server.serve(proxy::answer));

            var answer =
                    runtime.run(HttpClient.get("127.0.0.1:" + server.address().getPort(), "/joke/1", PATIENCE));

            assertThat(answer.status()).isEqualTo(502);
            runtime.run(server.stop());
            served.join();
        }
    }
}
