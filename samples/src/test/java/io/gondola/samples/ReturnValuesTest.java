package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error Prone and SpotBugs report a program that is dropped only if they are told so in the class files. */
class ReturnValuesTest {
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
                "io.gondola.pipeline",
                "io.gondola.testkit"
            })
    void everyPublicPackageTellsThatReturnValuesMustBeUsed(String name) {
        assertThat(ALL.getPackage(name).isAnnotatedWith("io.gondola.dsl.annotation.CheckReturnValue"))
                .isTrue();
    }
}
