package io.gondola.samples.files.crawl;

import io.vavr.collection.Seq;

/**
 * A crawl as text.
 *
 * @param end what was found
 */
record CrawlReport(Pages pages, Frontier end) {
    /** The pages by their distance, then the links that lead nowhere. */
    Seq<String> lines() {
        return read().map(visit -> String.format(
                                "%3d  %s  %s",
                                visit.depth(),
                                pages.name(visit.page().path()),
                                visit.page().result().get().title())
                        .stripTrailing())
                .appendAll(read().flatMap(visit -> visit.page()
                        .result()
                        .get()
                        .broken()
                        .map(link -> "broken: " + pages.name(visit.page().path()) + " -> " + link)));
    }

    Seq<String> complaints() {
        return end.visits()
                .filter(visit -> visit.page().result().isLeft())
                .map(visit -> "cannot read " + pages.name(visit.page().path()) + ": "
                        + visit.page().result().getLeft().reason());
    }

    String summary() {
        Seq<Page> read = read().map(visit -> visit.page().result().get());
        return read.size() + " pages, "
                + read.map(page -> page.links().size()).sum() + " links, "
                + read.map(page -> page.broken().size()).sum() + " broken, "
                + read.map(Page::outside).sum() + " to elsewhere, "
                + end.leftOut().size() + " left out, "
                + complaints().size() + " unreadable";
    }

    boolean isComplete() {
        return complaints().isEmpty();
    }

    private Seq<Frontier.Visit> read() {
        return end.visits().filter(visit -> visit.page().result().isRight());
    }
}
