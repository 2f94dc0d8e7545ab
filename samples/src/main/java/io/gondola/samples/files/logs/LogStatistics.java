package io.gondola.samples.files.logs;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.LiveLine;
import io.gondola.pipeline.Pipeline;
import io.gondola.samples.Expected;
import io.gondola.samples.Folders;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.gondola.samples.files.AllLines;
import io.gondola.samples.files.Trouble;
import io.gondola.samples.files.Verification;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Statistics over several logs, which are merged by time: the levels, the busiest minute, the longest silence, and the
 * most frequent complaints.
 *
 * <p>Each file is read line by line, and no more of it than the merge asks for, so the size of the logs does not
 * matter. A file that cannot be read is named on standard error and makes the exit code 1; what was read of it counts.
 * An entry that is earlier than the one before it in its file counts as if it had come at that one's time.
 */
public final class LogStatistics {
    /** Each file that is merged is open. */
    private static final int MAX_FILES = 512;

    private static final Command OPTIONS = Command.named("logs", "logs [FILE...]")
            .words()
            .flag("--verify", "counts once more, in one goroutine, and compares")
            .option("--top", "N", "prints the N most frequent of each kind");

    private final Seq<Path> roots;
    private final PrintStream errors;

    LogStatistics(Seq<Path> roots, PrintStream errors) {
        this.roots = roots;
        this.errors = errors;
    }

    static Go<Integer> program(Stage stage) {
        Given options = OPTIONS.read(stage.arguments());
        Seq<Path> named = options.words().map(Folders::existing);
        int top = options.count("--top", Integer.MAX_VALUE).getOrElse(5);
        return new LogStatistics(named.isEmpty() ? List.of(stage.input()) : named, stage.errors())
                .print(top, options.has("--verify"));
    }

    Go<Integer> print(int top, boolean verify) {
        return files().flatMap(files -> files.size() > MAX_FILES ? tooMany(files.size()) : print(files, top, verify));
    }

    private Go<Integer> print(Seq<Path> files, int top, boolean verify) {
        return suspend(() -> LiveLine.on(errors)
                        .during(merged(files).meter("entries").fold(new Statistics(files.size()), Statistics::add)))
                .flatMap(all -> print(all, top)
                        .then(
                                verify
                                        ? new Verification("log-statistics", errors)
                                                .of(() -> sequential(files).sameAs(all))
                                        : pure(true))
                        .map(same -> same && all.unreadable().isEmpty() ? 0 : 1));
    }

    private Go<Unit> print(Statistics all, int top) {
        return sequence(
                run(() -> all.unreadable().forEach(line -> errors.println("log-statistics: cannot read " + line))),
                forEach(all.lines(top), line -> println(line)),
                println(all.summary()));
    }

    private Go<Integer> tooMany(int files) {
        return run(() -> errors.println("log-statistics: no more than " + MAX_FILES + " logs can be merged: " + files))
                .as(1);
    }

    /** The files that were named, and the logs below the folders. */
    private Go<Seq<Path>> files() {
        return Pipeline.from(roots)
                .mapGo(root -> blocking(() -> Files.isDirectory(root)
                        ? Pipeline.files(root)
                                .attempt()
                                .mapOption(Try::toOption)
                                .filter(file -> file.toString().endsWith(".log"))
                        : Pipeline.of(root)))
                .flatMap(found -> found)
                .toList();
    }

    /** The lines of all files, sorted by time; of equal time those of the file that was named first. */
    private static Pipeline<LogLine> merged(Seq<Path> files) {
        Seq<Pipeline<LogLine>> each = files.map(LogStatistics::sorted);
        @SuppressWarnings("unchecked") // no array of a generic type can be made
        Pipeline<LogLine>[] others = each.drop(1).toJavaArray(Pipeline[]::new);
        return each.isEmpty() ? Pipeline.empty() : each.head().mergeSorted(LogLine.BY_TIME, others);
    }

    private static Pipeline<LogLine> sorted(Path file) {
        return Pipeline.lines(file)
                .attempt()
                .scan(LogLine.START, LogLine::next)
                .recover(why -> Pipeline.of(unreadable(file, why)));
    }

    private static LogLine unreadable(Path file, Throwable why) throws Throwable {
        if (why instanceof IOException e) {
            return LogLine.unreadable(file, Trouble.of(e));
        }
        throw why;
    }

    private static Statistics sequential(Seq<Path> files) throws Throwable {
        ArrayList<LogLine> lines = new ArrayList<>();
        for (Path file : files) {
            LogLine before = LogLine.START;
            try {
                for (Try<String> line : AllLines.of(file)) {
                    before = before.next(line);
                    lines.add(before);
                }
            } catch (IOException e) {
                lines.add(unreadable(file, e));
            }
        }
        lines.sort(LogLine.BY_TIME);
        Statistics all = new Statistics(files.size());
        lines.forEach(all::add);
        return all;
    }

    public static Sample sample() {
        return Sample.named("log-statistics")
                .in(Group.FILES)
                .summary("levels, silences and complaints of several logs, merged by time")
                .takes("[FILE|FOLDER...] [--top N] [--verify]")
                .amongAllWith("--verify")
                .inTestsWith("--verify")
                .prints(Expected.that("statistics, a summary, and " + Verification.VERIFIED, LogStatistics::isRight))
                .scripted(LogStatistics::program);
    }

    private static boolean isRight(Seq<String> lines) {
        return lines.lastOption().contains(Verification.VERIFIED)
                && lines.dropRight(1)
                        .lastOption()
                        .exists(line -> line.matches("\\d+ files, \\d+ entries, .* unreadable"));
    }
}
