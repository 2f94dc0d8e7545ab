package io.gondola.samples.files.crawl;

import io.gondola.samples.files.FileResult;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.nio.file.Path;

/**
 * How far a crawl has come. Immutable.
 *
 * @param depth how many links the next pages are away from the first ones
 * @param next the pages to be read next, each once
 * @param seen those, and all that were read
 * @param leftOut the pages that are not read because there are enough
 * @param visits the pages that were read
 */
record Frontier(int depth, Seq<Path> next, Set<Path> seen, Set<Path> leftOut, Seq<Visit> visits) {
    /** A page that was read. */
    record Visit(int depth, FileResult<Page> page) {}

    static Frontier of(Seq<Path> first, int limit) {
        return new Frontier(-1, Vector.empty(), HashSet.empty(), HashSet.empty(), Vector.empty()).deeper(first, limit);
    }

    boolean isEmpty() {
        return next.isEmpty();
    }

    /**
     * The frontier one link further, once all its pages were read, of which {@code read} is in the order of {@link
     * #next}.
     */
    Frontier with(Seq<FileResult<Page>> read, int limit) {
        Seq<Path> linked = read.flatMap(page -> page.result())
                .flatMap(page -> page.links())
                .distinct()
                .reject(seen::contains);
        return new Frontier(depth, next, seen, leftOut, visits.appendAll(read.map(page -> new Visit(depth, page))))
                .deeper(linked, limit);
    }

    /** Takes in {@code found}, unless that is more than {@code limit} pages. */
    private Frontier deeper(Seq<Path> found, int limit) {
        Vector<Path> distinct = Vector.ofAll(found).distinct();
        Vector<Path> taken = distinct.take(limit - seen.size());
        return new Frontier(depth + 1, taken, seen.addAll(taken), leftOut.addAll(distinct.drop(taken.size())), visits);
    }
}
