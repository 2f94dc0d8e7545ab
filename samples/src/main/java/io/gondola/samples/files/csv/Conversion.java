package io.gondola.samples.files.csv;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import io.gondola.samples.files.AllLines;
import io.gondola.sync.ErrGroup;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One table that becomes two files: the rows as JSON lines, and the records that are no rows as dead letters, in the
 * order of the table.
 *
 * <pre>{@code
 * lines → records → n goroutines, one row each → attempt ─┬─ rows         → NAME.jsonl
 *                                                         └─ dead letters → NAME.rejected.jsonl
 * }</pre>
 *
 * @param csv the table
 * @param rows where the rows go
 * @param rejected where the dead letters go
 */
record Conversion(Path csv, Path rows, Path rejected) {
    /** How many records went where. */
    record Counts(long rows, long rejected) {
        Counts plus(Counts other) {
            return new Counts(rows + other.rows, rejected + other.rejected);
        }
    }

    /** Writes both files, or neither if the table cannot be read. */
    Go<Counts> run(int workers) {
        Pipeline<RawRecord> records = Joining.records(Pipeline.lines(csv).attempt());
        return records.first().flatMap(first -> convert(header(first), records.drop(1), workers));
    }

    private Go<Counts> convert(Header header, Pipeline<RawRecord> records, int workers) {
        Tuple2<Pipeline<Try<String>>, Pipeline<Try<String>>> sorted = records.parallel(
                        workers, record -> call(() -> header.json(record)))
                .named("row")
                .attempt()
                .partition(Try::isSuccess);
        AtomicLong good = new AtomicLong();
        AtomicLong bad = new AtomicLong();
        ErrGroup both = new ErrGroup();
        return sequence(
                        both.go(sorted._1
                                .map(Try::get)
                                .peek(row -> good.incrementAndGet())
                                .writeLines(rows)),
                        both.go(sorted._2
                                .map(row -> deadLetter(row.getCause()))
                                .peek(letter -> bad.incrementAndGet())
                                .writeLines(rejected)))
                .then(both.await())
                .map(end -> end.map(done -> new Counts(good.get(), bad.get())).get());
    }

    private static Header header(Option<RawRecord> first) throws BadRecord {
        return first.isEmpty() ? new Header(List.empty()) : Header.of(first.get());
    }

    private static String deadLetter(Throwable why) throws Throwable {
        if (why instanceof BadRecord bad) {
            return Header.deadLetter(bad);
        }
        throw why;
    }

    /** Whether one thread that converts the table in memory finds what is in the two files. */
    boolean isAsSequential() throws Throwable {
        Seq<RawRecord> records = Joining.records(AllLines.of(csv));
        Header header = header(records.headOption());
        Seq<Try<String>> all = records.drop(1).map(record -> Try.of(() -> header.json(record)));
        return holds(rows, all.filter(Try::isSuccess).map(Try::get))
                && holds(
                        rejected,
                        all.filter(Try::isFailure)
                                .map(row ->
                                        Try.of(() -> deadLetter(row.getCause())).get()));
    }

    private static boolean holds(Path file, Seq<String> lines) throws IOException {
        return Files.readAllLines(file).equals(lines.asJava());
    }
}
