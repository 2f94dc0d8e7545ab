package io.gondola.samples.library;

import static io.gondola.dsl.Go.*;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.ErrGroup;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.io.FileNotFoundException;
import java.time.Duration;

/**
 * An errgroup: members run side by side, at most three at once; the first error is the group's, and ends the others'
 * waits through the context. As the examples of {@code golang.org/x/sync/errgroup}.
 */
final class FetchAll {
    private FetchAll() {}

    /** The wait for a slow page ends with the context; an error is a failed {@code Try}, as Go's last result is. */
    private static Go<Try<Unit>> fetch(Context ctx, String url) {
        Duration time = url.endsWith("slow") ? Duration.ofHours(1) : Duration.ofMillis(1);
        Go<Unit> transfer = sleep(time).then(run(() -> {
            if (url.endsWith("nowhere")) {
                throw new FileNotFoundException(url);
            }
        }));
        return ctx.run(transfer);
    }

    private static Go<Unit> fetchAll(Seq<String> urls) {
        return ErrGroup.withContext(Context.background())
                .flatMap(g -> sequence(g.setLimit(3), forEach(urls, url -> g.go(fetch(g.context(), url))))
                        .then(g.await()))
                .flatMap(result -> result.isSuccess()
                        ? println("fetched", urls.size(), "pages")
                        : println("failed:", result.getCause().getMessage()));
    }

    static Go<Unit> program() {
        return sequence(
                fetchAll(List.of("/a", "/b", "/c", "/d", "/e")), fetchAll(List.of("/a", "/slow", "/nowhere", "/b")));
    }

    static Sample sample() {
        return Sample.named("error-group")
                .in(Group.LIBRARY)
                .summary("pages are fetched side by side; the first error ends the others")
                .prints("fetched 5 pages", "failed: /nowhere")
                .runs(() -> program());
    }
}
