package io.gondola.samples.files.csv;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The columns of a table, and what makes JSON of its rows.
 *
 * @param columns their names, of which no two are the same
 */
record Header(Seq<String> columns) {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Reads the first record. */
    static Header of(RawRecord first) throws BadRecord {
        Seq<String> names = fields(new RawRecord(
                first.line(),
                first.text().startsWith(BYTE_ORDER_MARK) ? first.text().substring(1) : first.text(),
                first.problem()));
        if (HashSet.ofAll(names).size() < names.size() || names.exists(String::isBlank)) {
            throw new BadRecord(first, "the columns must have different names");
        }
        return new Header(names);
    }

    /** An object with a member for each column; all values are texts, as in the table. */
    String json(RawRecord row) throws BadRecord {
        Seq<String> fields = fields(row);
        if (fields.size() != columns.size()) {
            throw new BadRecord(row, "there are " + fields.size() + " fields, not " + columns.size());
        }
        JsonObject json = new JsonObject();
        columns.zip(fields).forEach(field -> json.addProperty(field._1, field._2));
        return GSON.toJson(json);
    }

    private static Seq<String> fields(RawRecord row) throws BadRecord {
        if (row.problem().isDefined()) {
            throw new BadRecord(row, row.problem().get());
        }
        try (CSVParser parser = CSVParser.parse(row.text(), CSVFormat.RFC4180)) {
            Iterator<CSVRecord> records = parser.iterator();
            Seq<String> fields = List.ofAll(records.next());
            if (records.hasNext()) {
                throw new BadRecord(row, "a line ends within a quote"); // that is not at the beginning of a field
            }
            return fields;
        } catch (BadRecord e) {
            throw e;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new BadRecord(row, "malformed quotes");
        }
    }

    /** The row as it stands in the table, and why it is left out. */
    static String deadLetter(BadRecord bad) {
        JsonObject json = new JsonObject();
        json.addProperty("line", bad.row().line());
        json.addProperty("reason", bad.getMessage());
        json.addProperty("record", bad.row().text());
        return GSON.toJson(json);
    }
}
