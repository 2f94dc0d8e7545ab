package io.gondola.samples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gondola");
    private static final JavaClasses SAMPLES = ALL.that(resideInAPackage("io.gondola.samples.."));
    private static final JavaClasses LIBRARIES =
            ALL.that(not(resideInAnyPackage("io.gondola.samples..", "io.gondola.top.."))); // two commands

    /**
     * What users and the machinery speak of: the machinery is below the package of these enums, which users see, and
     * the enums are below the machinery. There is one of each, and nothing has to be translated.
     */
    private static final DescribedPredicate<JavaClass> WORDS = nameMatching(
                    "(\\[L)?io\\.gondola\\.testkit\\.(Clock|Kind|NetFault);?")
            .forSubtype();

    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName(), WORDS.test(type) ? "words" : "");
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    // the library

    @Test
    void allModulesAreLookedAt() {
        assertThat(LIBRARIES.stream().map(JavaClass::getPackageName).distinct())
                .contains(
                        "io.gondola.scheduler",
                        "io.gondola.dsl",
                        "io.gondola.dsl.engine",
                        "io.gondola.dsl.channel",
                        "io.gondola.select",
                        "io.gondola.sync",
                        "io.gondola.context",
                        "io.gondola.time",
                        "io.gondola.pipeline",
                        "io.gondola.net",
                        "io.gondola.testkit");
    }

    @Test
    void modulesUseOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("scheduler")
                .definedBy("io.gondola.scheduler..")
                .layer("dsl")
                .definedBy("io.gondola.dsl..")
                .layer("select")
                .definedBy("io.gondola.select..")
                .layer("stdlib-sync")
                .definedBy("io.gondola.sync..", "io.gondola.context..", "io.gondola.time..")
                .layer("pipeline")
                .definedBy("io.gondola.pipeline..")
                .layer("stdlib-net")
                .definedBy("io.gondola.net..")
                .layer("testkit")
                .definedBy("io.gondola.testkit..")
                .layer("samples")
                .definedBy("io.gondola.samples..")
                .whereLayer("scheduler")
                .mayNotAccessAnyLayer()
                .whereLayer("dsl")
                .mayOnlyAccessLayers("scheduler")
                .whereLayer("select")
                .mayOnlyAccessLayers("scheduler", "dsl")
                .whereLayer("stdlib-sync")
                .mayOnlyAccessLayers("scheduler", "dsl", "select")
                .whereLayer("pipeline")
                .mayOnlyAccessLayers("scheduler", "dsl", "select", "stdlib-sync")
                .whereLayer("stdlib-net")
                .mayOnlyAccessLayers("scheduler", "dsl", "select", "stdlib-sync")
                .whereLayer("testkit")
                .mayOnlyAccessLayers("scheduler", "dsl", "select", "stdlib-sync", "stdlib-net")
                .whereLayer("samples")
                .mayOnlyAccessLayers("dsl", "select", "stdlib-sync", "stdlib-net", "pipeline")
                .because(
                        "the arrows are scheduler <- dsl <- select <- stdlib-sync <- stdlib-net <- testkit, pipeline, and"
                                + " samples are users")
                .check(ALL);
    }

    @Test
    void theMachineryDoesNotKnowTheLanguage() {
        noClasses()
                .that()
                .resideInAnyPackage("io.gondola.dsl.engine", "io.gondola.dsl.channel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gondola.dsl")
                .because("the public language, select and sync are built on the engine, not the other way round")
                .check(LIBRARIES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().assignedFrom(PACKAGES)
                .should()
                .beFreeOfCycles()
                .because("each package is understood with those below it")
                .check(LIBRARIES);
    }

    /**
     * The parts of the scheduler are given the few others that they need. Those listed still reach for all of it: the
     * list may only become shorter.
     */
    @Test
    void partsOfTheSchedulerDoNotKnowAllOfIt() {
        String whole = "io.gondola.scheduler.WorkStealingScheduler";
        assertThat(LIBRARIES.get(whole).getDirectDependenciesToSelf().stream()
                        .map(d -> outermost(d.getOriginClass()))
                        .filter(name -> !name.equals(whole))
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .distinct())
                .containsExactlyInAnyOrder("Scheduler", "SchedulerStats", "Machine", "Sysmon", "Poller");
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type.getName());
    }

    /** Otherwise they could not be below the rest of their package. */
    @Test
    void wordsKnowNothingElse() {
        classes()
                .that(WORDS)
                .should()
                .beEnums()
                .andShould()
                .onlyDependOnClassesThat(resideInAPackage("java..").or(WORDS))
                .because("words that users and the machinery share are below both")
                .check(LIBRARIES);
    }

    @Test
    void nothingKnowsWhatIsOptional() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.gondola.pipeline.kafka..")
                .because("extras use the libraries, and not the other way round")
                .check(ALL);
    }

    @Test
    void nothingUsesUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "jdk.internal..")
                .because("sun.misc.Unsafe warns from JDK 24 on and will be gone")
                .check(ALL);
    }

    @Test
    void onlyTheQueuesOfJCToolsWithoutUnsafeAreUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.jctools..")
                        .and(not(resideInAPackage("org.jctools.queues.varhandle..")))
                        .and(not(nameMatching("org\\.jctools\\.queues\\.MessagePassingQueue(\\$.*)?"))))
                .because("all other queues of JCTools use sun.misc.Unsafe")
                .check(ALL);
    }

    @Test
    void onlyRuntimesTouchTheStandardStreams() {
        noClasses()
                .that(
                        not(
                                nameMatching(
                                        ".*\\.(GoRuntime|RealBuilder|GoProcess|scheduler\\.Log|testkit\\.Search|testkit\\.junit\\.TestRun)(\\$.*)?")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("users say where their programs write; only warnings without a backend, and reports of tests,"
                        + " go there")
                .check(LIBRARIES);
    }

    @Test
    void thereIsOneLoggingInterface() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.logging.log4j.core..", "org.slf4j..")
                .because("libraries log through the Log4j API, and users choose what is behind it")
                .check(ALL);
    }

    @Test
    void noThreadSleeps() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Thread.class).or(assignableTo(TimeUnit.class))))
                        .and(target(name("sleep"))))
                .because("a goroutine sleeps with Go.sleep, and a machine parks until it is needed")
                .check(ALL);
    }

    @Test
    void onlyTheSchedulerHasThreads() {
        noClasses()
                .that(
                        not(
                                nameMatching(
                                        "io\\.gondola\\.scheduler\\.(Machine|Sysmon|Poller|TraceThread|Sampler|TraceWriter|FlightRecorder|LongSteps)")))
                .and(not(nameMatching("io\\.gondola\\.dsl\\.(CompletionThreads|engine\\.Kept)")))
                .should()
                .beAssignableTo(Thread.class)
                .orShould()
                .callConstructorWhere(target(owner(name("java.lang.Thread"))))
                .because(
                        "machines, sysmon, the poller, the two of a trace, those of warnings and of flight recordings, and those that"
                                + " complete futures of closed programs are all the threads that a runtime needs, and they"
                                + " end; debug mode has one more, a daemon")
                .check(LIBRARIES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager)(\\$.*)?")
                .because("such a name fits everything and tells nothing")
                .check(ALL);
    }

    // samples

    @Test
    void samplesUseNothingButWhatUsersMayUse() {
        classes()
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("io.gondola.."))
                        .or(resideInAnyPackage(
                                "io.gondola.samples..",
                                "io.gondola.commands",
                                "io.gondola.dsl",
                                "io.gondola.select",
                                "io.gondola.sync",
                                "io.gondola.context",
                                "io.gondola.time",
                                "io.gondola.pipeline",
                                "io.gondola.net")))
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
                .because("the caller of a sample says where it writes")
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
