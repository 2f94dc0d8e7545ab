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
import java.nio.file.Path;

/**
 * The SHA-256 digest of every file below a folder, ordered by path; the bounded pipeline of the Go blog.
 *
 * <p>Prints one line per file and a summary, whatever the number of workers is. Files that cannot be read are named on
 * standard error and counted, and make the exit code 1. Symbolic links are not followed.
 */
final class DigestFiles {
    private static final int MAX_WORKERS = 1024;
    private static final Command OPTIONS = Command.named("digest", "digest [FOLDER]")
            .words()
            .flag("--verify", "reads all once more, in one goroutine, and compares")
            .flag("--quiet", "prints the sum only")
            .option("--workers", "N", "so many goroutines read");

    private final Path folder;
    private final FileResult.Reader<Sha256> reader;
    private final PrintStream errors;

    DigestFiles(Path folder, FileResult.Reader<Sha256> reader, PrintStream errors) {
        this.folder = folder;
        this.reader = reader;
        this.errors = errors;
    }

    static Go<Integer> program(Stage stage) {
        Given options = OPTIONS.read(stage.arguments());
        if (options.words().size() > 1) {
            throw new UsageError(
                    "digest takes one folder only: " + options.words().mkString(" "));
        }
        Path folder = options.words().headOption().map(Folders::named).getOrElse(stage.input());
        int workers = options.count("--workers", MAX_WORKERS).getOrElse(DigestFiles::defaultWorkers);
        return new DigestFiles(folder, Sha256::of, stage.errors())
                .digest(workers, options.has("--quiet"), options.has("--verify"));
    }

    Go<Integer> digest(int workers, boolean quiet, boolean verify) {
        DigestReport report = new DigestReport(folder);
        Go<Unit> reading = new FilePipeline<>(reader, workers)
                .results(List.of(folder))
                .peek(file -> report.add(file))
                .drain();
        return LiveLine.on(errors)
                .during(reading)
                .then(print(report, quiet))
                .then(
                        verify
                                ? new Verification("digest", errors)
                                        .of(() -> sequential().sameAs(report))
                                : pure(true))
                .map(same -> same && report.isComplete() ? 0 : 1);
    }

    private Go<Unit> print(DigestReport report, boolean quiet) {
        return suspend(() -> sequence(
                run(() -> report.complaints().forEach(line -> errors.println("digest: " + line))),
                forEach(quiet ? List.empty() : report.lines(), line -> println(line)),
                println(report.summary())));
    }

    private DigestReport sequential() {
        DigestReport report = new DigestReport(folder);
        SequentialWalk.process(List.of(folder), reader, report::add);
        return report;
    }

    private static int defaultWorkers() {
        return 2 * Runtime.getRuntime().availableProcessors();
    }

    static Sample sample() {
        return Sample.named("digest")
                .in(Group.FILES)
                .summary("the SHA-256 digest of every file below a folder, by several workers")
                .takes("[FOLDER] [--workers N] [--quiet] [--verify]")
                .amongAllWith("--quiet", "--verify")
                .inTestsWith("--verify")
                .prints(Expected.that(
                        "digests ordered by path, a summary, and " + Verification.VERIFIED, DigestFiles::isRight))
                .scripted(DigestFiles::program);
    }

    private static boolean isRight(Seq<String> lines) {
        Seq<String> digests = lines.dropRight(2);
        Seq<String> paths = digests.map(line -> line.substring(Math.min(66, line.length())))
                .filter(path -> !path.contains("?")); // stands for another character
        return lines.lastOption().contains(Verification.VERIFIED)
                && digests.forAll(line -> line.matches("[0-9a-f]{64}  .+"))
                && paths.equals(paths.sorted());
    }
}
