package io.gondola.samples.files.csv;

import io.gondola.samples.files.Trouble;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.io.IOException;

/**
 * What became of the tables.
 *
 * @param tables in their order
 */
record Report(Seq<Table> tables) {
    /** What became of one table, and whether a sequential run gives the same. */
    record Table(String name, Try<Conversion.Counts> counts, boolean same) {}

    static Report empty() {
        return new Report(List.empty());
    }

    Report add(Table table) {
        return new Report(tables.append(table));
    }

    Seq<String> lines() {
        return tables.filter(table -> table.counts.isSuccess())
                .map(table -> table.name + ": " + table.counts.get().rows() + " rows, "
                        + table.counts.get().rejected() + " rejected");
    }

    Seq<String> complaints() {
        return failed().map(table -> "cannot convert " + table.name + ": "
                + Trouble.of((IOException) table.counts.getCause()).reason());
    }

    String summary() {
        Conversion.Counts all =
                tables.flatMap(table -> table.counts).foldLeft(new Conversion.Counts(0, 0), Conversion.Counts::plus);
        return tables.size() + " files, " + all.rows() + " rows, " + all.rejected() + " rejected, " + failed().size()
                + " unreadable";
    }

    boolean isComplete() {
        return failed().isEmpty();
    }

    boolean isVerified() {
        return tables.forAll(Table::same);
    }

    private Seq<Table> failed() {
        return tables.filter(table -> table.counts.isFailure());
    }
}
