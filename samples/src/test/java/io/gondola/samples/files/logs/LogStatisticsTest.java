package io.gondola.samples.files.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import io.gondola.samples.files.Rehearsal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStatisticsTest {
    private static final String VERIFIED = "verified: a sequential run gives the same";

    @TempDir
    private Path folder;

    private final Rehearsal rehearsal = new Rehearsal();

    @Test
    void linesOfSeveralLogsAreMergedByTime() throws Exception {
        write(
                "a.log",
                "2026-01-01T10:00:00Z INFO one\n2026-01-01T10:00:50Z ERROR lost 7\n2026-01-01T10:01:10Z INFO x\n");
        write(
                "b/c.log",
                "2026-01-01 10:00:20,500 [main] WARN slow\n\tat Some.code\n2026-01-01T11:01:00+01:00 [ERROR] lost 8\n");

        int code = rehearsal.run(LogStatistics::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly(
                        "       2  ERROR",
                        "       2  INFO",
                        "       1  WARN",
                        "from 2026-01-01T10:00:00Z to 2026-01-01T10:01:10Z",
                        "busiest minute: 2026-01-01T10:00:00Z, 3 entries",
                        "longest silence: 29500 ms, from 2026-01-01T10:00:20.500Z",
                        "       2  ERROR lost #",
                        "       1  WARN slow",
                        "2 files, 5 entries, 0 out of order, 1 lines without a time, 0 not UTF-8, 0 unreadable",
                        VERIFIED);
        assertThat(rehearsal.errors()).isEmpty();
    }

    @Test
    void anEntryThatComesLateInItsFileCountsAtTheTimeOfTheOneBefore() throws Exception {
        write("a.log", "2026-01-01T10:00:30Z INFO one\n2026-01-01T09:00:00Z INFO late\n");

        rehearsal.run(LogStatistics::program, folder, "--verify");

        assertThat(rehearsal.lines())
                .contains("from 2026-01-01T10:00:30Z to 2026-01-01T10:00:30Z", VERIFIED)
                .anyMatch(line -> line.startsWith("1 files, 2 entries, 1 out of order"));
    }

    @Test
    void bigLogsWithAllKindsOfLinesAndEndsGiveWhatASequentialRunGives() throws Exception {
        Random random = new Random(7);
        String[] ends = {"\n", "\r\n", "\r"};
        for (int file = 0; file < 5; file++) {
            StringBuilder text = new StringBuilder(file == 0 ? "\uFEFF" : "");
            long time = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
            for (int i = 0; i < 5_000; i++) {
                time += random.nextInt(200) - (random.nextInt(50) == 0 ? 300 : 0);
                text.append(
                                switch (random.nextInt(20)) {
                                    case 0 -> "\tat a.b.C(C.java:" + i + ")";
                                    case 1 -> "";
                                    case 2 -> "é".repeat(random.nextInt(3)) + "\u0001";
                                    default ->
                                        Instant.ofEpochMilli(time) + " " + (i % 3 == 0 ? "WARN" : "INFO") + " n " + i;
                                })
                        .append(ends[file % ends.length]);
            }
            byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
            byte[] with = java.util.Arrays.copyOf(utf8, utf8.length + 2);
            with[utf8.length] = (byte) 0xe9; // the last line is no UTF-8, and has no end
            with[utf8.length + 1] = ' ';
            Files.write(folder.resolve(file + ".log"), with);
        }

        int code = rehearsal.run(LogStatistics::program, folder, "--verify");

        assertThat(code).as(() -> "" + rehearsal.errors()).isZero();
        assertThat(rehearsal.lines())
                .contains(VERIFIED)
                .anyMatch(line -> line.matches("5 files, \\d{5} entries, .* 5 not UTF-8, 0 unreadable"));
    }

    @Test
    void aFileThatVanishesOrIsNoneIsNamedAndTheOthersCount() throws Exception {
        write("a.log", "2026-01-01T10:00:00Z INFO one\n");
        Path gone = folder.resolve("gone.log");

        int code = rehearsal.run(
                stage -> new LogStatistics(io.vavr.collection.List.of(folder.resolve("a.log"), gone), stage.errors())
                        .print(5, true),
                folder);

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.lines())
                .contains(VERIFIED)
                .anyMatch(line -> line.startsWith("2 files, 1 entries,") && line.endsWith(", 1 unreadable"));
        assertThat(rehearsal.errors())
                .containsExactly("log-statistics: cannot read " + gone + ": it does not exist any more");
    }

    @Test
    void emptyLogsAndFoldersHaveNoEntries() throws Exception {
        write("a.log", "");

        int code = rehearsal.run(LogStatistics::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly(
                        "1 files, 0 entries, 0 out of order, 0 lines without a time, 0 not UTF-8, 0 unreadable",
                        VERIFIED);
    }

    @Test
    void moreLogsThanCanBeOpenAreRefused() throws Exception {
        for (int i = 0; i <= 512; i++) {
            write(i + ".log", "");
        }

        int code = rehearsal.run(LogStatistics::program, folder);

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.errors()).containsExactly("log-statistics: no more than 512 logs can be merged: 513");
    }

    @Test
    void mistakesAreExplained() {
        String missing = folder.resolve("missing").toString();

        assertThatThrownBy(() -> rehearsal.run(LogStatistics::program, folder, missing))
                .isInstanceOf(UsageError.class)
                .hasMessage("the input must exist: " + missing);
        assertThatThrownBy(() -> rehearsal.run(LogStatistics::program, folder, "--top", "0"))
                .isInstanceOf(UsageError.class)
                .hasMessage("--top must be a whole number from 1 to 2147483647: 0");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
