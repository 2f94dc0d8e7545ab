package io.gondola.samples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFilesTest {
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    private final Rehearsal rehearsal = new Rehearsal();

    @Test
    void digestsAreOrderedByPath() throws Exception {
        write("b", "abc");
        write("a/z", "");
        write("a/b/c", "abc");

        int code = rehearsal.run(DigestFiles::program, folder, "--workers", "3", "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly(
                        OF_ABC + "  a/b/c",
                        OF_NOTHING + "  a/z",
                        OF_ABC + "  b",
                        "3 files, 6 bytes, 0 unreadable",
                        "verified: a sequential run gives the same");
        assertThat(rehearsal.errors()).isEmpty();
    }

    @Test
    void anEmptyFolderHasNoDigests() {
        int code = rehearsal.run(DigestFiles::program, folder);

        assertThat(code).isZero();
        assertThat(rehearsal.lines()).containsExactly("0 files, 0 bytes, 0 unreadable");
    }

    @Test
    void aFileLargerThanOneChunkIsReadToItsEnd() throws Exception {
        Files.write(folder.resolve("zeros"), new byte[1_000_000]);

        rehearsal.run(DigestFiles::program, folder);

        assertThat(rehearsal.lines())
                .containsExactly(
                        "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025  zeros",
                        "1 files, 1000000 bytes, 0 unreadable");
    }

    @Test
    void unreadableFilesAreNamedAndCounted() throws Exception {
        write("good", "abc");
        write("bad", "secret");
        write("worse", "secret");

        int code = rehearsal.run(
                stage -> new DigestFiles(stage.input(), DigestFilesTest::readGoodOnly, stage.errors())
                        .digest(2, false, true),
                folder);

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.lines())
                .containsExactly(
                        OF_ABC + "  good",
                        "1 files, 3 bytes, 2 unreadable",
                        "verified: a sequential run gives the same");
        assertThat(rehearsal.errors())
                .containsExactly(
                        "digest: cannot read bad: permission denied", "digest: cannot read worse: the disk is on fire");
    }

    @Test
    void symbolicLinksAreNotFollowed() throws Exception {
        write("a/file", "abc");
        Files.createSymbolicLink(folder.resolve("a/up"), folder);
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        int code = rehearsal.run(DigestFiles::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines()).startsWith(OF_ABC + "  a/file", "1 files, 3 bytes, 0 unreadable");
    }

    @Test
    void aLinkThatTheUserNamesIsFollowed(@TempDir Path elsewhere) throws Exception {
        write("file", "abc");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);

        rehearsal.run(DigestFiles::program, elsewhere, link.toString());

        assertThat(rehearsal.lines()).startsWith(OF_ABC + "  file");
    }

    @Test
    void controlCharactersInNamesDoNotReachTheTerminal() throws Exception {
        write("evil\nname", "abc");

        rehearsal.run(DigestFiles::program, folder);

        assertThat(rehearsal.lines()).startsWith(OF_ABC + "  evil?name");
    }

    @Test
    void namesThatLookEqualInPrintAreKeptApart() throws Exception {
        write("a?b", "abc");
        write("a\tb", "");

        rehearsal.run(DigestFiles::program, folder);

        assertThat(rehearsal.lines())
                .containsExactly(OF_NOTHING + "  a?b", OF_ABC + "  a?b", "2 files, 3 bytes, 0 unreadable");
    }

    @Test
    void quietPrintsTheSummaryOnly() throws Exception {
        write("file", "abc");

        rehearsal.run(DigestFiles::program, folder, "--quiet");

        assertThat(rehearsal.lines()).containsExactly("1 files, 3 bytes, 0 unreadable");
    }

    @Test
    void mistakesAreExplained() throws Exception {
        write("file", "abc");
        String file = folder.resolve("file").toString();
        String missing = folder.resolve("missing").toString();

        assertRefused("the input must exist: " + missing, missing);
        assertRefused("the input must be a folder: " + file, file);
        assertRefused("digest takes one folder only: a b", "a", "b");
        assertRefused("--workers must be a whole number from 1 to 1024: 0", "--workers", "0");
        assertRefused("unknown option: --verfy, did you mean --verify?", "--verfy");
    }

    private void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> rehearsal.run(DigestFiles::program, folder, arguments))
                .isInstanceOf(UsageError.class)
                .hasMessage(message);
    }

    private static Sha256 readGoodOnly(Path file) throws IOException {
        return switch (file.getFileName().toString()) {
            case "good" -> Sha256.of(file);
            case "bad" -> throw new AccessDeniedException(file.toString());
            default -> throw new IOException("the disk is on fire");
        };
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
