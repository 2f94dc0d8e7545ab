package io.gondola.samples.net.search;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Sample;
import io.gondola.samples.net.Local;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;

/** Five servers: the first one of the videos' is slow. */
public final class SearchSample {
    private static final Duration QUICK = Duration.ofMillis(5);
    private static final Duration SLOW = Duration.ofMillis(800);
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private SearchSample() {}

    public static Sample sample() {
        return Local.sample("replicated-search")
                .summary("Pike's search 1.0 to 3.0: in turn, at once, in time, and by replicas")
                .prints(
                        "1.0: 3 results",
                        "2.0: 3 results",
                        "2.1: 2 results, the videos are late",
                        "3.0: 3 results, the videos by their replica")
                .runs(() -> Local.with(
                        Replica.of("web", QUICK),
                        web -> Local.with(
                                Replica.of("image", QUICK),
                                image -> Local.with(
                                        Replica.of("video", SLOW),
                                        slow -> Local.with(
                                                Replica.of("video", QUICK), quick -> show(web, image, slow, quick))))));
    }

    private static Go<Unit> show(String web, String image, String slow, String quick) {
        Search search = new Search(List.of(List.of(web), List.of(image), List.of(slow, quick)));
        return sequence(
                search.first("go").flatMap(found -> println("1.0: " + found.size() + " results")),
                search.second("go").flatMap(found -> println("2.0: " + found.size() + " results")),
                search.secondInTime("go", PATIENCE)
                        .flatMap(found -> println("2.1: " + found.size() + " results, the videos are "
                                + (hasVideo(found) ? "there" : "late"))),
                search.third("go", PATIENCE)
                        .flatMap(found -> println("3.0: " + found.size() + " results, the videos "
                                + (hasVideo(found) ? "by their replica" : "late"))));
    }

    private static boolean hasVideo(Seq<String> found) {
        return found.exists(line -> line.startsWith("video"));
    }
}
