package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debug mode tells of a channel whose other parties ended with an earlier program. */
class EndedProgramTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;

            public class Twice {
                static Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");
                static Channel<Integer> results = Channel.<Integer>buffered(1).named("results");

                static Go<Unit> worker() {
                    return jobs.range(n -> results.send(n * n));
                }

                static GoRuntime runtime(String kind) {
                    return kind.equals("real")
                            ? GoRuntime.builder().maxProcs(2).build()
                            : GoRuntime.deterministic(1);
                }

                public static void main(String[] args) {
                    try (GoRuntime rt = runtime(args[1])) {
                        report(() -> first(rt, args[0]));
                        report(() -> second(rt, args[0]));
                    }
                }

                static void report(Runnable program) {
                    try {
                        program.run();
                    } catch (FatalError e) {
                        System.err.println(e.report());
                    } catch (Panic e) {
                        System.err.println(e.report());
                    }
                }

                static void first(GoRuntime rt, String what) {
                    rt.run(go("worker", worker()).then(jobs.send(3)).then(results.receive()));
                    if (what.equals("closed")) {
                        rt.run(jobs.close());
                    }
                }

                static void second(GoRuntime rt, String what) {
                    switch (what) {
                        case "left" -> rt.run(jobs.send(4).then(results.receive()));
                        case "finished" -> rt.run(results.receive());
                        case "closed" -> rt.run(jobs.send(4));
                        case "fresh" -> rt.run(Channel.<Integer>unbuffered().named("fresh").receive());
                        case "other" -> {
                            try (GoRuntime other = runtime("real")) {
                                other.run(jobs.send(4));
                            }
                        }
                        case "alive" -> {
                            Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
                            Go<Unit> minute = sleep(java.time.Duration.ofMinutes(1));
                            rt.start(go(ch.receive().then(minute)).then(minute)); // one that sleeps: no deadlock
                            try (GoRuntime other = runtime("real")) {
                                other.run(ch.send(1).then(ch.receive()));
                            }
                        }
                        default -> throw new IllegalArgumentException(what);
                    }
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm twice;

    @BeforeAll
    static void compile() throws Exception {
        twice = ChildJvm.of(directory, "Twice", SOURCE).with("-Dgondola.debug=1");
    }

    private static String at(String method, String text) {
        int line = SOURCE.substring(0, SOURCE.indexOf(text)).split("\n", -1).length;
        return "Twice." + method + "(Twice.java:" + line + ")";
    }

    private static String usedBefore(int program, String line) {
        return "used before by program " + program + ", run at " + at("first", line) + ", which has ended";
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "deterministic"})
    void aWaitForThoseWhoWereLeftWaitingSaysSo(String runtime) throws Exception {
        assertThat(twice.run("left", runtime).err())
                .startsWith("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan send]: on=jobs, "
                        + usedBefore(1, "rt.run(go(") + "\n" + at("second", "case \"left\"") + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "deterministic"})
    void aWaitForThoseWhoHadFinishedSaysSo(String runtime) throws Exception {
        assertThat(twice.run("finished", runtime).err())
                .contains("goroutine 1 [chan receive]: on=results, " + usedBefore(1, "rt.run(go(") + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"real", "deterministic"})
    void aPanicOverWhatAnEarlierProgramHasClosedSaysSo(String runtime) throws Exception {
        assertThat(twice.run("closed", runtime).err())
                .startsWith("panic: send on closed channel: channel=jobs\n\ngoroutine 1 [running]: on=jobs, "
                        + usedBefore(2, "rt.run(jobs.close())") + "\n" + at("second", "case \"closed\""));
    }

    @Test
    void theProgramMayHaveRunOnAnotherRuntime() throws Exception {
        assertThat(twice.run("other", "real").err()).contains("on=jobs, " + usedBefore(1, "rt.run(go("));
    }

    @Test
    void nothingIsSaidOfChannelsThatNoOtherProgramUsedOrOneThatRuns() throws Exception {
        assertThat(twice.run("fresh", "real").err())
                .contains("goroutine 1 [chan receive]: on=fresh\n")
                .doesNotContain("used before");
        assertThat(twice.run("alive", "real").err())
                .contains("goroutine 1 [chan receive]: on=ch\n")
                .doesNotContain("used before");
    }

    @Test
    void withoutDebugModeNothingIsKnown() throws Exception {
        assertThat(twice.with("-Dgondola.debug=0").run("left", "real").err())
                .contains("goroutine 1 [chan send]: on=jobs\n")
                .doesNotContain("used before");
    }
}
