package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In debug mode, which is on or off for all of a JVM, dumps show lines and owners of locks. */
class DebuggedLocksTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;
            import io.gondola.sync.*;
            import static io.gondola.select.Select.*;

            public class Locks {
                public static void main(String[] args) {
                    if (args.length > 0) {
                        ended(args[0]);
                    }
                    Mutex a = new Mutex().named("a");
                    RWMutex b = new RWMutex().named("b");
                    Mutex c = new Mutex().named("c");
                    Cond never = new Cond(c).named("never");
                    Go.main(a.lock()
                            .then(go("reader", b.rLock()
                                    .then(a.lock())))
                            .then(go("waiter", c.lock()
                                    .then(never.await())))
                            .then(gosched().repeat(100))
                            .then(b.lock()));
                }

                static void ended(String what) {
                    Mutex mutex = new Mutex().named("mutex");
                    RWMutex shared = new RWMutex().named("shared");
                    Semaphore permits = new Semaphore(1).named("permits");
                    WaitGroup group = new WaitGroup().named("group");
                    Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
                    Channel<Integer> other = Channel.<Integer>unbuffered().named("other");
                    try (GoRuntime rt = GoRuntime.builder().build()) {
                        rt.run(go(select(onReceive(ch, v -> unit()), onReceive(other, v -> unit())))
                                .then(gosched())
                                .then(mutex.lock())
                                .then(shared.rLock())
                                .then(permits.acquire(1))
                                .then(group.add(1))
                                .then(ch.send(1)));
                        rt.run(switch (what) {
                            case "mutex" -> mutex.lock();
                            case "shared" -> shared.lock();
                            case "permits" -> permits.acquire(1);
                            case "group" -> group.await();
                            default -> select(onSend(ch, 2, unit()), onReceive(other, v -> unit()));
                        });
                    } catch (FatalError e) {
                        System.err.println(e.report());
                    }
                    System.exit(2);
                }
            }
            """;

    @TempDir
    Path directory;

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(p -> p != null && !p.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(String option, String... arguments) throws Exception {
        Path source = Files.writeString(directory.resolve("Locks.java"), SOURCE);
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
        Path err = directory.resolve("err.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                option,
                "-cp",
                directory + File.pathSeparator + classPath(),
                "Locks"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process does not end");
        }
        return Files.readString(err);
    }

    private static String line(String text) {
        int line = SOURCE.substring(0, SOURCE.indexOf(text)).split("\n", -1).length;
        return "Locks.main(Locks.java:" + line + ")";
    }

    @Test
    void waitsForLocksShowTheirLineAndWhoHasLocked() throws Exception {
        assertThat(run("-Dgondola.debug=1"))
                .contains("goroutine 1 [sync.RWMutex.Lock]: on=b, locked by goroutine 2\n" + line(".then(b.lock())"))
                .contains("goroutine 2 [sync.Mutex.Lock]: name=reader, on=a, locked by goroutine 1\n"
                        + line(".then(a.lock())") + "\ncreated by " + line(".then(go(\"reader\""))
                .containsPattern("goroutine \\d+ \\[sync.Cond.Wait]: name=waiter, on=never\n"
                        + Pattern.quote(line(".then(never.await())")));
    }

    /** Its holder, or who was to take from it, ended with the program before. */
    @ParameterizedTest
    @CsvSource({
        "mutex, sync.Mutex.Lock",
        "shared, sync.RWMutex.Lock",
        "permits, semacquire",
        "group, sync.WaitGroup.Wait",
    })
    void waitsForWhatAProgramHasUsedThatHasEndedSaySo(String what, String reason) throws Exception {
        assertThat(run("-Dgondola.debug=1", what))
                .contains("goroutine 1 [" + reason + "]: on=" + what
                        + ", used before by program 1, run at Locks.ended(Locks.java:");
    }

    /** Its channels come in any order. */
    @Test
    void aSelectSaysWhichOfItsChannelsWasUsed() throws Exception {
        assertThat(run("-Dgondola.debug=1", "select"))
                .containsPattern(
                        "goroutine 1 \\[select]: on=\\[\\w+, \\w+], (ch|other) used before by program 1, run at ");
    }

    @Test
    void withoutItTheyDoNot() throws Exception {
        assertThat(run("-Dgondola.debug=0"))
                .contains("goroutine 2 [sync.Mutex.Lock]: name=reader, on=a\ncreated in goroutine 1");
    }
}
