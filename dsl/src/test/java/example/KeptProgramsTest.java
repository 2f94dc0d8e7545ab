package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debug mode tells of programs that went into a collection and were collected as garbage, and that nobody ran. */
class KeptProgramsTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;
            import java.lang.ref.*;
            import java.util.*;
            import java.util.function.*;
            import java.util.stream.*;

            public class Keeps {
                static Channel<Integer> ch = Channel.<Integer>buffered(99).named("jobs");
                static List<Go<?>> forEver = new ArrayList<>();

                static void ignored(Go<?> program) {}

                static void inList() {
                    List<Go<?>> list = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        list.add(ch.send(i));
                    }
                }

                static void inStream() {
                    var all = Stream.of(1, 2).map(ch::send).toList();
                    var others = IntStream.range(0, 2).mapToObj(i -> println(i)).collect(Collectors.toList());
                }

                static void composedOnly() {
                    List<Go<?>> list = new ArrayList<>();
                    list.add(println("part"));
                    Go<?> both = list.get(0).then(list.get(0));
                    list.add(both);
                }

                static Go<Unit> never(boolean taken) {
                    List<Go<Unit>> list = new ArrayList<>();
                    list.add(println("not reached"));
                    return unit().flatMap(u -> taken ? list.get(0) : unit());
                }

                static void fine(GoRuntime rt) {
                    List<Go<?>> list = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        list.add(println(i));
                    }
                    rt.run(sequence(list));
                    rt.run(never(false));
                    rt.run(sequence(Stream.of(2, 3).map(i -> println(i)).toList()));
                    rt.run(Go.forEach(List.of(4, 5), i -> {
                        List<Go<Unit>> one = List.of(println(i));
                        return one.get(0);
                    }));
                    List<Go<Unit>> started = List.of(println("started"));
                    rt.start(started.get(0)).join();
                    List<Go<Unit>> spawned = new ArrayList<>();
                    spawned.add(println("spawned"));
                    rt.run(go(spawned.get(0).then(ch.send(1))).then(ch.receive()));
                    Channel<Go<Unit>> programs = Channel.buffered(1);
                    List<Go<Unit>> sent = new ArrayList<>();
                    sent.add(println("sent"));
                    rt.run(programs.send(sent.get(0)).then(programs.receive()).flatMap(p -> p));
                    forEver.add(println("kept for ever"));
                    Map<String, Go<Unit>> table = new HashMap<>();
                    table.put("a", println("a"));
                    Optional<Go<Unit>> none = Optional.empty();
                    rt.run(Optional.of(unit()).orElse(println("otherwise")));
                }

                /** Until what is built after it has been collected, too. */
                static void collect() throws Exception {
                    ReferenceQueue<Object> queue = new ReferenceQueue<>();
                    WeakReference<Object> last = new WeakReference<>(new Object(), queue);
                    while (queue.poll() == null) {
                        System.gc();
                        Thread.sleep(1);
                    }
                }

                public static void main(String[] args) throws Exception {
                    GoRuntime rt = GoRuntime.deterministic(1);
                    switch (args[0]) {
                        case "lost" -> {
                            inList();
                            inStream();
                        }
                        case "late" -> {
                            inList();
                            collect();
                            inList();
                            collect();
                        }
                        case "composed" -> composedOnly();
                        case "ignored" -> ignored(ch.send(1));
                        case "fine" -> {
                            fine(rt);
                            collect();
                            rt.run(println("end"));
                        }
                        default -> throw new IllegalArgumentException(args[0]);
                    }
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm keeps;

    @BeforeAll
    static void compile() throws Exception {
        keeps = ChildJvm.of(directory, "Keeps", SOURCE).with("-Dgondola.debug=1", "-Xmx64m");
    }

    private static String at(String method, String text) {
        int line = SOURCE.substring(0, SOURCE.indexOf(text)).split("\n", -1).length;
        return "Keeps." + method + "(Keeps.java:" + line + ")";
    }

    private static String warning(String what, String place) {
        return "WARN `" + what + "` built at " + place
                + " was kept and never run: run it, as by sequence(list), or return it";
    }

    @Test
    void programsCollectedByTheEndAreToldOnceForEachLine() throws Exception {
        assertThat(keeps.run("lost").err().lines())
                .containsExactlyInAnyOrder(
                        warning("ch.send", at("inList", "list.add(ch.send(i))")),
                        warning("ch.send", at("inStream", "map(ch::send)")),
                        warning("println", at("inStream", "mapToObj(i ->")));
    }

    @Test
    void aLineIsToldOnceHoweverOftenItIsCollected() throws Exception {
        assertThat(keeps.run("late").err().lines())
                .containsExactly(warning("ch.send", at("inList", "list.add(ch.send(i))")));
    }

    @Test
    void aPartOfWhatNobodyRunsIsToldToo() throws Exception {
        assertThat(keeps.run("composed").err().lines())
                .containsExactlyInAnyOrder(
                        warning("println", at("composedOnly", "println(\"part\")")),
                        warning("then", at("composedOnly", "Go<?> both")));
    }

    @Test
    void anArgumentOfAMethodThatIgnoresItIsToldAtOnce() throws Exception {
        assertThat(keeps.run("ignored").err())
                .isEqualTo("WARN `ch.send` built at " + at("main", "ignored(ch.send(1))")
                        + " was never run: chain it with then, or return it\n");
    }

    @Test
    void programsThatRanOrMightHaveOrAreStillKeptAreNotTold() throws Exception {
        assertThat(keeps.run("fine"))
                .isEqualTo(new ChildJvm.ProcessResult(
                        0,
                        "0\n1\n2\n3\n4\n5\nstarted\nspawned\nsent\nend\n".replace("\n", System.lineSeparator()),
                        ""));
    }

    @Test
    void withoutDebugModeNothingIsTold() throws Exception {
        assertThat(keeps.with("-Dgondola.debug=0").run("lost")).isEqualTo(new ChildJvm.ProcessResult(0, "", ""));
    }
}
