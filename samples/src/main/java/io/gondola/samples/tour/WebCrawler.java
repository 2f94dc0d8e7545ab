package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;

/** Page 10: pages are fetched side by side, and none of them twice. */
final class WebCrawler {
    private static final Map<String, Page> WEB = HashMap.of(
            "https://golang.org/",
            new Page("The Go Programming Language", List.of("https://golang.org/pkg/", "https://golang.org/cmd/")),
            "https://golang.org/pkg/",
            new Page(
                    "Packages",
                    List.of(
                            "https://golang.org/",
                            "https://golang.org/cmd/",
                            "https://golang.org/pkg/fmt/",
                            "https://golang.org/pkg/os/")),
            "https://golang.org/pkg/fmt/",
            new Page("Package fmt", List.of("https://golang.org/", "https://golang.org/pkg/")),
            "https://golang.org/pkg/os/",
            new Page("Package os", List.of("https://golang.org/", "https://golang.org/pkg/")));

    private final Mutex mu = new Mutex();
    private final Set<String> seen = new HashSet<>();
    private final WaitGroup wg = new WaitGroup();

    private WebCrawler() {}

    private record Page(String body, Seq<String> urls) {}

    /** An error is a panic here, which {@code attempt} makes a value of, as Go's second result is. */
    private static Go<Page> fetch(String url) {
        return gosched()
                .then(call(() -> WEB.get(url).getOrElseThrow(() -> new NoSuchElementException("not found: " + url))));
    }

    private Go<Boolean> isNew(String url) {
        return mu.withLock(call(() -> seen.add(url)));
    }

    private Go<Unit> crawl(String url, int depth) {
        return when(depth <= 0, pure(false), isNew(url)).flatMap(todo -> when(todo, visit(url, depth), unit()));
    }

    private Go<Unit> visit(String url, int depth) {
        return fetch(url)
                .attempt()
                .flatMap(page -> page.fold(
                        notFound -> println(notFound.getMessage()),
                        p -> sequence(
                                println("found:", url, '"' + p.body + '"'),
                                forEach(p.urls, next -> wg.go(crawl(next, depth - 1))))));
    }

    static Go<Unit> program() {
        WebCrawler crawler = new WebCrawler();
        return crawler.crawl("https://golang.org/", 4).then(crawler.wg.await());
    }

    static Sample sample() {
        return Sample.named("tour-web-crawler")
                .in(Group.TOUR)
                .summary("pages are fetched side by side, and none of them twice")
                .prints(Expected.interleaving(
                        List.of("found: https://golang.org/ \"The Go Programming Language\""),
                        List.of("found: https://golang.org/pkg/ \"Packages\""),
                        List.of("found: https://golang.org/pkg/fmt/ \"Package fmt\""),
                        List.of("found: https://golang.org/pkg/os/ \"Package os\""),
                        List.of("not found: https://golang.org/cmd/")))
                .runs(() -> program());
    }
}
