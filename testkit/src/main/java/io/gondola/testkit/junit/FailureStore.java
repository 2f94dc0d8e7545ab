package io.gondola.testkit.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * Keeps failed schedules between runs: for each test a file of tokens, and the last report as a page. A file holds a
 * token a line; lines that begin with {@code #} say what it is.
 */
record FailureStore(Path folder) {
    private static final int MOST_TOKENS = 20;

    static FailureStore in(ConfigurationParameters configuration) {
        return new FailureStore(configuration
                .get("go.failures")
                .map(Path::of)
                .orElseGet(() -> Path.of(isGradle() ? "build" : "target", "go-failures")));
    }

    private static boolean isGradle() {
        return !Files.exists(Path.of("pom.xml")) && Files.isDirectory(Path.of("build"));
    }

    /**
     * The tokens kept for the test, the latest first. What is no text is read as such all the same: it is no token
     * then.
     *
     * @throws UncheckedIOException {@code cannot read kept failures: ...}
     */
    List<String> tokens(TestMethod test) {
        return Stream.concat(Stream.of(tokenFile(test)), former(test, ".gs"))
                .filter(Files::exists)
                .flatMap(FailureStore::tokens)
                .distinct()
                .toList();
    }

    private static Stream<String> tokens(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::trim)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read kept failures: " + file, e);
        }
    }

    /**
     * Keeps a failed schedule, and returns where its page is. Lines of the file that were read, and are no tokens, are
     * dropped.
     *
     * @throws UncheckedIOException {@code cannot keep a failure in ...}
     */
    Path keep(TestMethod test, String token, String title, String page) {
        try {
            Files.createDirectories(folder);
            StringBuilder text =
                    new StringBuilder("# " + title.lines().findFirst().orElse("") + "\n" + token + "\n");
            older(test).stream()
                    .filter(older -> older.startsWith("GS") && !older.equals(token))
                    .limit(MOST_TOKENS - 1)
                    .forEach(older -> text.append(older).append('\n'));
            write(tokenFile(test), text);
            forgetFormer(test);
            return write(pageFile(test), page);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a failure in " + folder.toAbsolutePath(), e);
        }
    }

    private List<String> older(TestMethod test) {
        try {
            return tokens(test);
        } catch (UncheckedIOException e) {
            return List.of(); // the new one counts
        }
    }

    /** Leaves the file as it was, or as it is to be, whatever happens meanwhile. */
    private Path write(Path file, CharSequence text) throws IOException {
        Path whole = Files.createTempFile(folder, "new", ".tmp");
        try {
            Files.writeString(whole, text);
            return Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /**
     * Deletes what is kept for the test.
     *
     * @throws UncheckedIOException {@code cannot delete kept failures: ...}
     */
    void forget(TestMethod test) {
        try {
            Files.deleteIfExists(tokenFile(test));
            Files.deleteIfExists(pageFile(test));
            forgetFormer(test);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete kept failures: " + tokenFile(test), e);
        }
    }

    private Path tokenFile(TestMethod test) {
        return folder.resolve(test.fileName() + ".gs");
    }

    private Path pageFile(TestMethod test) {
        return folder.resolve(test.fileName() + ".html");
    }

    // of versions that named the files otherwise

    private void forgetFormer(TestMethod test) throws IOException {
        for (Path former :
                Stream.of(".gs", ".html").flatMap(end -> former(test, end)).toList()) {
            Files.deleteIfExists(former);
        }
    }

    private Stream<Path> former(TestMethod test, String end) {
        try {
            return Stream.of(folder.resolve(test.id() + end));
        } catch (InvalidPathException e) { // so there is none
            return Stream.empty();
        }
    }
}
