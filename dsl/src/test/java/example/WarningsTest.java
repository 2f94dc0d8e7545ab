package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings are seen whatever logging there is, and without complaints of its own. */
class WarningsTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;

            public class Slow {
                public static void main(String[] args) throws Exception {
                    try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
                        rt.run(run(() -> {
                            while (rt.stats().longSteps() == 0) {
                                Thread.sleep(1);
                            }
                        }));
                        if (args.length > 0) {
                            rt.run(go(run(() -> {
                                while (true) {
                                    Thread.yield();
                                }
                            })).then(sleep(java.time.Duration.ofMillis(1))));
                        }
                    }
                    System.exit(0);
                }
            }
            """;

    private static final String CONFIGURATION = """
            <Configuration><Appenders><Console name="c" target="SYSTEM_OUT">
            <PatternLayout pattern="told %p %c %m%n"/></Console></Appenders>
            <Loggers><Root level="LEVEL"><AppenderRef ref="c"/></Root></Loggers></Configuration>
            """;

    private static final String STOPS = """
            import io.gondola.scheduler.Log;
            import java.util.concurrent.atomic.*;
            import org.apache.logging.log4j.LogManager;

            public class Stops {
                public static void main(String[] args) throws Exception {
                    Log log = new Log("stops");
                    AtomicBoolean over = new AtomicBoolean();
                    Thread stops = new Thread(() -> {
                        while (!over.get()) {
                            LogManager.shutdown();
                        }
                    });
                    stops.start();
                    for (int i = 0; i < 300; i++) {
                        log.warn("line {}", i);
                    }
                    over.set(true);
                    stops.join();
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm slow;

    @BeforeAll
    static void compile() throws Exception {
        slow = ChildJvm.of(directory, "Slow", SOURCE).with("-Dgondola.longstep=20");
    }

    private static String configuration(String level) throws Exception {
        Path file = Files.writeString(directory.resolve(level + ".xml"), CONFIGURATION.replace("LEVEL", level));
        return "-Dlog4j2.configurationFile=" + file.toUri();
    }

    @Test
    void withoutABackendTheyGoToStandardErrorAndLog4jDoesNotComplain() throws Exception {
        ChildJvm.ProcessResult ended =
                slow.without("log4j-core").without("slf4j").run();

        assertThat(ended.err())
                .startsWith("WARN Goroutine holds its processor in Java code: goroutine=1,")
                .contains("at=Slow.main(Slow.java:")
                .doesNotContain("ERROR", "provider");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aThreadThatOutlivesItsRuntimeIsToldOfThere() throws Exception {
        assertThat(slow.without("log4j-core").without("slf4j").run("leak").err())
                .contains("WARN Thread outlives its runtime, since a goroutine's Java code does not return: thread=");
    }

    @Test
    void schedTraceDoesNotMakeLog4jComplain() throws Exception {
        assertThat(slow.without("log4j-core")
                        .without("slf4j")
                        .with("-Dgondola.schedtrace=5")
                        .run()
                        .err())
                .contains("SCHED ")
                .doesNotContain("ERROR", "provider");
    }

    @Test
    void aBackendWithoutConfigurationDoesNotHideThem() throws Exception {
        assertThat(slow.run().err())
                .startsWith("WARN Goroutine holds its processor in Java code: goroutine=1,")
                .doesNotContain("ERROR");
    }

    @Test
    void aConfiguredBackendGetsThem() throws Exception {
        ChildJvm.ProcessResult ended = slow.with(configuration("warn")).run();

        assertThat(ended.out())
                .startsWith("told WARN io.gondola.scheduler Goroutine holds its processor in Java code:");
        assertThat(ended.err()).isEmpty();
    }

    /** Log4j's hook stops it while other threads go on, when the JVM ends: hunts what is told just then. */
    @Test
    void noneIsLostWhileTheBackendStops() throws Exception {
        ChildJvm stops = ChildJvm.of(directory, "Stops", STOPS);

        assertThat(stops.run()
                        .err()
                        .lines()
                        .filter(line -> line.startsWith("WARN line "))
                        .distinct())
                .hasSize(300);
    }

    @Test
    void aConfigurationThatTurnsThemOffIsObeyed() throws Exception {
        ChildJvm.ProcessResult ended = slow.with(configuration("error")).run();

        assertThat(ended).isEqualTo(new ChildJvm.ProcessResult(0, "", ""));
    }
}
