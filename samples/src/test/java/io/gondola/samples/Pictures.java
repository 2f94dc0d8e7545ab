package io.gondola.samples;

import io.gondola.samples.trace.Screenshots;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Draws the pictures of the documentation: runs samples with a trace, shows its page in a browser, and keeps what that
 * looks like.
 *
 * <p>{@code mvn -Ppictures -DskipTests -pl samples -am package} writes them to {@code docs/pictures}.
 */
public final class Pictures {
    private static final int RUNS_TO_WARM_UP = 30;

    private static final String BETWEEN = " const r = gondola.trace.rows; let end = 0;"
            + " for (let i = 0; i < r.n; i++) { end = Math.max(end, r.end[i]); }"
            + " const margin = (end - start) * 0.02; gondola.setTime(start - margin, end + margin); ";

    /** From when the first goroutine runs until the last one stops. */
    private static final String ALL = "const start = gondola.trace.rows.start[0];" + BETWEEN;

    /** From when the first goroutine starts the second one. */
    private static final String FROM_SECOND = "const start = gondola.trace.goroutines.created[1];" + BETWEEN;

    private static final String BY_PROCESSOR = "gondola.lanesBy('p'); ";
    private static final String BY_GOROUTINE = "gondola.lanesBy('g'); ";
    private static final String NO_ARROWS = "document.getElementById('arrows').checked = false; ";

    private final Path to;

    private Pictures(Path to) {
        this.to = to;
    }

    /** The folder to write to. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("argument must be the folder for the pictures: " + arguments.length);
        }
        Screenshots.mustBePossible();
        Pictures pictures = new Pictures(Path.of(arguments[0]).toAbsolutePath().normalize());
        pictures.lanes("story-channel", BY_GOROUTINE + FROM_SECOND);
        pictures.lanes("story-poller", BY_GOROUTINE + ALL);
        pictures.lanes("story-system-call", BY_PROCESSOR + ALL);
        pictures.lanes("story-stealing", BY_PROCESSOR + NO_ARROWS + ALL);
        pictures.lanes("story-max-procs", BY_PROCESSOR + NO_ARROWS + ALL);
        String folder = pictures.to.getParent().toString();
        Screenshots.ofPage(trace("digest", "--procs", "2", "--quiet", folder), ALL, pictures.file("digest"));
    }

    private void lanes(String sample, String view) throws Exception {
        Screenshots.ofLanes(trace(sample), view, file(sample));
    }

    private Path file(String name) {
        return to.resolve(name + ".png");
    }

    /** Runs the sample a few times, so that the compiler is done with it, and then with a trace. */
    private static Path trace(String sample, String... options) throws Exception {
        Path page = Files.createTempDirectory("gondola-pictures").resolve(sample + ".html");
        for (int i = 0; i < RUNS_TO_WARM_UP; i++) {
            run(sample, options);
        }
        String[] traced = new String[options.length + 2];
        System.arraycopy(options, 0, traced, 0, options.length);
        traced[options.length] = "--trace";
        traced[options.length + 1] = page.toString();
        run(sample, traced);
        return page;
    }

    private static void run(String sample, String... options) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        String[] words = new String[options.length + 2];
        words[0] = "run";
        words[1] = sample;
        System.arraycopy(options, 0, words, 2, options.length);
        int code = new Main(nowhere, nowhere).run(words);
        if (code != 0) {
            throw new IllegalStateException("sample failed: name=" + sample + ", code=" + code);
        }
    }
}
