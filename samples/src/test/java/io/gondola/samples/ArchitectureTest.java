package io.gondola.samples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses SAMPLES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gondola.samples");

    @Test
    void samplesUseNothingButWhatUsersMayUse() {
        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("io.gondola.."))
                        .or(resideInAnyPackage(
                                "io.gondola.samples..",
                                "io.gondola.dsl",
                                "io.gondola.select",
                                "io.gondola.sync",
                                "io.gondola.context",
                                "io.gondola.time")))
                .because("samples are models for users, who cannot see the machinery")
                .check(SAMPLES);
    }

    @Test
    void onlyTheCommandTouchesTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("whoever runs a sample says where it writes")
                .check(SAMPLES);
    }

    @Test
    void samplesDoNotSleepOnThreads() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("a goroutine sleeps with Go.sleep")
                .check(SAMPLES);
    }

    @Test
    void themesDoNotKnowEachOther() {
        slices().matching("io.gondola.samples.(*)..")
                .should()
                .notDependOnEachOther()
                .because("each sample is read on its own")
                .check(SAMPLES);
    }
}
