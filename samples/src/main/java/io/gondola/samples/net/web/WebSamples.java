package io.gondola.samples.net.web;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.gondola.samples.net.Local;
import io.gondola.samples.net.http.Handler;
import io.gondola.samples.net.http.HttpClient;
import io.gondola.samples.net.http.HttpServer;
import io.gondola.samples.net.http.Limits;
import io.gondola.samples.net.http.Response;
import io.vavr.CheckedFunction1;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;

/** The HTTP server, and a crawler of a site that it serves. */
public final class WebSamples {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_PORT = 65_535;
    private static final Command OPTIONS = Command.named("web", "web").words().option("--port", "N", "listens there");

    private WebSamples() {}

    public static Seq<Sample> samples() {
        return List.of(server(), crawler());
    }

    /** Runs {@code use}, with its address, while a server answers by {@code handler}. */
    public static <A> Go<A> serving(Handler handler, CheckedFunction1<String, Go<A>> use) {
        return HttpServer.listen("127.0.0.1:0", Limits.usual())
                .flatMap(s -> go("server", s.serve(handler))
                        .then(suspend(() -> use.apply("127.0.0.1:" + s.address().getPort())))
                        .defer(s.stop()));
    }

    /**
     * A sample of a server: with {@code --port} it serves until it is interrupted, otherwise it shows itself by
     * {@code demo}.
     */
    public static Go<Unit> serveOrShow(Stage stage, Go<Handler> handler, CheckedFunction1<String, Go<Unit>> demo) {
        Given options = OPTIONS.read(stage.arguments());
        return options.count("--port", MAX_PORT)
                .map(port -> handler.flatMap(h -> HttpServer.listen("localhost:" + port, Limits.usual())
                        .flatMap(s -> println("serving http://" + s.hostAndPort() + "/ until Ctrl-C")
                                .then(s.serve(h)))))
                .getOrElse(() -> handler.flatMap(h -> serving(h, demo)));
    }

    private static Sample server() {
        return Local.sample("http-server")
                .summary("an HTTP server with a page of the runtime's live figures")
                .takes("[--port N]")
                .prints(Expected.lines("GET / 200", "GET /figures 200", "GET /count?to=3 200", "GET /nowhere 404"))
                .runs(stage -> serveOrShow(
                        stage,
                        call(() -> new LiveSite(() -> stage.runtime().stats())::answer),
                        address -> forEach(
                                List.of("/", "/figures", "/count?to=3", "/nowhere"),
                                path -> HttpClient.get(address, path, PATIENCE)
                                        .map(Response::status)
                                        .flatMap(status -> println("GET", path, status)))));
    }

    private static Sample crawler() {
        return Local.sample("site-crawler")
                .summary("follows the links of a site, a goroutine for each page")
                .prints(
                        "/: 2 links",
                        "/go: 3 links",
                        "/go/channels: 1 links",
                        "/go/generics: status 404",
                        "/go/select: 2 links",
                        "/java: 2 links")
                .runs(() -> serving(
                        Site::answer,
                        address -> SiteCrawler.crawl(address, 4)
                                .flatMap(found -> forEach(found, page -> println(page._1 + ": " + page._2)))));
    }
}
