package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.gondola.testkit.GoTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Each block of Java on each page compiles; programs print, and tests report, what the page says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnippetsTest {
    /** What differs from run to run, or from here to the user's project, in a report. */
    private static final List<String> NOT_COMPARED = List.of("replay:", "found:", "clock:", "full trace:", "turned:");

    private Path classes;
    private List<Snippet> snippets;

    @BeforeAll
    void compile(@TempDir Path folder) throws IOException {
        classes = folder;
        snippets = Snippets.all();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        assertThat(Snippets.problems(snippets, options)).isEmpty();
    }

    @Test
    void blocksAreFoundOnThePagesThatHaveSome() {
        assertThat(snippets)
                .extracting(s -> s.page().file().toString())
                .contains(
                        "README.md",
                        "docs/porting.md",
                        "docs/testing.md",
                        "docs/network.md",
                        "docs/pipelines.md",
                        "docs/distributed.md");
    }

    @Test
    void programsPrintWhatThePageSays() throws Exception {
        int programs = 0;
        for (Snippet snippet : snippets) {
            if (snippet.code().contains("void main(") && !snippet.output().isEmpty()) {
                assertThat(outputOf(snippet)).as(snippet.where()).isEqualTo(snippet.output());
                programs++;
            }
        }
        assertThat(programs).isPositive();
    }

    private String outputOf(Snippet snippet) throws Exception {
        Path output = Files.createTempFile(classes, "output", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        snippet.className())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Test
    void testsEndAsThePageSays() throws Exception {
        List<String> failed = new ArrayList<>();
        for (Snippet snippet : snippets) {
            if (snippet.code().contains("@GoTest")) {
                String report = reportOf(snippet);
                if (report.isEmpty()) {
                    assertThat(snippet.output()).as(snippet.where() + " passes").isEmpty();
                } else {
                    assertThat(comparable(report, snippet))
                            .as(snippet.where() + " reports\n" + report)
                            .containsSubsequence(comparable(snippet.output(), snippet));
                    assertThat(snippet.output())
                            .as(snippet.where() + " fails: " + report)
                            .isNotEmpty();
                    failed.add(snippet.className());
                }
            }
        }
        assertThat(failed).hasSizeGreaterThanOrEqualTo(2);
    }

    /** The failure's message; empty if all tests passed. */
    private String reportOf(Snippet snippet) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> type = loader.loadClass(snippet.className());
            assertThat(Arrays.stream(type.getDeclaredMethods()).filter(SnippetsTest::isTest))
                    .isNotEmpty();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(type))
                                    .configurationParameter(
                                            "go.failures",
                                            classes.resolve("failures").toString())
                                    .build(),
                            listener);
            TestExecutionSummary summary = listener.getSummary();
            assertThat(summary.getTestsFoundCount()).as(snippet.where()).isPositive();
            return summary.getFailures().isEmpty()
                    ? ""
                    : summary.getFailures().get(0).getException().getMessage();
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(GoTest.class);
    }

    /**
     * The lines that must be as they are. The names of the packages are those of this test; lines of code are counted
     * from the beginning of a file that the page shows a part of. Of a class that the page does not show, what failed
     * and why.
     */
    private static List<String> comparable(String report, Snippet snippet) {
        boolean whole = snippet.code().startsWith("import ");
        return report.lines()
                .map(line ->
                        line.replaceAll("page\\.\\w+_\\d+\\.|\\bSnippet\\.", "").replaceAll("\\s+", " "))
                .map(line -> whole ? line : line.replaceAll("(\\w+):\\d+(?=[\\]\\s|]|$)", "$1"))
                .filter(line -> !line.isBlank() && !line.strip().equals("…"))
                .filter(line -> NOT_COMPARED.stream().noneMatch(line::startsWith))
                .map(line -> snippet.form() == Snippet.Form.TYPES ? line : line.replaceAll("\\b\\w+Test\\.", ""))
                .limit(snippet.form() == Snippet.Form.TYPES ? Long.MAX_VALUE : 2)
                .toList();
    }
}
