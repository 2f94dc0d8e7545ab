package io.gondola.conformance.rows;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** docs/conformance.md, made of the {@link Row}s of this package and, for section 4, of docs/scheduler-rows.md. */
final class ConformancePage {
    static final Path ROOT = Path.of("..", "..");

    private static final String INTRODUCTION = """
        # Row by row beside Go

        What Go's language and libraries do, what Gondola does, and the test that shows it. This page is generated from the
        annotations of the tests in [conformance](../verification/conformance/README.md) and, for section 4, from [scheduler-rows.md](scheduler-rows.md). To make it again:

        ```sh
        mvn -pl verification/conformance -am -Dtest=ConformancePageTest -Dsurefire.failIfNoSpecifiedTests=false \\
            -Dgondola.conformance.write=true test
        ```

        A test that is named here runs on 1, 2 and 4 processors and on the deterministic runtime, most of them also under the explorer;
        where it does not, the row says why. Where Gondola differs, the row says why, too: these rows come first, and [differences](differences.md)
        says what a porter has to know of them. Then come all rows, as an appendix.

        ## Where Gondola differs
        """;

    private static final String DIFFERENCES = "| row | what | Go | Gondola |\n|---|---|---|---|\n";
    private static final String DIFFERS = "*differs:* ";
    private static final String DIFFERS_TOO = "*[differs](differences.md):* ";

    private static final Map<String, String> TITLES = titles();
    private static final String HEADER = "| row | what | Go | Gondola | tests |\n|---|---|---|---|---|\n";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private ConformancePage() {}

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("1.1", "Channels: operations and states");
        titles.put("1.2", "Channels: details");
        titles.put("1.3", "Channels: directions");
        titles.put("1.4", "The memory model: what comes before what");
        titles.put("2", "Select");
        titles.put("3.1", "Sync: panics and fatal errors");
        titles.put("3.2", "Mutex");
        titles.put("3.3", "RWMutex");
        titles.put("3.4", "WaitGroup");
        titles.put("3.5", "Once, OnceFunc, OnceValue");
        titles.put("3.6", "Cond");
        titles.put("3.7", "Pool, Map, atomic variables");
        titles.put("4.1", "Goroutines: panic, defer, recover");
        titles.put("4.2", "Goroutines: the report of an uncaught panic");
        titles.put("4.3", "Goroutines: deadlocks");
        titles.put("4.4", "Goroutines: dumps");
        titles.put("4.5", "Goroutines: the runtime's functions");
        titles.put("4.6", "Goroutines: lines of schedtrace");
        titles.put("4.7", "Goroutines: orders with one processor");
        titles.put("5.1", "Time");
        titles.put("5.2", "Context");
        titles.put("5.3", "ErrGroup");
        titles.put("5.4", "Weighted semaphore");
        titles.put("5.5", "SingleFlight");
        titles.put("5.6", "Rate limiter");
        titles.put("5.7", "Tests in virtual time");
        titles.put("6.1", "Network: what errors say");
        titles.put("6.2", "Network: connections");
        titles.put("6.3", "Network: servers, TLS, UDP");
        titles.put("T", "What Go's own tests check");
        return Collections.unmodifiableMap(titles);
    }

    /** The whole page. */
    static String text() throws IOException {
        StringBuilder page = new StringBuilder(INTRODUCTION).append('\n').append(DIFFERENCES);
        List<ShownRow> rows = rows();
        rows.stream()
                .filter(row -> differs(row.ours()))
                .forEach(row -> page.append(difference(row)).append('\n'));
        TITLES.forEach((section, title) -> {
            String heading = heading(section, title);
            page.append("\n## ").append(heading).append("\n\n").append(HEADER);
            rows.stream()
                    .filter(row -> row.section().equals(section))
                    .forEach(row -> page.append(row.line()).append('\n'));
        });
        return page.toString();
    }

    private static String heading(String section, String title) {
        return section.equals("T") ? title : section + " " + title;
    }

    private static boolean differs(String ours) {
        return ours.startsWith(DIFFERS) || ours.startsWith(DIFFERS_TOO);
    }

    /** Without the tests, which stand in the row below, to which its name leads. */
    private static String difference(ShownRow row) {
        String anchor = heading(row.section(), TITLES.get(row.section()))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 ]", "")
                .replace(' ', '-');
        String ours = row.ours().replace(DIFFERS, "").replace(DIFFERS_TOO, "");
        return "| [%s](#%s) | %s | %s | %s |".formatted(row.id(), anchor, row.rule(), row.go(), ours);
    }

    static List<ShownRow> rows() throws IOException {
        return Stream.concat(annotated().stream(), ofTheScheduler().stream())
                .sorted(ShownRow.ORDER)
                .toList();
    }

    /** The rows of the tests of this package. */
    static List<ShownRow> annotated() throws IOException {
        Path classes = Path.of(
                "target/test-classes", ConformancePage.class.getPackageName().replace('.', '/'));
        List<ShownRow> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith("Test.class"))
                    .sorted()
                    .toList()) {
                Class<?> type = classOf(file);
                rows.addAll(of(type, List.of()));
                for (Method method : type.getDeclaredMethods()) {
                    rows.addAll(of(method, List.of(type.getSimpleName() + "." + method.getName())));
                }
            }
        }
        return rows;
    }

    private static Class<?> classOf(Path file) {
        String name = ConformancePage.class.getPackageName() + "."
                + file.getFileName().toString().replace(".class", "");
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ShownRow> of(AnnotatedElement element, List<String> tests) {
        return Arrays.stream(element.getAnnotationsByType(Row.class))
                .map(row -> new ShownRow(
                        row.id(),
                        row.rule(),
                        row.go(),
                        ours(row),
                        Stream.concat(tests.stream(), Arrays.stream(row.tests()))
                                .toList(),
                        row.only()))
                .toList();
    }

    private static String ours(Row row) {
        boolean same = row.ours().equals(Row.SAME);
        if (same != row.why().isEmpty()) {
            throw new IllegalStateException("a row must say why, if and only if it differs: " + row.id());
        }
        return same ? row.ours() : DIFFERS + row.ours() + ", as " + row.why();
    }

    /** The rows of section 4. */
    private static List<ShownRow> ofTheScheduler() throws IOException {
        List<ShownRow> rows = new ArrayList<>();
        int section = 0;
        int number = 0;
        boolean inChapter = false;
        for (String line : Files.readAllLines(ROOT.resolve("docs/scheduler-rows.md"))) {
            if (line.startsWith("## ")) {
                inChapter = line.equals("## Goroutines");
            } else if (inChapter && line.startsWith("### ")) {
                section++;
                number = 0;
            } else if (inChapter && line.startsWith("| ") && !line.startsWith("| Go |")) {
                number++;
                rows.add(ofTheScheduler("4." + section + "-" + number, line.split("\\|", -1)));
            }
        }
        return rows;
    }

    private static ShownRow ofTheScheduler(String id, String[] cells) {
        String tests = cells[4];
        boolean differs = tests.contains("*difference*");
        return new ShownRow(
                id,
                "[" + cells[3].strip().replace("`", "") + "](scheduler-rows.md#goroutines)",
                cells[1].strip(),
                differs ? DIFFERS_TOO + cells[2].strip() : cells[2].strip(),
                CODE.matcher(tests).results().map(r -> r.group(1)).toList(),
                "");
    }
}
