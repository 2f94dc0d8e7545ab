package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Try;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that cannot be read or written, vanish, or hold what is no text: the stage is named, and no file is left open
 * or behind.
 */
@SuppressWarnings({"CheckReturnValue", "gondola:blocking"}) // steps spoil the files on purpose
class BadFilesTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
    private final long open = openFiles();

    /** The files that this process has open in the folder; 0 where that is not known. */
    private long openFiles() {
        Path fds = Path.of("/proc/self/fd");
        if (!Files.isDirectory(fds)) {
            return 0;
        }
        try (Stream<Path> each = Files.list(fds)) {
            return each.filter(fd -> folder != null && target(fd).startsWith(folder.toString()))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @AfterEach
    void noFileIsLeftOpen() {
        assertThat(openFiles()).isEqualTo(open);
        rt.close();
    }

    private PipelineException failure(Go<?> program) {
        return Faults.in(rt, program);
    }

    @Test
    void unwritableFilesAreNamedAsTheUserDid() {
        Path file = folder.resolve("none").resolve("out.txt");

        assertThat(failure(Pipeline.of(1).writeLines(file)))
                .hasMessageContaining("writeLines")
                .hasMessageContaining(file + ": there is no such folder");
    }

    @Test
    void theRootIsNoFileToWriteTo() {
        assertThat(failure(Pipeline.of(1).writeLines(folder.getRoot())))
                .hasMessageContaining(folder.getRoot() + ": it is in no folder");
    }

    private Path written(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // reading

    @Test
    void aFileThatIsNotThereIsAFailureOfTheSource() {
        PipelineException e = failure(
                Pipeline.lines(folder.resolve("none")).map(x -> x).buffer(1).drain());

        assertThat(e.stage()).startsWith("lines at BadFilesTest.java:");
        assertThat(e.getCause()).isInstanceOf(NoSuchFileException.class);
        assertThat(e.element()).isEmpty();
    }

    @Test
    void aFolderIsNoFile() {
        assertThat(failure(Pipeline.lines(folder).drain()).getCause()).isInstanceOf(IOException.class);
        assertThat(failure(Pipeline.lines(folder).attempt().map(Try::get).drain())
                        .stage())
                .startsWith("lines at");
    }

    @Test
    void aFileThatMayNotBeReadIsAFailureOfTheSource() throws IOException {
        Path secret = written("secret", utf8("x\n"));
        assumeTrue(secret.toFile().setReadable(false));
        assumeFalse(Files.isReadable(secret), "root may read everything");

        assertThat(failure(Pipeline.lines(secret).drain()).stage()).startsWith("lines at");
    }

    /** What is open stays readable; what is opened later is not there. */
    @Test
    void aFileThatVanishesBetweenTwoIsAFailureOfTheSecond() throws IOException {
        Path first = written("first", utf8("a\nb\n"));
        Path second = written("second", utf8("c\n"));
        Pipeline<String> both = Pipeline.of(first, second)
                .flatMap(file -> Pipeline.lines(file))
                .peek(line -> Files.deleteIfExists(second));

        assertThat(failure(both.drain()).stage()).startsWith("lines at");
        assertThat(rt.run(both.recover(e -> Pipeline.of("gone")).toList()).asJava())
                .containsExactly("a", "b", "gone");
    }

    @Test
    void aFileThatIsCutWhileItIsReadJustEnds() throws IOException {
        Path file = written("cut", utf8("0123456789\n".repeat(100_000)));
        long lines = rt.run(Pipeline.lines(file)
                .zipWithIndex()
                .peek(t -> {
                    if (t._2 == 0) {
                        Files.write(file, new byte[0]);
                    }
                })
                .count());

        assertThat(lines).isBetween(1L, 100_000L);
    }

    @Test
    void badUtf8IsAFailureOfItsLine() throws IOException {
        byte[][] bad = {
            {(byte) 0xC3},
            {(byte) 0xFF},
            {(byte) 0x80},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82}
        };
        for (byte[] b : bad) {
            Path file = folder.resolve("bad");
            Files.write(file, utf8("ä\n\uFFFD\n"));
            try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
                f.seek(f.length());
                f.write(b);
                f.write(utf8("\nend"));
            }
            PipelineException e = failure(Pipeline.lines(file).drain());

            assertThat(e.stage()).startsWith("lines at");
            assertThat(e.getCause())
                    .isInstanceOf(IOException.class)
                    .hasMessage("a line is not UTF-8: file=" + file + ", line=3")
                    .hasCauseInstanceOf(CharacterCodingException.class);
            assertThat(rt.run(Pipeline.lines(file)
                                    .attempt()
                                    .map(t -> t.getOrElse("bad"))
                                    .toList())
                            .asJava())
                    .containsExactly("ä", "\uFFFD", "bad", "end");
        }
    }

    /** A character is cut in two by the end of a block. */
    @Test
    void aCharacterMayLieAcrossTwoBlocks() throws IOException {
        for (int n = (1 << 16) - 4; n <= 1 << 16; n++) {
            String line = "x".repeat(n) + "€";
            Path file = written("long", utf8(line + "\r\n€"));

            assertThat(rt.run(Pipeline.lines(file).toList()).asJava()).containsExactly(line, "€");
        }
    }

    /** The file has no blocks on the disk, and its line of 1 GiB must have none in memory. */
    @Test
    void aLineOfAGibibyteIsAFailureOfOneElement() throws IOException {
        Path file = folder.resolve("huge");
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.write(utf8("first\n"));
            f.seek(GIB);
            f.write(utf8("\nlast\n"));
        }
        List<Try<String>> lines =
                rt.run(Pipeline.lines(file).attempt().toList()).asJava();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get()).isEqualTo("first");
        assertThat(lines.get(1).getCause())
                .hasMessage("a line is longer than 16777216 bytes: file=" + file + ", line=2");
        assertThat(lines.get(2).get()).isEqualTo("last");
    }

    @Test
    void aLineOfExactlyTheGreatestLengthIsALine() throws IOException {
        for (String end : new String[] {"", "\n", "\r\n", "\r"}) {
            Path file = written("exact", utf8("1234567" + end + (end.isEmpty() ? "" : "12345678" + end)));
            List<String> lines = rt.run(Pipeline.lines(file, StandardCharsets.UTF_8, 7)
                            .attempt()
                            .map(t -> t.getOrElse("too long"))
                            .toList())
                    .asJava();

            assertThat(lines).isEqualTo(end.isEmpty() ? List.of("1234567") : List.of("1234567", "too long"));
        }
    }

    @Test
    void aFileIsClosedWhenNoMoreLinesAreWanted() throws IOException {
        Path file = written("in", utf8("a\n".repeat(1_000_000)));

        assertThat(rt.run(Pipeline.lines(file).buffer(3).take(2).toList()).asJava())
                .containsExactly("a", "a");
        assertThat(openFiles()).isEqualTo(open);
        assertThat(failure(Pipeline.lines(file)
                                .<String>parallel(3, x -> Go.panic("no"))
                                .drain())
                        .stage())
                .startsWith("parallel at");
    }

    // walking

    @Test
    void aFolderThatVanishesIsAFailureOfOneElement() throws IOException {
        Files.createDirectories(folder.resolve("b"));
        written("a", new byte[0]);
        written("c", new byte[0]);
        Pipeline<Try<Path>> p = Pipeline.files(folder)
                .peek(x -> Files.deleteIfExists(folder.resolve("b")))
                .attempt();
        List<Try<Path>> found = rt.run(p.toList()).asJava();

        assertThat(found.stream()
                        .map(t -> t.map(x -> x.getFileName().toString()).getOrElse("gone")))
                .containsExactly("a", "gone", "c");
        assertThat(found.get(1).getCause()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = written("f", new byte[0]);
        PipelineException e = failure(Pipeline.files(file).drain());

        assertThat(e.stage()).startsWith("files at");
        assertThat(e.element()).contains(file);
    }

    // writing

    private void onlyIsLeft(String... names) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void aFolderThatIsNotThereFailsTheSink() throws IOException {
        Path out = folder.resolve("none").resolve("out");
        assertThat(failure(Pipeline.of("a").writeLines(out)).stage()).startsWith("writeLines at");
        assertThat(failure(Pipeline.empty().writeLines(out)).stage()).startsWith("writeLines at");
        assertThat(failure(Pipeline.of("a").appendLines(out)).stage()).startsWith("appendLines at");
        onlyIsLeft();
    }

    @Test
    void aFolderInThePlaceOfTheFileFailsTheSinkAtTheEnd() throws IOException {
        Files.createDirectories(folder.resolve("out").resolve("full"));

        PipelineException e = failure(Pipeline.range(0, 100_000).writeLines(folder.resolve("out")));

        assertThat(e.stage()).startsWith("writeLines at");
        assertThat(e.getCause()).isInstanceOf(IOException.class).isNotInstanceOf(FileAlreadyExistsException.class);
        onlyIsLeft("out");
        assertThat(failure(Pipeline.of("a").appendLines(folder.resolve("out"))).stage())
                .startsWith("appendLines at");
    }

    /** The last lines are written and the file is moved when the elements have ended. */
    @Test
    void aFolderThatVanishesFailsTheSinkAtTheEnd() throws IOException {
        Path sub = folder.resolve("sub");
        Go<Unit> program = Go.suspend(() -> {
            Files.createDirectories(sub);
            return Pipeline.range(0, 10)
                    .onEnd(Go.blocking(() -> {
                        try (Stream<Path> left = Files.list(sub)) {
                            for (Path p : left.toList()) {
                                Files.delete(p);
                            }
                        }
                        Files.delete(sub);
                        return Unit.UNIT;
                    }))
                    .writeLines(sub.resolve("out"));
        });

        assertThat(failure(program).stage()).startsWith("writeLines at");
        onlyIsLeft();
    }

    /** A device stays what it is: nothing is put in its place. */
    @Test
    void aDiskThatIsFullAtTheLastLineFailsTheSink() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        for (int lines : new int[] {1, 1000, 100_000}) {
            for (String sink : List.of("appendLines", "writeLines")) {
                Pipeline<Integer> p = Pipeline.range(0, lines);
                PipelineException e = failure(sink.equals("appendLines") ? p.appendLines(full) : p.writeLines(full));

                assertThat(e.stage()).startsWith(sink + " at");
                assertThat(e.getCause()).isInstanceOf(IOException.class).hasMessageContaining("No space left");
                assertThat(Files.isRegularFile(full)).isFalse();
            }
        }
    }

    @Test
    void writesToADeviceOrThroughALinkLeaveBoth() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device));
        Path out = written("out", utf8("old"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), out);

        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            rt.run(Pipeline.of(1, 2).writeLines(device));
            rt.run(Pipeline.of(1, 2).appendLines(device));
            rt.run(Pipeline.of(1, 2).writeLines(link));
        }

        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(link).isSymbolicLink();
        assertThat(out).hasContent("1\n2\n");
    }

    @Test
    void aFailureAboveLeavesTheOldFileAndNoOther() throws IOException {
        Path out = written("out", utf8("old"));
        for (int at : new int[] {0, 1, 50_000, 99_999}) {
            Pipeline<Integer> failing = Pipeline.range(0, 100_000).peek(x -> {
                if (x == at) {
                    throw new IOException("no");
                }
            });
            assertThat(failure(failing.writeLines(out)).stage()).startsWith("peek at");
            assertThat(out).hasContent("old");
            onlyIsLeft("out");
        }
    }

    @Test
    void abandonedWritesLeaveTheOldFileAndNoOther() throws IOException {
        Path out = written("out", utf8("old"));
        Go<Boolean> given = io.gondola.context.Context.background()
                .withTimeout(java.time.Duration.ofMillis(20))
                .flatMap(ctx ->
                        ctx.run(Pipeline.iterate(0, x -> x + 1).writeLines(out)).defer(ctx.cancel()))
                .map(Try::isFailure);

        assertThat(rt.run(given)).isTrue();
        assertThat(out).hasContent("old");
        onlyIsLeft("out");
    }
}
