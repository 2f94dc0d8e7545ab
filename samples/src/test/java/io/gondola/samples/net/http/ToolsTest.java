package io.gondola.samples.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients, where the machine has them: curl, wrk, and a browser without a window. */
class ToolsTest {
    private final Served served = new Served(Limits.usual());

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        served.close();
    }

    private static String tool(String... names) {
        List<String> path = Arrays.asList(System.getenv("PATH").split(":", -1));
        String found = Stream.of(names)
                .flatMap(name -> path.stream().map(dir -> Path.of(dir, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "needs one of " + List.of(names) + " on the path");
        return found;
    }

    private String output(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process p = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try {
            assertThat(p.waitFor(50, TimeUnit.SECONDS))
                    .as("%s ends", command[0])
                    .isTrue();
        } finally {
            p.destroyForcibly();
        }
        assertThat(p.exitValue())
                .as(() -> read(out) + read(folder.resolve("errors")))
                .isZero();
        return read(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void curlGetsPagesByOneConnection() throws Exception {
        String curl = tool("curl");

        String answer = output(
                curl,
                "-sS",
                "-w",
                "|%{num_connects}\n",
                served.url("/hello"),
                served.url("/count?to=3"),
                served.url("/hello"));

        assertThat(answer).startsWith("hello\n|1\n1\n2\n3\n|0\nhello\n|0\n");
    }

    @Test
    void curlPostsALargeBodyAfterAskingAndInChunks() throws Exception {
        String curl = tool("curl");
        Path body = Files.writeString(folder.resolve("body"), "0123456789".repeat(100_000));

        String whole =
                output(curl, "-sS", "-H", "Expect: 100-continue", "--data-binary", "@" + body, served.url("/echo"));
        String chunked = output(
                curl, "-sS", "-H", "Transfer-Encoding: chunked", "--data-binary", "@" + body, served.url("/echo"));

        assertThat(whole).isEqualTo(read(body));
        assertThat(chunked).isEqualTo(read(body));
    }

    @Test
    void wrkSeesNoErrors() throws Exception {
        String wrk = tool("wrk");

        String report = output(wrk, "-t1", "-c50", "-d1s", served.url("/hello"));

        assertThat(report)
                .contains("requests in")
                .doesNotContain("Socket errors")
                .doesNotContain("Non-2xx");
    }

    /** The page's script asks for the figures, and shows them. */
    @Test
    void aBrowserShowsTheLiveFigures() throws Exception {
        String browser = tool("chromium", "chromium-browser", "google-chrome");

        String page = output(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=4000",
                "--dump-dom",
                served.url("/"));

        assertThat(page)
                .contains("The server answers.", "<td>goroutines now</td>", "<td>connections now</td>")
                .containsPattern("<td>requests served</td><td>[1-9]");
    }
}
