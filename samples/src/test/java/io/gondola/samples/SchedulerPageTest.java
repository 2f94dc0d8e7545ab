package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of docs/scheduler-rows.md says who does it and which tests show it; both exist. */
class SchedulerPageTest {
    private static final Path ROOT = Path.of("..");

    /** A module is in the project's folder, or in one of its folders, as {@code verification}. */
    private static final int DEEPEST_MODULE = 2;

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String HEADER = "| Go | Gondola | class | tests |";
    private static final int COLUMNS = 4;
    private static final int CLASS = 2;
    private static final int TESTS = 3;

    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(ROOT.resolve("docs/scheduler-rows.md"))) {
            if (line.equals(HEADER)) {
                inTable = true;
            } else if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("|---")) {
                rows.add(Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    private static Map<String, Path> sources(String kind) throws IOException {
        Map<String, Path> sources = new HashMap<>();
        try (Stream<Path> modules = Files.walk(ROOT, DEEPEST_MODULE)) {
            for (Path module :
                    modules.map(m -> m.resolve(kind)).filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(f -> f.toString().endsWith(".java"))
                            .forEach(f -> sources.put(f.getFileName().toString().replace(".java", ""), f));
                }
            }
        }
        return sources;
    }

    private static List<String> names(String cell) {
        return CODE.matcher(cell).results().map(r -> r.group(1)).toList();
    }

    @Test
    void noCellIsEmpty() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(80)
                .allSatisfy(row -> assertThat(row)
                        .hasSize(COLUMNS)
                        .allSatisfy(cell -> assertThat(cell).isNotEmpty()));
    }

    @Test
    void everyClassExists() throws IOException {
        Map<String, Path> sources = sources("src/main/java");
        assertThat(rows())
                .allSatisfy(row -> assertThat(names(row.get(CLASS)))
                        .isNotEmpty()
                        .allSatisfy(name -> assertThat(sources).containsKey(name)));
    }

    @Test
    void everyTestExists() throws IOException {
        Map<String, Path> sources = sources("src/test/java");
        List<String> missing = new ArrayList<>();
        for (List<String> row : rows()) {
            List<String> tests = names(row.get(TESTS));
            assertThat(!tests.isEmpty() || row.get(TESTS).equals("*difference*"))
                    .as("tests of: %s", row.get(0))
                    .isTrue();
            for (String test : tests) {
                if (!exists(test, sources)) {
                    missing.add(test);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String test, Map<String, Path> sources) throws IOException {
        String[] parts = test.split("\\.", 2);
        Path file = parts.length == 2 ? sources.get(parts[0]) : null;
        if (file == null) {
            return false;
        }
        Matcher method =
                Pattern.compile(" void " + Pattern.quote(parts[1]) + "\\(").matcher(Files.readString(file));
        return method.find();
    }
}
