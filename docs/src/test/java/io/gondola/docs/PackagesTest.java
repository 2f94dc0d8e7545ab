package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each package of the sources says of itself. */
class PackagesTest {
    private static final Pattern HIDDEN = Pattern.compile("(^|/)(target|\\.[^/]+)/");
    private static final Pattern DESCRIBED =
            Pattern.compile("(?s)^/\\*\\*?\\s.{40,}?\\*/.*^package .*", Pattern.MULTILINE);
    private static final Pattern NULL_MARKED = Pattern.compile("^@NullMarked$", Pattern.MULTILINE);

    /** The main sources of the modules, such as {@code dsl/src/main/java}. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> folders = Files.find(
                Snippets.ROOT, 6, (path, attributes) -> attributes.isDirectory() && path.endsWith("src/main/java"))) {
            return folders.filter(PackagesTest::isOurs).sorted().toList();
        }
    }

    private static boolean isOurs(Path path) {
        String name = Snippets.ROOT.relativize(path).toString().replace('\\', '/') + "/";
        return !HIDDEN.matcher(name).find() && !name.contains("starters/");
    }

    /** The folders below {@code sources} that have classes. */
    private static Set<Path> packages(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(folder -> !folder.equals(sources))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean says(Path folder, Pattern what) throws IOException {
        Path info = folder.resolve("package-info.java");
        return Files.exists(info) && what.matcher(Files.readString(info)).find();
    }

    @Test
    void eachIsDescribed() throws IOException {
        Set<Path> silent = new TreeSet<>();
        for (Path sources : sources()) {
            for (Path folder : packages(sources)) {
                if (!says(folder, DESCRIBED)) {
                    silent.add(Snippets.ROOT.relativize(folder));
                }
            }
        }

        assertThat(silent).isEmpty();
    }

    /** Of a module, exported or not: what may be null there is {@code @Nullable}, and NullAway checks it. */
    @Test
    void eachOfAModuleIsNullMarked() throws IOException {
        Set<Path> marked = new TreeSet<>();
        Set<Path> unmarked = new TreeSet<>();
        for (Path sources : sources()) {
            if (Files.exists(sources.resolve("module-info.java"))) {
                for (Path folder : packages(sources)) {
                    (says(folder, NULL_MARKED) ? marked : unmarked).add(Snippets.ROOT.relativize(folder));
                }
            }
        }

        assertThat(marked).hasSizeGreaterThan(25);
        assertThat(unmarked).isEmpty();
    }
}
