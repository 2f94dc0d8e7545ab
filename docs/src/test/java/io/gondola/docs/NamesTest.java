package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What pages for contributors name exists: classes, methods, and what their commands ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesTest {
    private static final Path ROOT = Snippets.ROOT;
    private static final Pattern NAME = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*)(?:\\(.*\\))?)?");
    private static final Pattern PROFILE = Pattern.compile("-P([\\w,-]+)");
    private static final Pattern MODULE = Pattern.compile("-pl ([\\w,/-]+)");
    private static final Pattern MAIN = Pattern.compile("io\\.gondola(?:\\.[a-z]\\w*)*\\.([A-Z]\\w*)");

    /** Names of the JDK, and parts of names that are not to be used. */
    private static final Set<String> FOREIGN = Set.of(
            "Selector",
            "VarHandle",
            "LockSupport",
            "ReentrantLock",
            "ConcurrentHashMap",
            "CopyOnWriteArrayList",
            "System",
            "Impl",
            "Util",
            "Manager");

    private final Map<String, List<Path>> sources = new HashMap<>();
    private final StringBuilder poms = new StringBuilder();

    @BeforeAll
    void find() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals("target") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    sources.computeIfAbsent(name.replace(".java", ""), n -> new ArrayList<>())
                            .add(file);
                } else if (name.equals("pom.xml")) {
                    poms.append(Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static List<Page> forContributors() throws IOException {
        return Pages.below(ROOT).stream()
                .filter(p -> p.file().startsWith("docs/decisions")
                        || Set.of("docs/architecture.md", "docs/verification.md", "CONTRIBUTING.md")
                                .contains(p.file().toString()))
                .toList();
    }

    private static List<String> code(Page page) {
        List<String> code = new ArrayList<>();
        page.content().accept(new AbstractVisitor() {
            @Override
            public void visit(Code c) {
                code.add(c.getLiteral());
            }
        });
        return code;
    }

    @Test
    void classesAndMethodsExist() throws IOException {
        List<String> missing = new ArrayList<>();
        int names = 0;
        for (Page page : forContributors()) {
            for (String code : code(page)) {
                Matcher m = NAME.matcher(code);
                if (m.matches() && !FOREIGN.contains(m.group(1))) {
                    names++;
                    if (!exists(m.group(1), m.group(2))) {
                        missing.add(page.file() + ": " + code);
                    }
                }
            }
        }
        assertThat(names).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    private boolean exists(String type, String method) throws IOException {
        for (Path file : sources.getOrDefault(type, List.of())) {
            if (method == null || hasMethod(Files.readString(file), method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasMethod(String source, String method) {
        return Pattern.compile("[\\w>\\]] " + Pattern.quote(method) + "\\(")
                .matcher(source)
                .find();
    }

    @Test
    void commandsNameProfilesModulesAndClassesThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        int commands = 0;
        for (Page page : Pages.below(ROOT)) {
            List<String> all = new ArrayList<>(code(page));
            Markdown.code(page.content()).stream()
                    .filter(b -> !b.getInfo().equals("java") && !b.getInfo().equals("text"))
                    .map(FencedCodeBlock::getLiteral)
                    .forEach(all::add);
            for (String command : all) {
                if (command.contains("mvn ") || command.contains("java -cp")) {
                    commands++;
                    unknown(command).forEach(what -> missing.add(page.file() + ": " + what + " in " + command.strip()));
                }
            }
        }
        assertThat(commands).isGreaterThan(20);
        assertThat(missing).isEmpty();
    }

    private List<String> unknown(String command) {
        List<String> unknown = new ArrayList<>();
        for (String profile : words(PROFILE, command)) {
            if (!poms.toString().contains("<id>" + profile + "</id>")) {
                unknown.add("profile " + profile);
            }
        }
        for (String module : words(MODULE, command)) {
            if (!module.equals("MODULE") && !Files.exists(ROOT.resolve(module).resolve("pom.xml"))) {
                unknown.add("module " + module);
            }
        }
        for (String main : words(MAIN, command)) {
            if (!sources.containsKey(main)) {
                unknown.add("class " + main);
            }
        }
        return unknown;
    }

    private static List<String> words(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(r -> List.of(r.group(1).split(",")).stream())
                .toList();
    }
}
