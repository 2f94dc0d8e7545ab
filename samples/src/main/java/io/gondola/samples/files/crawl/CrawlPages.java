package io.gondola.samples.files.crawl;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.commands.UsageError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.gondola.samples.Expected;
import io.gondola.samples.Folders;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.gondola.samples.files.FileResult;
import io.gondola.samples.files.Verification;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Follows the links of HTML files below a folder, from one page or from all that are named {@code index.html}: which
 * pages can be reached, how many links away they are, and which links are broken.
 *
 * <p>One pipeline reads all pages that are equally far away, several at once. What they link to, and was not seen
 * before, is read by the next one. So there is no cycle of channels that could fill up, and the result does not depend
 * on who is faster. No more than a limit of pages is read. A page that cannot be read is named on standard error and
 * makes the exit code 1.
 */
public final class CrawlPages {
    private static final int MAX_WORKERS = 1024;
    private static final int MAX_PAGES = 1_000_000;
    private static final int USUAL_PAGES = 1_000;
    private static final Command OPTIONS = Command.named("crawl", "crawl [FOLDER]")
            .words()
            .flag("--verify", "crawls once more, in one goroutine, and compares")
            .option("--from", "PAGE", "the page to begin with")
            .option("--pages", "N", "visits so many at most")
            .option("--workers", "N", "so many goroutines read");

    private final Pages pages;
    private final int limit;
    private final PrintStream errors;

    CrawlPages(Pages pages, int limit, PrintStream errors) {
        this.pages = pages;
        this.limit = limit;
        this.errors = errors;
    }

    static Go<Integer> program(Stage stage) {
        Given options = OPTIONS.read(stage.arguments());
        if (options.words().size() > 1) {
            throw new UsageError(
                    "crawl takes one folder only: " + options.words().mkString(" "));
        }
        Path folder = options.words().headOption().map(Folders::named).getOrElse(stage.input());
        Option<Path> from = options.value("--from")
                .map(name -> Folders.existing(folder.resolve(name).toString()));
        int limit = options.count("--pages", MAX_PAGES).getOrElse(USUAL_PAGES);
        int workers = options.count("--workers", MAX_WORKERS).getOrElse(CrawlPages::defaultWorkers);
        return blocking(() -> new CrawlPages(new Pages(folder), limit, stage.errors()))
                .flatMap(crawl -> crawl.first(folder, from)
                        .flatMap(first -> crawl.print(first, workers, options.has("--verify"))));
    }

    /** The pages with which the crawl begins. */
    private Go<Seq<Path>> first(Path folder, Option<Path> from) {
        return from.map(page -> blocking(() -> (Seq<Path>) List.of(pages.named(page))))
                .getOrElse(() -> Pipeline.files(folder)
                        .attempt()
                        .mapOption(Try::toOption)
                        .filter(file -> file.endsWith(Pages.INDEX))
                        .mapGo(file -> blocking(() -> pages.named(file)))
                        .take(limit + 1L)
                        .toList());
    }

    private Go<Integer> print(Seq<Path> first, int workers, boolean verify) {
        return crawl(first, workers)
                .map(end -> new CrawlReport(pages, end))
                .flatMap(report -> print(report)
                        .then(
                                verify
                                        ? new Verification("crawl", errors)
                                                .of(() -> sequential(first).equals(report.end()))
                                        : pure(true))
                        .map(same -> same && report.isComplete() ? 0 : 1));
    }

    private Go<Frontier> crawl(Seq<Path> first, int workers) {
        return loop(
                Frontier.of(first, limit),
                frontier -> frontier.isEmpty()
                        ? pure(Loop.done(frontier))
                        : Pipeline.from(frontier.next())
                                .parallel(workers, page -> blocking(() -> FileResult.of(page, pages::read)))
                                .named("read")
                                .toList()
                                .map(read -> Loop.next(frontier.with(read, limit))));
    }

    private Frontier sequential(Seq<Path> first) {
        Frontier frontier = Frontier.of(first, limit);
        while (!frontier.isEmpty()) {
            frontier = frontier.with(frontier.next().map(page -> FileResult.of(page, pages::read)), limit);
        }
        return frontier;
    }

    private Go<Unit> print(CrawlReport report) {
        return sequence(
                run(() -> report.complaints().forEach(line -> errors.println("crawl: " + line))),
                forEach(report.lines(), line -> println(line)),
                println(report.summary()));
    }

    private static int defaultWorkers() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    public static Sample sample() {
        return Sample.named("crawl")
                .in(Group.FILES)
                .summary("the HTML pages of a folder that links lead to, and links that lead nowhere")
                .takes("[FOLDER] [--from FILE] [--pages N] [--workers N] [--verify]")
                .amongAllWith("--verify")
                .inTestsWith("--verify")
                .prints(Expected.that("pages, a summary, and " + Verification.VERIFIED, CrawlPages::isRight))
                .scripted(CrawlPages::program);
    }

    private static boolean isRight(Seq<String> lines) {
        return lines.lastOption().contains(Verification.VERIFIED)
                && lines.dropRight(2).forAll(line -> line.matches(" *\\d+  .*|broken: .*"));
    }
}
