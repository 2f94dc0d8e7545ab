package io.gondola.samples.net.web;

import static io.gondola.dsl.Go.*;

import com.google.gson.JsonObject;
import io.gondola.dsl.Go;
import io.gondola.dsl.Stats;
import io.gondola.samples.net.http.Request;
import io.gondola.samples.net.http.Response;
import io.gondola.sync.AtomicLong;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** A page with the figures of the runtime that serves it, and some more that show what the server can do. */
public final class LiveSite {
    private static final int MOST_LINES = 100_000;
    private static final int LONGEST_NAP = 60_000;

    private final Supplier<Stats> stats;
    private final AtomicLong served = new AtomicLong();
    private final String page;

    /** @param stats the figures of the moment */
    public LiveSite(Supplier<Stats> stats) throws IOException {
        this.stats = stats;
        try (InputStream in = LiveSite.class.getResourceAsStream("live.html")) {
            this.page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public Go<Response> answer(Request request) {
        return served.add(1).flatMap(n -> switch (request.path()) {
            case "/" -> getting(request, pure(Response.html(page)));
            case "/figures" -> getting(request, call(() -> Response.json(figures(n))));
            case "/hello" -> getting(request, pure(Response.text(200, "hello\n")));
            case "/echo" -> pure(Response.of(200, "application/octet-stream", request.body()));
            case "/count" -> getting(request, pure(count(number(request, "to", 10, MOST_LINES))));
            case "/sleep" ->
                getting(
                        request,
                        sleep(Duration.ofMillis(number(request, "ms", 100, LONGEST_NAP)))
                                .as(Response.text(200, "slept\n")));
            case "/panic" -> panic("somebody asked for it");
            default -> pure(Response.text(404, "there is nothing at " + request.path() + "\n"));
        });
    }

    private static Go<Response> getting(Request request, Go<Response> answer) {
        return request.method().equals("GET") || request.method().equals("HEAD")
                ? answer
                : pure(Response.text(405, "only GET and HEAD are for this\n").with("Allow", "GET, HEAD"));
    }

    private static int number(Request request, String name, int usual, int most) {
        return request.parameter(name)
                .flatMap(text -> Try.of(() -> Integer.valueOf(text)).toOption())
                .map(n -> Math.max(0, Math.min(n, most)))
                .getOrElse(usual);
    }

    /** A line for each number, sent as it comes. */
    private static Response count(int to) {
        int[] next = {0};
        return Response.streamed(
                "text/plain; charset=utf-8",
                call(() -> Option.when(next[0] < to, () -> (++next[0] + "\n").getBytes(StandardCharsets.US_ASCII))));
    }

    private String figures(long requests) {
        Stats s = stats.get();
        JsonObject o = new JsonObject();
        o.addProperty("requests", requests);
        o.addProperty("goroutines", s.goroutines());
        o.addProperty("connections", s.connections());
        o.addProperty("spawned", s.spawned());
        o.addProperty("parked", s.parked());
        o.addProperty("polls", s.polls());
        o.addProperty("steals", s.steals());
        o.addProperty("readWaits", s.readWaits());
        o.addProperty("writeWaits", s.writeWaits());
        o.addProperty("machines", s.machines());
        o.addProperty("maxProcs", s.maxProcs());
        return o.toString();
    }
}
