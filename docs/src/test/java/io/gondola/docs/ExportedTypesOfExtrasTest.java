package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What users see of the optional modules, by name; of the others the samples' ExportedTypesTest tells. */
class ExportedTypesOfExtrasTest {
    private static final Path LIST = Path.of("src/test/resources/exported-types-of-extras.txt");
    private static final Pattern EXPORTED = Pattern.compile("^    exports ([\\w.]+);$", Pattern.MULTILINE);

    private static List<Path> modules() throws IOException {
        try (Stream<Path> extras = Files.list(Snippets.ROOT.resolve("extras"))) {
            return extras.map(extra -> extra.resolve("src/main/java"))
                    .filter(sources -> Files.exists(sources.resolve("module-info.java")))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> exported(Path sources) throws IOException {
        Set<String> types = new TreeSet<>();
        Matcher exports = EXPORTED.matcher(Files.readString(sources.resolve("module-info.java")));
        while (exports.find()) {
            Path folder = sources.resolve(exports.group(1).replace('.', File.separatorChar));
            try (Stream<Path> files = Files.list(folder)) {
                types.addAll(
                        types(files.filter(f -> f.toString().endsWith(".java")).toList()));
            }
        }
        return types;
    }

    private static Set<String> types(List<Path> files) throws IOException {
        Set<String> types = new TreeSet<>();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    javac.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    addPublic(unit.getPackageName() + ".", type, false, types);
                }
            }
        }
        return types;
    }

    private static void addPublic(String prefix, Tree member, boolean ofInterface, Set<String> types) {
        if (member instanceof ClassTree type
                && (ofInterface || type.getModifiers().getFlags().contains(Modifier.PUBLIC))) {
            String name = prefix + type.getSimpleName();
            types.add(name);
            type.getMembers().forEach(m -> addPublic(name + "$", m, type.getKind() == Tree.Kind.INTERFACE, types));
        }
    }

    /** To change the list on purpose, write what the test has seen into it. */
    @Test
    void usersSeeTheseTypesAndNoOthers() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Path sources : modules()) {
            seen.addAll(exported(sources));
        }

        assertThat(seen).containsExactlyElementsOf(Files.readAllLines(LIST));
    }
}
