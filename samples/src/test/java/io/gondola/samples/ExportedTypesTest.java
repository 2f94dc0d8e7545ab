package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users see, on the module path and on the class path: the types by name, and nothing of the machinery. */
class ExportedTypesTest {
    private static final Path LIST = Path.of("src/test/resources/exported-types.txt");
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gondola");

    /** Of all modules, what is exported to everybody. */
    private static Set<String> packages() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (URL url : Collections.list(ExportedTypesTest.class.getClassLoader().getResources("module-info.class"))) {
            try (InputStream in = url.openStream()) {
                ModuleDescriptor module = ModuleDescriptor.read(in);
                if (module.name().startsWith("io.gondola")) {
                    module.exports().stream()
                            .filter(export -> !export.isQualified())
                            .forEach(export -> packages.add(export.source()));
                }
            }
        }
        return packages;
    }

    private static Stream<JavaClass> exported() throws IOException {
        Set<String> packages = packages();
        return ALL.stream().filter(type -> packages.contains(type.getPackageName()) && isPublic(type));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ExportedTypesTest::isPublic).orElse(true);
    }

    /** To change the list on purpose, write what the test has seen into it. */
    @Test
    void usersSeeTheseTypesAndNoOthers() throws IOException {
        List<String> seen = exported().map(JavaClass::getName).sorted().toList();

        assertThat(seen).containsExactlyElementsOf(Files.readAllLines(LIST));
    }

    /**
     * Types that users see have methods that can be called from outside, on the class path as well, and the machinery
     * shows in none of them, but for types that no method hands to users: {@code Operation}, which sister modules
     * extend, and the network's, which the test kit provides.
     */
    @Test
    void noMethodThatUsersCanCallSpeaksOfTheMachinery() throws Exception {
        Set<String> packages = packages();
        Set<String> seen = new TreeSet<>();
        for (JavaClass type : exported().toList()) {
            Class<?> loaded = Class.forName(type.getName(), false, getClass().getClassLoader());
            for (Method method : loaded.getMethods()) {
                Stream<Class<?>> mentioned =
                        Stream.concat(Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()));
                if (mentioned.anyMatch(
                        c -> c.getName().startsWith("io.gondola.") && !packages.contains(c.getPackageName()))) {
                    seen.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "NetException.closed",
                        "NetException.failure",
                        "NetException.timeout",
                        "Network.dial",
                        "Network.listen",
                        "Network.listenPacket",
                        "NetworkProvider.network",
                        "Operation.exec");
    }

    /** What the interpreter does with a program is not for users, whatever its methods speak of. */
    @Test
    void aProgramShowsTheLanguageOnly() throws Exception {
        Class<?> program = Class.forName("io.gondola.dsl.Go");
        Class<?> instruction = program.getSuperclass();
        Set<String> machinery = Arrays.stream(instruction.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(machinery).contains("exec", "commit", "resumed");
        assertThat(Arrays.stream(program.getMethods()).map(Method::getName)).doesNotContainAnyElementsOf(machinery);
    }
}
