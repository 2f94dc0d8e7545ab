package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In debug mode, which is on or off for all of a JVM, dumps show lines and owners of locks. */
class DebuggedLocksTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;
            import io.gondola.sync.*;

            public class Locks {
                public static void main(String[] args) {
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

    private String run(String option) throws Exception {
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
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        option,
                        "-cp",
                        directory + File.pathSeparator + classPath(),
                        "Locks")
                .redirectError(err.toFile())
                .start();
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
                .contains("goroutine 3 [sync.Cond.Wait]: name=waiter, on=never\n" + line(".then(never.await())"));
    }

    @Test
    void withoutItTheyDoNot() throws Exception {
        assertThat(run("-Dgondola.debug=0"))
                .contains("goroutine 2 [sync.Mutex.Lock]: name=reader, on=a\ncreated in goroutine 1");
    }
}
