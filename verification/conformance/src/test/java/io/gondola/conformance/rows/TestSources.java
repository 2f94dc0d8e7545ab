package io.gondola.conformance.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source files of the tests of all modules. */
final class TestSources {
    private static final Pattern EVERY_RUNTIME = Pattern.compile("@(OnEveryRuntime|OnAllRuntimes)\\b");

    /** A module is in the project's folder, or in one of its folders, as {@code verification}. */
    private static final int DEEPEST_MODULE = 2;

    private final Map<String, String> textOf = new HashMap<>();

    /** Reads the tests of all modules below {@code root}. */
    TestSources(Path root) throws IOException {
        try (Stream<Path> modules = Files.walk(root, DEEPEST_MODULE)) {
            for (Path tests : modules.map(m -> m.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(f -> f.toString().endsWith("Test.java"))
                            .toList()) {
                        textOf.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                    }
                }
            }
        }
    }

    /** The annotations and the head of a test, named as {@code Class.method}; empty if there is no such test. */
    private Optional<String> head(String test) {
        String[] parts = test.split("\\.", 2);
        String text = textOf.getOrDefault(parts[0], "");
        Matcher method = Pattern.compile(
                        "\n    (?:public )?(?:void|Go<.+>) " + Pattern.quote(parts[parts.length - 1]) + "\\(")
                .matcher(text);
        if (!method.find()) {
            return Optional.empty();
        }
        int end = method.end();
        return Optional.of(text.substring(Math.max(0, text.lastIndexOf("\n\n", method.start() + 1)), end));
    }

    boolean exists(String test) {
        return head(test).isPresent();
    }

    /** Whether a test runs on 1, 2 and 4 processors and on the deterministic runtime. */
    boolean runsEverywhere(String test) {
        return head(test).filter(h -> EVERY_RUNTIME.matcher(h).find()).isPresent();
    }
}
