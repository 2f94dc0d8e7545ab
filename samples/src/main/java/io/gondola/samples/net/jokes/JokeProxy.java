package io.gondola.samples.net.jokes;

import static io.gondola.dsl.Go.*;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.samples.net.http.HttpClient;
import io.gondola.samples.net.http.Request;
import io.gondola.samples.net.http.Response;
import io.gondola.sync.Mutex;
import io.gondola.sync.SingleFlight;
import io.gondola.time.Time;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fetches jokes from upstreams: all are asked at once, the first good answer wins, and the others are cancelled by
 * their context. It is kept for a while; who asks for a joke that is being fetched shares the answer.
 */
public final class JokeProxy {
    private static final int MOST_KEPT = 1_000;

    private final Seq<String> upstreams;
    private final Duration patience;
    private final Duration freshness;
    private final SingleFlight<String, Response> flights = new SingleFlight<>();
    private final Mutex mutex = new Mutex().named("cache");

    /** Guarded by {@code mutex}; the oldest entry first. */
    private final Map<String, Kept> cache = new LinkedHashMap<>();

    private record Kept(Response response, Instant until) {}

    /**
     * @param upstreams their addresses
     * @param patience for how long an answer is waited for
     * @param freshness for how long it is kept
     */
    public JokeProxy(Seq<String> upstreams, Duration patience, Duration freshness) {
        this.upstreams = upstreams;
        this.patience = patience;
        this.freshness = freshness;
    }

    public Go<Response> answer(Request request) {
        String path = request.path();
        if (!path.startsWith("/joke/")) {
            return pure(Response.text(404, "ask for /joke/1\n"));
        }
        return kept(path)
                .flatMap(hit -> hit.isDefined()
                        ? pure(hit.get().with("X-Cache", "hit"))
                        : flights.run(path, fetch(path))
                                .map(flight -> flight.value()
                                        .map(r -> r.with("X-Cache", "miss"))
                                        .getOrElse(() -> Response.text(502, "no upstream has answered\n"))));
    }

    private Go<Option<Response>> kept(String path) {
        return Time.now()
                .flatMap(now -> mutex.withLock(call(() -> Option.of(cache.get(path))
                        .filter(k -> now.isBefore(k.until()))
                        .map(Kept::response))));
    }

    private Go<Response> fetch(String path) {
        return race(path)
                .flatMap(r -> Time.now()
                        .flatMap(now ->
                                mutex.withLock(run(() -> keep(path, r, now))).as(r)));
    }

    private void keep(String path, Response r, Instant now) {
        cache.remove(path);
        cache.put(path, new Kept(r, now.plus(freshness)));
        if (cache.size() > MOST_KEPT) {
            cache.remove(cache.keySet().iterator().next());
        }
    }

    private Go<Response> race(String path) {
        return Context.background().withTimeout(patience).flatMap(ctx -> {
            Channel<Try<Response>> answers = Channel.buffered(upstreams.size()); // so that losers never wait
            Go<Unit> asking = forEach(
                    upstreams,
                    upstream -> go("ask " + upstream, ask(ctx, upstream, path).flatMap(answers::send)));
            return asking.then(firstGood(answers)).defer(ctx.cancel());
        });
    }

    private Go<Try<Response>> ask(Context ctx, String upstream, String path) {
        return ctx.run(HttpClient.get(upstream, path, patience))
                .attempt()
                .map(t -> t.flatMap(r -> r).filter(r -> r.status() == 200));
    }

    private Go<Response> firstGood(Channel<Try<Response>> answers) {
        return loop(
                upstreams.size(),
                left -> left == 0
                        ? panic("no upstream has answered")
                        : answers.receive()
                                .map(t -> t.isSuccess()
                                        ? Loop.<Integer, Response>done(t.get())
                                        : Loop.<Integer, Response>next(left - 1)));
    }
}
