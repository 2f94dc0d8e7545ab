package io.gondola.samples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountWordsTest {
    private static final byte[] BINARY = {'a', 0, 'b'};
    private static final byte[] LATIN_1 = {'c', 'a', 'f', (byte) 0xe9, ' ', 'a', 'u'};

    @TempDir
    private Path folder;

    private final Rehearsal rehearsal = new Rehearsal();

    @Test
    void wordsOfAllFilesAreAddedUp() throws Exception {
        write("a.txt", "To be, or not to be");
        write("b/c.txt", "be or be not");

        int code = rehearsal.run(CountWords::program, folder, "--top", "3", "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly(
                        "       4  be",
                        "       2  not",
                        "       2  or",
                        "2 files, 10 words, 4 different, 0 files without text, 0 unreadable",
                        "verified: a sequential run gives the same");
        assertThat(rehearsal.errors()).isEmpty();
    }

    @Test
    void anyNumberOfFilesAndFoldersMayBeNamed(@TempDir Path elsewhere) throws Exception {
        write("a.txt", "one");
        write("b/c.txt", "two two");
        write("not/named.txt", "three");

        rehearsal.run(
                CountWords::program,
                elsewhere,
                folder.resolve("a.txt").toString(),
                folder.resolve("b").toString());

        assertThat(rehearsal.lines())
                .startsWith("       2  two", "       1  one")
                .hasSize(3);
    }

    @Test
    void wordsAreNotBoundToOneLanguage() throws Exception {
        write("a.txt", "Öl öl ÖL naïve 日本 𐐀 x2");

        rehearsal.run(CountWords::program, folder);

        assertThat(rehearsal.lines())
                .startsWith("       3  öl")
                .contains("       1  naïve", "       1  日本", "       1  𐐨", "       1  x2");
    }

    @Test
    void filesWithoutTextBelowAFolderAreLeftOut() throws Exception {
        write("a.txt", "word");
        Files.write(folder.resolve("binary"), BINARY);
        Files.write(folder.resolve("latin"), LATIN_1);

        int code = rehearsal.run(CountWords::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .startsWith(
                        "       1  word", //
                        "1 files, 1 words, 1 different, 2 files without text, 0 unreadable");
        assertThat(rehearsal.errors()).isEmpty();
    }

    @Test
    void filesWithoutTextThatTheUserNamesAreErrors() throws Exception {
        String binary = Files.write(folder.resolve("binary"), BINARY).toString();
        String latin = Files.write(folder.resolve("latin"), LATIN_1).toString();

        int code = rehearsal.run(CountWords::program, folder, binary, latin);

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.lines())
                .containsExactly("0 files, 0 words, 0 different, 0 files without text, 2 unreadable");
        assertThat(rehearsal.errors())
                .containsExactly(
                        "word-count: cannot count " + binary + ": binary",
                        "word-count: cannot count " + latin + ": malformed UTF-8");
    }

    @Test
    void unreadableFilesAreNamedAndCounted() throws Exception {
        write("a.txt", "word");

        int code = rehearsal.run(
                stage -> new CountWords(
                                io.vavr.collection.List.of(stage.input()),
                                file -> {
                                    throw new IOException("the disk is on fire");
                                },
                                stage.errors())
                        .count(2, 10, false),
                folder);

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.errors())
                .containsExactly("word-count: cannot count " + folder.resolve("a.txt") + ": the disk is on fire");
    }

    @Test
    void aRunWithoutSpacesIsCut() throws Exception {
        write("a.txt", "x".repeat(Words.LONGEST + 1));

        rehearsal.run(CountWords::program, folder);

        assertThat(rehearsal.lines())
                .containsExactlyInAnyOrder(
                        "       1  " + "x".repeat(Words.LONGEST),
                        "       1  x",
                        "1 files, 2 words, 2 different, 0 files without text, 0 unreadable");
    }

    @Test
    void anEmptyFolderHasNoWords() {
        int code = rehearsal.run(CountWords::program, folder);

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly("0 files, 0 words, 0 different, 0 files without text, 0 unreadable");
    }

    @Test
    void mistakesAreExplained() {
        String missing = folder.resolve("missing").toString();

        assertRefused("the input must exist: " + missing, missing);
        assertRefused("--top must be a whole number from 1 to 2147483647: few", "--top", "few");
        assertRefused("unknown option: --tap, did you mean --top?", "--tap", "3");
    }

    private void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> rehearsal.run(CountWords::program, folder, arguments))
                .isInstanceOf(UsageError.class)
                .hasMessage(message);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
