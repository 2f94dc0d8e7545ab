package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error Prone, IntelliJ and SpotBugs report a program that is dropped only if they are told so in the class files. */
class ReturnValuesTest {
    private static final String CHECKED = "io.gondola.dsl.annotation.CheckReturnValue";
    private static final String CHECKED_FOR_INTELLIJ = "com.google.errorprone.annotations.CheckReturnValue";
    private static final List<String> PROGRAMS = List.of(
            "io.gondola.dsl.Go",
            "io.gondola.select.Case",
            "io.gondola.pipeline.Pipeline",
            "io.gondola.context.Context");
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.gondola");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.gondola.dsl",
                "io.gondola.dsl.interop",
                "io.gondola.select",
                "io.gondola.sync",
                "io.gondola.context",
                "io.gondola.time",
                "io.gondola.net",
                "io.gondola.pipeline",
                "io.gondola.testkit"
            })
    void everyPublicPackageTellsThatReturnValuesMustBeUsed(String name) {
        assertThat(ALL.getPackage(name).isAnnotatedWith(CHECKED)).isTrue();
        assertThat(ALL.getPackage(name).isAnnotatedWith(CHECKED_FOR_INTELLIJ)).isTrue();
    }

    /** SpotBugs does not look at packages of libraries. */
    @Test
    void everyPublicTypeThatMakesProgramsTellsSo() {
        List<JavaClass> making = ALL.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                        && type.getPackage().isAnnotatedWith(CHECKED)
                        && !type.isNestedClass()
                        && type.getMethods().stream().anyMatch(ReturnValuesTest::makesProgram))
                .toList();

        assertThat(making)
                .hasSizeGreaterThan(30)
                .allSatisfy(type -> assertThat(type.isAnnotatedWith(CHECKED))
                        .as(type.getName())
                        .isTrue());
    }

    private static boolean makesProgram(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && PROGRAMS.stream().anyMatch(method.getRawReturnType()::isAssignableTo);
    }
}
