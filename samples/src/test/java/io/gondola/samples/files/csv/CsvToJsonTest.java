package io.gondola.samples.files.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gondola.commands.UsageError;
import io.gondola.samples.files.Rehearsal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvToJsonTest {
    private static final String VERIFIED = "verified: a sequential run gives the same";

    @TempDir
    private Path folder;

    @TempDir
    private Path out;

    private final Rehearsal rehearsal = new Rehearsal();

    @Test
    void rowsBecomeJsonAndTheRestDeadLettersWithLineAndReason() throws Exception {
        write(
                "a.csv",
                "id,text\r\n"
                        + "1,\"two\r\n"
                        + "lines, \"\"quoted\"\"\"\r\n\r\n"
                        + "2\r\n"
                        + "3,\"x\"y\r\n"
                        + "4,<&é>\r\n"
                        + "5,\"open\r\n"
                        + "6,last\r\n");

        int code = convert("--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly("a.csv: 3 rows, 3 rejected", "1 files, 3 rows, 3 rejected, 0 unreadable", VERIFIED);
        assertThat(written("a.jsonl"))
                .containsExactly(
                        "{\"id\":\"1\",\"text\":\"two\\nlines, \\\"quoted\\\"\"}",
                        "{\"id\":\"4\",\"text\":\"<&é>\"}",
                        "{\"id\":\"6\",\"text\":\"last\"}");
        assertThat(written("a.rejected.jsonl"))
                .containsExactly(
                        "{\"line\":5,\"reason\":\"there are 1 fields, not 2\",\"record\":\"2\"}",
                        "{\"line\":6,\"reason\":\"malformed quotes\",\"record\":\"3,\\\"x\\\"y\"}",
                        "{\"line\":8,\"reason\":\"a quote is not closed\",\"record\":\"5,\\\"open\"}");
    }

    @Test
    void aBigTableIsTheOneThatWasWritten() throws Exception {
        Random random = new Random(11);
        List<List<String>> rows = new ArrayList<>();
        StringBuilder csv = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(csv, CSVFormat.RFC4180)) {
            printer.printRecord("a", "b", "c");
            for (int i = 0; i < 20_000; i++) {
                List<String> row = List.of("" + i, text(random), text(random));
                rows.add(row);
                printer.printRecord(row);
            }
        }
        write("big.csv", csv.toString());

        int code = convert("--verify", "--workers", "3");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .startsWith("big.csv: 20000 rows, 0 rejected")
                .contains(VERIFIED);
        assertThat(written("big.jsonl").stream().map(CsvToJsonTest::values)).isEqualTo(rows);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            text.append("ab,\"\né日 '".charAt(random.nextInt(9)));
        }
        return text.toString();
    }

    private static List<String> values(String json) {
        JsonObject o = JsonParser.parseString(json).getAsJsonObject();
        return o.asMap().values().stream().map(v -> v.getAsString()).toList();
    }

    @Test
    void randomBytesGiveWhatASequentialRunGives() throws Exception {
        Random random = new Random(13);
        byte[] alphabet = "a1,,\"\"\n\n\r é".getBytes(StandardCharsets.UTF_8);
        for (int file = 0; file < 100; file++) {
            byte[] bytes = new byte[random.nextInt(4_000)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)]; // also halves of the é
            }
            byte[] head = "x,y\n".getBytes(StandardCharsets.UTF_8);
            byte[] all = java.util.Arrays.copyOf(head, head.length + bytes.length);
            System.arraycopy(bytes, 0, all, head.length, bytes.length);
            Files.write(folder.resolve(file + ".csv"), all);
        }

        int code = convert("--verify");

        assertThat(code).as(() -> "" + rehearsal.errors()).isZero();
        assertThat(rehearsal.lines()).hasSize(102).contains(VERIFIED);
    }

    @Test
    void anOpenQuoteSpoilsOneLineOfALongTable() throws Exception {
        write("a.csv", "n,t\n0,\"open\n" + "1,x\n".repeat(5_000));

        convert();

        assertThat(rehearsal.lines()).startsWith("a.csv: 5000 rows, 1 rejected");
    }

    @Test
    void linesThatAreNotUtf8AreDeadLetters() throws Exception {
        Files.write(folder.resolve("a.csv"), "id\ncafé\nok\n".getBytes(StandardCharsets.ISO_8859_1));

        convert("--verify");

        assertThat(rehearsal.lines()).contains(VERIFIED);
        assertThat(written("a.jsonl")).containsExactly("{\"id\":\"ok\"}");
        assertThat(written("a.rejected.jsonl"))
                .containsExactly("{\"line\":2,\"reason\":\"the line is not UTF-8\",\"record\":\"\"}");
    }

    @Test
    void emptyTablesAndByteOrderMarksAreNoTrouble() throws Exception {
        write("empty.csv", "");
        write("marked.csv", "\uFEFFid\n1\n");

        assertThat(convert("--verify")).isZero();

        assertThat(written("empty.jsonl")).isEmpty();
        assertThat(written("marked.jsonl")).containsExactly("{\"id\":\"1\"}");
    }

    @Test
    void aTableWithoutProperColumnsIsNamedAndLeavesNoFile() throws Exception {
        write("bad.csv", "id,id\n1,2\n");
        write("good/x.csv", "id\n1\n");

        int code = convert("--verify");

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.errors())
                .containsExactly("csv-to-json: cannot convert bad.csv: the columns must have different names");
        assertThat(out.resolve("bad.jsonl")).doesNotExist();
        assertThat(written("good/x.jsonl")).containsExactly("{\"id\":\"1\"}");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndLeavesNothingElse() throws Exception {
        write("a.csv", "id\n1\n");
        Files.createDirectories(out.resolve("a.rejected.jsonl/in the way"));

        int code = convert();

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.errors()).hasSize(1).first().asString().startsWith("csv-to-json: cannot convert a.csv: ");
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .doesNotContain("a.jsonl.tmp")
                    .hasSizeLessThan(3);
        }
    }

    @Test
    void withoutAFolderNothingIsKept() throws Exception {
        write("a.csv", "id\n1\n");

        int code = rehearsal.run(CsvToJson::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines()).startsWith("a.csv: 1 rows, 0 rejected");
        assertThat(folder.toFile().list()).containsExactly("a.csv");
    }

    @Test
    void mistakesAreExplained() {
        String missing = folder.resolve("missing").toString();

        assertRefused("the input must exist: " + missing, missing);
        assertRefused("the input must exist: " + missing, "--out", missing);
        assertRefused("csv-to-json takes one file or folder only: a b", "a", "b");
    }

    private void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> rehearsal.run(CsvToJson::program, folder, arguments))
                .isInstanceOf(UsageError.class)
                .hasMessage(message);
    }

    private int convert(String... options) {
        List<String> all = new ArrayList<>(List.of("--out", out.toString()));
        all.addAll(List.of(options));
        return rehearsal.run(CsvToJson::program, folder, all.toArray(String[]::new));
    }

    private List<String> written(String name) throws IOException {
        return Files.readAllLines(out.resolve(name));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
