package io.gondola.samples.files;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.commands.UsageError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.LiveLine;
import io.gondola.samples.Expected;
import io.gondola.samples.Folders;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The most frequent words of some files and folders, counted file by file and added up: map and reduce in a pipeline.
 *
 * <p>Prints one line per word, the most frequent first, and a summary; the same for any number of workers. A file that
 * cannot be read, or that was named and is no text, is named on standard error and makes the exit code 1. Below
 * folders, files without text are left out and counted. Symbolic links are not followed.
 */
final class CountWords {
    private static final int MAX_WORKERS = 1024;
    private static final Command OPTIONS = Command.named("words", "words [FILE...]")
            .words()
            .flag("--verify", "counts once more, in one goroutine, and compares")
            .option("--workers", "N", "so many goroutines read")
            .option("--top", "N", "prints the N most frequent words");

    private final Seq<Path> roots;
    private final FileResult.Reader<WordCounts> reader;
    private final PrintStream errors;

    CountWords(Seq<Path> roots, FileResult.Reader<WordCounts> reader, PrintStream errors) {
        this.roots = roots;
        this.reader = reader;
        this.errors = errors;
    }

    static Go<Integer> program(Stage stage) {
        Given options = OPTIONS.read(stage.arguments());
        Seq<Path> named = options.words().map(CountWords::fileOrFolder);
        int top = options.count("--top", Integer.MAX_VALUE).getOrElse(10);
        int workers = options.count("--workers", MAX_WORKERS).getOrElse(CountWords::defaultWorkers);
        return new CountWords(named.isEmpty() ? List.of(stage.input()) : named, Words::of, stage.errors())
                .count(workers, top, options.has("--verify"));
    }

    Go<Integer> count(int workers, int top, boolean verify) {
        WordReport report = emptyReport();
        Go<Unit> reading = new FilePipeline<>(reader, workers)
                .results(roots)
                .peek(file -> report.add(file))
                .drain();
        return LiveLine.on(errors)
                .during(reading)
                .then(print(report, top))
                .then(
                        verify
                                ? new Verification("word-count", errors)
                                        .of(() -> sequential().sameAs(report))
                                : pure(true))
                .map(same -> same && report.isComplete() ? 0 : 1);
    }

    private Go<Unit> print(WordReport report, int top) {
        return suspend(() -> sequence(
                run(() -> report.complaints().forEach(line -> errors.println("word-count: " + line))),
                forEach(report.lines(top), line -> println(line)),
                println(report.summary())));
    }

    private WordReport sequential() {
        WordReport report = emptyReport();
        SequentialWalk.process(roots, reader, report::add);
        return report;
    }

    private WordReport emptyReport() {
        return new WordReport(roots.toSet());
    }

    private static Path fileOrFolder(String text) {
        Path path = Folders.existing(text);
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw new UsageError("the input must be a file or a folder: " + text);
        }
        return path;
    }

    private static int defaultWorkers() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    static Sample sample() {
        return Sample.named("word-count")
                .in(Group.FILES)
                .summary("the most frequent words of files and folders, by several workers")
                .takes("[FILE|FOLDER...] [--top N] [--workers N] [--verify]")
                .amongAllWith("--verify")
                .inTestsWith("--verify")
                .prints(Expected.that(
                        "words by falling frequency, a summary, and " + Verification.VERIFIED, CountWords::isRight))
                .scripted(CountWords::program);
    }

    private static boolean isRight(Seq<String> lines) {
        Seq<String> words = lines.dropRight(2);
        Seq<Long> counts = words.filter(line -> line.matches(" *\\d+  \\S+"))
                .map(line -> Long.valueOf(line.trim().split(" ", 2)[0]));
        return lines.lastOption().contains(Verification.VERIFIED)
                && counts.size() == words.size()
                && counts.equals(counts.sorted().reverse());
    }
}
