package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Go#main} in processes of its own: what they print, and their exit codes. */
class MainProcessTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;

            public class Programs {
                public static void main(String[] args) {
                    Channel<Integer> ch = Channel.unbuffered();
                    switch (args[0]) {
                        case "hello" -> Go.main(println("hello").then(go(never())));
                        case "panic" -> Go.main(println("before").then(panic("boom")).then(println("after")));
                        case "child" -> Go.main(go(panic("child")).then(never()));
                        case "throw" -> Go.main(run(() -> { throw new java.io.IOException("disk"); }));
                        case "deadlock" -> Go.main(unit().flatMap(u -> ch.receive()));
                        case "goexit" -> Go.main(goexit());
                        case "fatal" -> Go.main(run(() -> { throw new FatalError("broken"); }));
                        case "exit" -> {
                            // So the step that ends the JVM is a long one, which sysmon would log.
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                try {
                                    Thread.sleep(1_000);
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            }));
                            Go.main(run(() -> System.exit(3)));
                        }
                        case "defer" -> Go.main(panic("boom").defer(println("deferred")));
                        default -> throw new IllegalArgumentException(args[0]);
                    }
                    System.out.println("main goes on");
                }
            }
            """;

    @TempDir
    static Path directory;

    private record ProcessResult(int code, String out, String err) {}

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(p -> p != null && !p.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @BeforeAll
    static void compilePrograms() throws Exception {
        Path source = Files.writeString(directory.resolve("Programs.java"), SOURCE);
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-nowarn",
                        "-cp",
                        classPath(),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(code).isZero();
    }

    private static ProcessResult run(String program) throws Exception {
        return run(program, "callers=0");
    }

    /** {@code property} is one of Gondola's. */
    private static ProcessResult run(String program, String property) throws Exception {
        Path out = directory.resolve(program + ".out");
        Path err = directory.resolve(program + ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Dgondola." + property,
                        "-cp",
                        directory + File.pathSeparator + classPath(),
                        "Programs",
                        program)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process does not end: " + program);
        }
        return new ProcessResult(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void programThatReturnsEndsWithCodeZero() throws Exception {
        assertThat(run("hello")).isEqualTo(new ProcessResult(0, "hello\nmain goes on\n", ""));
    }

    @Test
    void uncaughtPanicEndsWithCodeTwoAndGosText() throws Exception {
        ProcessResult ended = run("panic");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEqualTo("before\n");
        assertThat(ended.err()).startsWith("panic: boom\n\ngoroutine 1 [running]:\n");
    }

    @Test
    void uncaughtPanicOfAChildNamesIt() throws Exception {
        ProcessResult ended = run("child");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("panic: child\n\ngoroutine 2 [running]:\n")
                .contains("in goroutine 1");
    }

    @Test
    void uncaughtExceptionShowsItsJavaFrames() throws Exception {
        ProcessResult ended = run("throw");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("panic: java.io.IOException: disk\n").contains("Programs.java:");
    }

    @Test
    void deadlockEndsWithCodeTwoAndGosText() throws Exception {
        ProcessResult ended = run("deadlock");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:");
    }

    @Test
    void callersOfARunningProgramAreShownIfAskedFor() throws Exception {
        assertThat(run("deadlock").err()).doesNotContain("Programs.main(Programs.java:");
        assertThat(run("deadlock", "callers=1").err()).contains("Programs.main(Programs.java:");
    }

    @Test
    void aSettingThatIsNoneEndsTheProcess() throws Exception {
        assertThat(run("deadlock", "callers=yes").err()).contains("-Dgondola.callers must be 0 or 1: yes");
    }

    /**
     * The step that exits becomes a long one while the JVM's hooks run; a logging backend that begins then complains.
     */
    @Test
    void aLongStepIsNotReportedOnceTheJvmEnds() throws Exception {
        assertThat(run("exit", "longstep=50")).isEqualTo(new ProcessResult(3, "", ""));
    }

    @Test
    void goexitOfMainEndsWithCodeTwo() throws Exception {
        assertThat(run("goexit"))
                .isEqualTo(new ProcessResult(
                        2, "", "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n"));
    }

    @Test
    void fatalErrorEndsWithCodeTwo() throws Exception {
        ProcessResult ended = run("fatal");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("fatal error: broken\n\ngoroutine 1 [running]:");
    }

    @Test
    void defersOfThePanickingGoroutineRunBeforeTheProcessEnds() throws Exception {
        ProcessResult ended = run("defer");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEqualTo("deferred\n");
    }
}
