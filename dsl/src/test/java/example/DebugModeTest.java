package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Debug mode, in JVMs of their own, as it is on or off for all of one. */
class DebugModeTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;
            import java.util.*;

            public class Programs {
                static Channel<Integer> ch = Channel.<Integer>unbuffered().named("jobs");

                static Go<Integer> receiving() {
                    return ch.receive();
                }

                static Go<Unit> emit(int n) {
                    return ch.send(n);
                }

                static Go<Unit> kept = ch.send(7);

                static Go<Integer> first(Channel<Integer> c) {
                    return c.receive(); // first
                }

                static Go<Integer> second(Channel<Integer> c) {
                    return c.receive(); // second
                }

                static Go<Integer> second(Object c) {
                    return ((Channel<Integer>) c).receive();
                }

                static Go<Unit> parked(int n) {
                    return forRange(0, n, i -> go(ch.receive().then(unit())));
                }

                static long unnoted(GoRuntime rt) {
                    return rt.dump().toString().lines().filter(line -> line.contains("line was not noted")).count();
                }

                public static void main(String[] args) {
                    switch (args[0]) {
                        case "deadlock" -> {
                            Go<Unit> worker = ch.send(1);
                            Go<Unit> start = go("worker", receiving().then(receiving()).then(worker));
                            Go.main(start.then(ch.send(2)).then(never()));
                        }
                        case "panic" -> {
                            Go<Unit> closed = ch.close();
                            Go.main(closed.then(ch.send(1)));
                        }
                        case "thrown" -> Go.main(ch.close().then(ch.close()));
                        case "dropped" -> {
                            println("start");
                            for (int i = 0; i < 3; i++) {
                                ch.send(i);
                            }
                            emit(3);
                            go(receiving());
                            ch.send(4).then(ch.send(5));
                            List.of(1, 2).forEach(ch::send);
                            Go<Unit> never = ch.send(8);
                            Go.main(run(() -> ch.close()).then(run(ch::close)));
                        }
                        case "twins" -> Go.main(go(first(ch)).then(go(second(ch)))
                                .then(go(second((Object) ch))).then(never()));
                        case "many" -> {
                            try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
                                rt.start(parked(500)
                                    .then(run(() -> System.out.println(unnoted(rt)))).then(parked(200_000))
                                    .then(gosched()).then(run(() -> System.out.println(unnoted(rt) > 1_000)))
                                    .then(run(() -> System.exit(0)))).join();
                            }
                        }
                        case "again" -> {
                            try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
                                rt.run(forRange(0, 500_000, i -> unit()));
                                Go.main(suspend(() -> ch.send(9)));
                            }
                        }
                        case "fine" -> {
                            Go<Unit> often = sleep(java.time.Duration.ofNanos(1));
                            List<Go<?>> list = new ArrayList<>();
                            for (int i = 0; i < 3; i++) {
                                list.add(println(i));
                            }
                            unit();
                            pure(1);
                            ch.named("jobs");
                            Go.main(when(args.length == 1, often, kept)
                                    .then(often)
                                    .then(args.length == 1 ? unit() : kept)
                                    .then(sequence(list))
                                    .then(unit().flatMap(u -> {
                                        Go<Unit> other = emit(1);
                                        return args.length == 1 ? gosched() : other;
                                    })));
                        }
                        default -> throw new IllegalArgumentException(args[0]);
                    }
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm programs;

    @BeforeAll
    static void compile() throws Exception {
        programs = ChildJvm.of(directory, "Programs", SOURCE);
    }

    /** The line of {@link #SOURCE} that contains {@code text}. */
    private static String at(String method, String text) {
        int line = SOURCE.substring(0, SOURCE.indexOf(text)).split("\n", -1).length;
        return "Programs." + method + "(Programs.java:" + line + ")";
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ea", "-Dgondola.debug=1", "-Dgondola.debug=true"})
    void aDeadlockShowsTheLineOfEachWaitAndOfEachGo(String option) throws Exception {
        assertThat(programs.with(option).run("deadlock").err())
                .startsWith("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select (no cases)]:\n"
                        + at("main", ".then(never())"))
                .contains("\n\ngoroutine 2 [chan receive]: name=worker, on=jobs\n"
                        + at("receiving", "return ch.receive()") + "\ncreated by " + at("main", "Go<Unit> start = go")
                        + " in goroutine 1\n");
    }

    @Test
    void aPanicOfAnOperationShowsItsLine() throws Exception {
        ChildJvm debugged = programs.with("-Dgondola.debug=1");

        assertThat(debugged.run("panic").err())
                .startsWith("panic: send on closed channel: channel=jobs\n\ngoroutine 1 [running]:\n"
                        + at("main", "Go.main(closed.then(ch.send(1)))"));
        assertThat(debugged.run("thrown").err())
                .startsWith("panic: close of closed channel: channel=jobs\n\ngoroutine 1 [running]:\n"
                        + at("main", "ch.close().then(ch.close())"));
    }

    @Test
    void programsBuiltAndDroppedAreWarnedAboutOnceForEachLine() throws Exception {
        assertThat(programs.with("-Dgondola.debug=1").run("dropped").err().lines())
                .containsExactly(
                        warning("println", at("main", "println(\"start\")")),
                        warning("ch.send", at("main", "ch.send(i);")),
                        warning("emit", at("main", "emit(3)")),
                        warning("go", at("main", "go(receiving())")),
                        warning("then", at("main", "ch.send(4)")),
                        warning("ch.send", at("main", "forEach(ch::send)")),
                        warning("ch.send", at("main", "ch.send(8)")),
                        warning("ch.close", at("main", "run(() -> ch.close())")),
                        warning("ch.close", "Programs.<function>(Unknown Source)"));
    }

    @Test
    void methodsOfTheSameCodeHaveLinesOfTheirOwn() throws Exception {
        assertThat(programs.with("-ea").run("twins").err())
                .contains(
                        " [chan receive]: on=jobs\n" + at("first", "return c.receive(); // first"),
                        " [chan receive]: on=jobs\n" + at("second", "return c.receive(); // second"),
                        " [chan receive]: on=jobs\n" + at("second", "return ((Channel"));
    }

    @Test
    void aThreadThatBuildsVeryMuchNotesSomeOfItAndSaysSoUnlessAllIsAskedFor() throws Exception {
        assertThat(programs.with("-ea").run("many").out()).isEqualTo("0\ntrue\n");
        assertThat(programs.with("-Dgondola.debug=1").run("many").out()).isEqualTo("0\nfalse\n");
    }

    @Test
    void theNextProgramHasItsLinesAgain() throws Exception {
        assertThat(programs.with("-ea").run("again").err())
                .contains("goroutine 1 [chan send]: on=jobs\n" + at("main", "suspend(() -> ch.send(9))"));
    }

    private static String warning(String what, String place) {
        return "WARN `" + what + "` built at " + place + " was never run: chain it with then, or return it";
    }

    @Test
    void programsKeptOrNotTakenAreNotWarnedAbout() throws Exception {
        assertThat(programs.with("-ea").run("fine")).isEqualTo(new ChildJvm.ProcessResult(0, "0\n1\n2\n", ""));
    }

    @Test
    void itIsOffWithoutAssertionsAndWhereItIsTurnedOff() throws Exception {
        assertThat(programs.run("dropped")).isEqualTo(new ChildJvm.ProcessResult(0, "", ""));
        assertThat(programs.with("-ea", "-Dgondola.debug=0").run("dropped"))
                .isEqualTo(new ChildJvm.ProcessResult(0, "", ""));
        assertThat(programs.with("-ea", "-Dgondola.debug=0").run("deadlock").err())
                .contains("\ncreated in goroutine 1");
    }

    @Test
    void aValueThatIsNeitherIsRefused() throws Exception {
        assertThat(programs.with("-Dgondola.debug=maybe").run("fine").err())
                .contains("IllegalArgumentException: -Dgondola.debug must be 0 or 1: maybe");
    }
}
