package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code Go.main} in a process of its own, as a user starts it: what it prints, where, and its exit code. */
class MainProcessTest {
    @TempDir
    Path directory;

    private record Ended(int code, String out, String err) {}

    /** Runs a source file whose main runs {@code program}. */
    private Ended main(String program, String... jvmOptions) throws IOException, InterruptedException {
        Path source = directory.resolve("Program.java");
        Files.writeString(source, """
                import io.gondola.dsl.*;
                import static io.gondola.dsl.Go.*;
                import java.time.Duration;

                public class Program {
                    public static void main(String[] args) {
                        Go.main(%s);
                    }
                }
                """.formatted(program));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", classPath(), source.toString()));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    /** The places of our modules and their dependencies, wherever the test found them: class path or module path. */
    private static String classPath() {
        return Stream.of(System.getProperty("jdk.module.path"), System.getProperty("java.class.path"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    @Test
    void aProgramThatReturnsExitsWithZero() throws Exception {
        Ended ended = main("println(\"hello\")");

        assertThat(ended).isEqualTo(new Ended(0, "hello\n", ""));
    }

    @Test
    void mainReturningDropsTheOthersAndTheirDefers() throws Exception {
        Ended ended = main("go(Go.never().defer(println(\"deferred\"))).then(gosched()).then(println(\"main\"))");

        assertThat(ended).isEqualTo(new Ended(0, "main\n", ""));
    }

    @Test
    void anUncaughtPanicPrintsGosReportAndExitsWithTwo() throws Exception {
        Ended ended = main("println(\"before\").then(Go.panic(\"boom\"))");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEqualTo("before\n");
        assertThat(ended.err()).startsWith("panic: boom\n\ngoroutine 1 [running]:");
    }

    @Test
    void aPanicInAnyGoroutineEndsTheProcessAfterItsOwnDefers() throws Exception {
        Ended ended = main("go(Go.panic(\"boom\").defer(println(\"own defer\")))"
                + ".then(Go.never().defer(println(\"defer of main\")))");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEqualTo("own defer\n");
        assertThat(ended.err()).contains("panic: boom").contains("goroutine 2 [running]:");
    }

    @Test
    void aDeadlockPrintsAllGoroutinesAndExitsWithTwo() throws Exception {
        Ended ended = main("go(\"worker\", Go.never()).then(Channel.unbuffered().named(\"jobs\").receive())");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]: on=jobs")
                .contains("goroutine 2 [select (no cases)]: name=worker");
    }

    @Test
    void goexitInMainWithNobodyLeftIsGosOtherDeadlock() throws Exception {
        Ended ended = main("goexit().defer(println(\"deferred\"))");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEqualTo("deferred\n");
        assertThat(ended.err()).isEqualTo("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
    }

    @Test
    void aFatalErrorRunsNoDefersAndExitsWithTwo() throws Exception {
        Ended ended = main("Go.call(() -> { throw new FatalError(\"sync: unlock of unlocked mutex\"); })"
                + ".recover(p -> pure(null)).defer(println(\"deferred\"))");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("fatal error: sync: unlock of unlocked mutex");
    }

    @Test
    void aBadNumberOfProcessorsIsNamed() throws Exception {
        Ended ended = main("unit()", "-Dgondola.maxprocs=0");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("-Dgondola.maxprocs must be from 1 to 1024: 0");
    }
}
