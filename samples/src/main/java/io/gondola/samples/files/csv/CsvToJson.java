package io.gondola.samples.files.csv;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.commands.UsageError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.gondola.samples.Expected;
import io.gondola.samples.Folders;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.samples.Stage;
import io.gondola.samples.files.FileNames;
import io.gondola.samples.files.Verification;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Converts CSV to JSON lines: an object for each row, with the names of the first record. Records that are no rows,
 * because of wrong quotes, another number of fields or bytes that are not UTF-8, become dead letters with line and
 * reason.
 *
 * <p>{@code NAME.csv} becomes {@code NAME.jsonl} and {@code NAME.rejected.jsonl} in a folder that the user names;
 * without one the files go to a temporary folder, which is deleted, so that only the counts remain. A table that cannot
 * be read is named on standard error and makes the exit code 1.
 */
public final class CsvToJson {
    private static final int MAX_WORKERS = 1024;
    private static final String SUFFIX = ".csv";
    private static final Command OPTIONS = Command.named("csv", "csv [FOLDER]")
            .words()
            .flag("--verify", "converts once more, in one goroutine, and compares")
            .option("--out", "FOLDER", "where to write")
            .option("--workers", "N", "so many goroutines convert");

    private final Path root;
    private final int workers;
    private final boolean verify;
    private final PrintStream errors;

    CsvToJson(Path root, int workers, boolean verify, PrintStream errors) {
        this.root = root;
        this.workers = workers;
        this.verify = verify;
        this.errors = errors;
    }

    static Go<Integer> program(Stage stage) {
        Given options = OPTIONS.read(stage.arguments());
        if (options.words().size() > 1) {
            throw new UsageError("csv-to-json takes one file or folder only: "
                    + options.words().mkString(" "));
        }
        Path root = options.words().headOption().map(Folders::existing).getOrElse(stage.input());
        int workers = options.count("--workers", MAX_WORKERS).getOrElse(CsvToJson::defaultWorkers);
        Option<Path> out = options.value("--out").map(Folders::named);
        CsvToJson sample = new CsvToJson(root, workers, options.has("--verify"), stage.errors());
        return out.isDefined() ? sample.into(out.get()) : sample.intoNothing();
    }

    private Go<Integer> intoNothing() {
        return blocking(() -> Files.createTempDirectory("csv-to-json"))
                .flatMap(folder -> into(folder).defer(blocking(() -> delete(folder))));
    }

    Go<Integer> into(Path out) {
        return tables().mapGo(csv -> convert(csv, out))
                .fold(Report.empty(), Report::add)
                .flatMap(this::print);
    }

    /** The file that was named, or all tables below the folder. */
    private Pipeline<Path> tables() {
        return Pipeline.repeat(blocking(() -> Files.isDirectory(root)))
                .take(1)
                .flatMap(folder -> folder
                        ? Pipeline.files(root)
                                .attempt()
                                .mapOption(Try::toOption)
                                .filter(file -> file.toString().endsWith(SUFFIX))
                        : Pipeline.of(root));
    }

    private Go<Report.Table> convert(Path csv, Path out) {
        String name = csv.equals(root)
                ? csv.getFileName().toString()
                : root.relativize(csv).toString();
        String base = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        Path rows = out.resolve(base + ".jsonl");
        Conversion conversion = new Conversion(csv, rows, out.resolve(base + ".rejected.jsonl"));
        return blocking(() -> Files.createDirectories(rows.toAbsolutePath().getParent()))
                .then(conversion.run(workers))
                .flatMap(counts -> (verify ? blocking(conversion::isAsSequential) : pure(true))
                        .map(same -> new Report.Table(FileNames.printable(name), Try.success(counts), same)))
                .attempt()
                .map(table -> table.isSuccess()
                        ? table.get()
                        : new Report.Table(FileNames.printable(name), failure(table.getCause()), true));
    }

    /** What made the file unusable. Anything else is a mistake in this program, and goes on as a panic. */
    private static Try<Conversion.Counts> failure(Throwable t) throws Throwable {
        for (Throwable cause = t; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return Try.failure(cause);
            }
        }
        throw t;
    }

    private Go<Integer> print(Report report) {
        Go<Unit> counts = sequence(
                run(() -> report.complaints().forEach(line -> errors.println("csv-to-json: " + line))),
                forEach(report.lines(), line -> println(line)),
                println(report.summary()));
        return counts.then(verify ? new Verification("csv-to-json", errors).of(report::isVerified) : pure(true))
                .map(same -> same && report.isComplete() ? 0 : 1);
    }

    private static Unit delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        return Unit.UNIT;
    }

    private static int defaultWorkers() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    public static Sample sample() {
        return Sample.named("csv-to-json")
                .in(Group.FILES)
                .summary("CSV becomes JSON lines; records that are no rows become dead letters")
                .takes("[FILE|FOLDER] [--out FOLDER] [--workers N] [--verify]")
                .amongAllWith("--verify")
                .inTestsWith("--verify")
                .prints(Expected.that("counts, a summary, and " + Verification.VERIFIED, CsvToJson::isRight))
                .scripted(CsvToJson::program);
    }

    private static boolean isRight(Seq<String> lines) {
        return lines.lastOption().contains(Verification.VERIFIED)
                && lines.dropRight(2).forAll(line -> line.matches(".*: \\d+ rows, \\d+ rejected"));
    }
}
