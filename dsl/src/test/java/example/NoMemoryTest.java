package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that use up the memory: their runs end, and say so. Hunts an allocation on the way from the failure to the
 * one who waits, which fails, too, and leaves him waiting for ever.
 */
@Timeout(120)
class NoMemoryTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;
            import java.time.Duration;

            public class Hungry {
                static Go<Integer> rec(int n) {
                    return suspend(() -> rec(n + 1)).map(x -> x + 1);
                }

                static Go<?> shape(String name) {
                    return switch (name) {
                        case "recursion" -> rec(0);
                        case "attempt" -> rec(0).attempt();
                        case "guarded" -> rec(0).map(x -> 0).recover(p -> pure(1)).defer(unit());
                        case "spawning" -> forever(go(never()));
                        case "parking" -> suspend(() -> {
                            Channel<Integer> c = Channel.unbuffered();
                            return forever(go(c.receive()).then(gosched()));
                        });
                        case "sleeping" -> forever(go(sleep(Duration.ofHours(1))).then(gosched()));
                        case "waiting" -> forever(go(async(callback -> {})).then(gosched()));
                        default -> throw new IllegalArgumentException(name);
                    };
                }

                public static void main(String[] args) throws Exception {
                    GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
                    Object value = null;
                    Throwable thrown = null;
                    try {
                        value = args[1].equals("run") ? rt.run(shape(args[0])) : rt.start(shape(args[0])).get();
                    } catch (Throwable t) {
                        thrown = t;
                    }
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < 30_000_000_000L) {
                        try {
                            System.out.println(thrown == null ? "value " + value : "thrown " + thrown);
                            System.out.println(after(rt));
                            System.out.flush();
                            Runtime.getRuntime().halt(0);
                        } catch (OutOfMemoryError e) {
                            Thread.sleep(10); // what has ended is let go of in a moment
                        }
                    }
                    Runtime.getRuntime().halt(1);
                }

                /** What becomes of the next program: the runtime has survived, or refuses it. */
                static String after(GoRuntime rt) {
                    try {
                        return "after " + rt.run(sleep(Duration.ofMillis(1)).as(7));
                    } catch (IllegalStateException e) {
                        return "refused " + e.getMessage();
                    }
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm hungry;

    @BeforeAll
    static void compile() throws Exception {
        hungry = ChildJvm.of(directory, "Hungry", SOURCE).with("-Xmx20m", "-XX:+UseSerialGC");
    }

    private static void assertSurvivedOrRefuses(ChildJvm.ProcessResult ended) {
        assertThat(ended.out()).containsAnyOf("after 7", "refused runtime is closed: it has failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recursion", "spawning", "parking", "sleeping", "waiting"})
    void aRunThatUsesUpTheMemoryThrows(String shape) throws Exception {
        ChildJvm.ProcessResult ended = hungry.run(shape, "run");

        assertThat(ended.out()).contains("thrown ").contains("OutOfMemoryError");
        assertSurvivedOrRefuses(ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recursion", "sleeping"})
    void aFutureOfAProgramThatUsesUpTheMemoryFails(String shape) throws Exception {
        ChildJvm.ProcessResult ended = hungry.run(shape, "start");

        assertThat(ended.out()).contains("thrown ").contains("OutOfMemoryError");
        assertSurvivedOrRefuses(ended);
    }

    @Test
    void aRecursionThatUsesUpTheMemoryIsAttemptedOrRecovered() throws Exception {
        assertThat(hungry.run("attempt", "run").out())
                .contains("value Failure(")
                .contains("OutOfMemoryError");
        assertThat(hungry.run("guarded", "run").out()).contains("value 1");
    }
}
