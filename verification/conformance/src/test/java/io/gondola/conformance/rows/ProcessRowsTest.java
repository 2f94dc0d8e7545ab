package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How processes end: their exit codes, and what they write to standard error, word for word up to the first place in
 * the code.
 */
class ProcessRowsTest {
    private static final int AT_ONCE = 2;

    private record ProcessResult(int code, String out, String err) {
        String head() {
            return err.lines().limit(3).collect(Collectors.joining("\n"));
        }
    }

    @TempDir
    static Path directory;

    private static Map<String, ProcessResult> ended;

    /** Starts all programs, two at a time. */
    @BeforeAll
    @Timeout(240)
    static void run() throws Exception {
        ended = new TreeMap<>();
        List<String> names = ProcessPrograms.NAMES;
        for (int i = 0; i < names.size(); i += AT_ONCE) {
            Map<String, Process> started = new TreeMap<>();
            for (String name : names.subList(i, Math.min(i + AT_ONCE, names.size()))) {
                started.put(name, start(name));
            }
            for (var each : started.entrySet()) {
                ended.put(each.getKey(), await(each.getKey(), each.getValue()));
            }
        }
    }

    private static Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessPrograms.class.getName(),
                        name)
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".err").toFile())
                .start();
    }

    private static ProcessResult await(String name, Process process) throws Exception {
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process does not end: " + name);
        }
        return new ProcessResult(
                process.exitValue(),
                Files.readString(directory.resolve(name + ".out")),
                Files.readString(directory.resolve(name + ".err")));
    }

    /** A line, a blank one, and the goroutine; nothing on standard output, for no defer and no handler runs. */
    private static void assertDies(String name, String text, String goroutine) {
        ProcessResult e = ended.get(name);
        assertThat(e.code()).as("exit code of %s", name).isEqualTo(2);
        assertThat(e.head()).as(name).isEqualTo(text + "\n\n" + goroutine);
        assertThat(e.out()).as("output of %s", name).isEmpty();
    }

    @Test
    void aFatalErrorEndsTheProcessWithCodeTwo() {
        assertDies("mutex", "fatal error: sync: unlock of unlocked mutex", "goroutine 1 [running]:");
        assertDies("runlock", "fatal error: sync: RUnlock of unlocked RWMutex", "goroutine 1 [running]:");
        assertDies("rwunlock", "fatal error: sync: Unlock of unlocked RWMutex", "goroutine 1 [running]:");
    }

    @Test
    void aDeadlockEndsTheProcessWithCodeTwo() {
        String text = "fatal error: all goroutines are asleep - deadlock!";
        assertDies("nilreceive", text, "goroutine 1 [chan receive (nil chan)]:");
        assertDies("nilsend", text, "goroutine 1 [chan send (nil chan)]:");
        assertDies("noselect", text, "goroutine 1 [select (no cases)]:");
        assertDies("once", text, "goroutine 1 [sync.Mutex.Lock]: on=once");
    }

    @Test
    void aPanicEndsTheProcessWithCodeTwo() {
        assertDies("closedsend", "panic: send on closed channel", "goroutine 1 [running]:");
        assertDies("closetwice", "panic: close of closed channel", "goroutine 1 [running]:");
        assertDies("closenil", "panic: close of nil channel", "goroutine 1 [running]:");
        assertDies("waitgroup", "panic: sync: negative WaitGroup counter", "goroutine 1 [running]:");
        assertDies("ticker", "panic: non-positive interval for NewTicker", "goroutine 1 [running]:");
        assertDies("semaphore", "panic: semaphore: released more than held", "goroutine 1 [running]:");
    }

    @Row(
            id = "T-20",
            rule = "Processes that end in a panic, a fatal error, a deadlock, by Goexit of main, or well",
            go = "runtime/crash_test.go: SimpleDeadlock, GoexitDeadlock, GoNil, MainGoroutineID,"
                    + " NoHelperGoroutines, RecursivePanic",
            tests = {
                "MainProcessTest.uncaughtPanicEndsWithCodeTwoAndGosText",
                "MainProcessTest.deadlockEndsWithCodeTwoAndGosText",
                "MainProcessTest.goexitOfMainEndsWithCodeTwo",
                "MainProcessTest.defersOfThePanickingGoroutineRunBeforeTheProcessEnds"
            },
            only = "they are processes of their own")
    @Test
    void mainsGoexitLetsOthersFinishAndIsFatalThen() {
        ProcessResult e = ended.get("goexit");

        assertThat(e.code()).isEqualTo(2);
        assertThat(e.out()).isEqualTo("main's defer\nthe other one\n");
        assertThat(e.err()).isEqualTo("fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n");
    }

    @Test
    void mainsReturnEndsTheProcessWithCodeZero() {
        assertThat(ended.get("return")).isEqualTo(new ProcessResult(0, "main returns\n", ""));
    }
}
