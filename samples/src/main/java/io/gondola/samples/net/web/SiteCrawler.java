package io.gondola.samples.net.web;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.net.http.HttpClient;
import io.gondola.samples.net.http.Response;
import io.gondola.sync.Mutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.Seq;
import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jsoup.Jsoup;

/**
 * Fetches all pages of a site that links lead to, a goroutine each, no more than a limit at once: Go's tour, on the
 * network.
 */
public final class SiteCrawler {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String hostAndPort;
    private final Semaphore atOnce;
    private final WaitGroup all = new WaitGroup().named("pages");
    private final Mutex mutex = new Mutex().named("crawler");

    // guarded by `mutex`
    private final Set<String> seen = new HashSet<>();
    private SortedMap<String, String> found = TreeMap.empty();

    private SiteCrawler(String hostAndPort, int atOnce) {
        this.hostAndPort = hostAndPort;
        this.atOnce = new Semaphore(atOnce);
    }

    /** Each path with what was found there: the number of its links, or why there are none. */
    public static Go<SortedMap<String, String>> crawl(String hostAndPort, int atOnce) {
        return suspend(() -> {
            SiteCrawler crawler = new SiteCrawler(hostAndPort, atOnce);
            return crawler.visit("/").then(crawler.all.await()).then(crawler.mutex.withLock(call(() -> crawler.found)));
        });
    }

    private Go<Unit> visit(String path) {
        return mutex.withLock(call(() -> seen.add(path))).flatMap(isNew -> isNew ? all.go(page(path)) : unit());
    }

    private Go<Unit> page(String path) {
        return atOnce.acquire(1)
                .then(HttpClient.get(hostAndPort, path, PATIENCE).attempt().defer(atOnce.release(1)))
                .flatMap(answer -> {
                    Seq<String> links = links(answer);
                    return mutex.withLock(run(() -> found = found.put(path, verdict(answer, links))))
                            .then(forEach(links, this::visit));
                });
    }

    private static Seq<String> links(Try<Response> answer) {
        return answer.filter(r -> r.status() == 200)
                .map(r -> Vector.ofAll(Jsoup.parse(r.text()).select("a[href]").eachAttr("href"))
                        .filter(link -> link.startsWith("/"))
                        .distinct())
                .getOrElse(Vector.empty());
    }

    private static String verdict(Try<Response> answer, Seq<String> links) {
        return answer.isFailure()
                ? "no answer"
                : answer.get().status() == 200
                        ? links.size() + " links"
                        : "status " + answer.get().status();
    }
}
