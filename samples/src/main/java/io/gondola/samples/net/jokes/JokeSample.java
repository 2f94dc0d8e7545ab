package io.gondola.samples.net.jokes;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.gondola.samples.net.Local;
import io.gondola.samples.net.http.HttpClient;
import io.gondola.samples.net.web.WebSamples;
import io.vavr.collection.List;
import java.time.Duration;

/** The proxy before three upstreams, one of which is quick. */
public final class JokeSample {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private JokeSample() {}

    public static Sample sample() {
        return Local.sample("joke-proxy")
                .summary("jokes from the upstream that answers first; the others are cancelled")
                .takes("[--port N]")
                .prints(Expected.matching(
                        "Knock, knock.*", "Knock, knock.*", "asked twice, fetched once from the quick one: 1"))
                .runs(stage -> program(stage));
    }

    private static Go<Unit> program(Stage stage) {
        JokeSource quick = new JokeSource("quick", Duration.ofMillis(5));
        JokeSource slow = new JokeSource("slow", Duration.ofMillis(300));
        JokeSource slower = new JokeSource("slower", Duration.ofMillis(600));
        return WebSamples.serving(
                quick::answer,
                a -> WebSamples.serving(
                        slow::answer,
                        b -> WebSamples.serving(slower::answer, c -> {
                            JokeProxy proxy = new JokeProxy(List.of(c, b, a), PATIENCE, Duration.ofMinutes(1));
                            return WebSamples.serveOrShow(stage, pure(proxy::answer), address -> show(address, quick));
                        })));
    }

    private static Go<Unit> show(String address, JokeSource quick) {
        Go<Unit> joke = HttpClient.get(address, "/joke/1", PATIENCE)
                .flatMap(r -> println(r.text().strip()));
        return joke.then(joke)
                .then(quick.asked())
                .flatMap(n -> println("asked twice, fetched once from the quick one: " + n));
    }
}
