package example;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and values that would pass for lines of a report of their own, and objects that cannot be shown. */
class HostileTextTest {
    private static final String FORGED = "x\ngoroutine 77 [running]:\r\u001b[2K\u2028goroutine 78 [running]:";
    private static final String QUOTED = "\"x\\ngoroutine 77 [running]:\\r\\u001b[2K\\u2028goroutine 78 [running]:\"";

    private static void onEach(Consumer<GoRuntime> check) {
        try (GoRuntime real = GoRuntime.builder().maxProcs(1).build();
                GoRuntime deterministic = GoRuntime.deterministic(1)) {
            check.accept(deterministic);
            check.accept(real);
        }
    }

    private static void assertGenuine(String report) {
        assertThat(report.split("[\n\r\u2028]")).noneMatch(line -> line.startsWith("goroutine 7"));
        assertThat(report).doesNotContain("\u001b");
    }

    @Test
    void namesOfGoroutinesChannelsAndLabelsAreQuoted() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named(FORGED);
        onEach(rt -> {
            FatalError e = catchThrowableOfType(
                    FatalError.class,
                    () -> rt.run(go(FORGED, ch.receive().named(FORGED)).then(Go.never())));

            assertGenuine(e.getMessage());
            assertGenuine(e.report());
            assertThat(e.report()).contains(": name=" + QUOTED + ", on=" + QUOTED + "\n" + QUOTED);
        });
    }

    @Test
    void thePanicsOfAChannelAndOfAGoroutineAreNotForged() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named(FORGED);
        onEach(rt -> {
            Panic closed = catchThrowableOfType(
                    Panic.class,
                    () -> rt.run(ch.close().then(go(FORGED, ch.send(1))).then(Go.never())));
            assertGenuine(closed.report());
            Panic value = catchThrowableOfType(Panic.class, () -> rt.run(panic(FORGED)));
            assertGenuine(value.report());
            Panic thrown = catchThrowableOfType(
                    Panic.class,
                    () -> rt.run(Go.call(() -> {
                        throw new IllegalStateException(FORGED);
                    })));
            assertGenuine(thrown.report());
        });
    }

    @Test
    void aDescriptionStaysOnItsLines() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named(FORGED);

        assertThat(ch.send(1)
                        .then(ch.range(v -> Go.unit()))
                        .named(FORGED)
                        .explain()
                        .lines())
                .allMatch(line -> line.matches(" *(named|send|range|do|body).*"));
    }

    @Test
    void aNameThatIsPlainStaysAsItIs() {
        onEach(rt -> assertThat(catchThrowableOfType(
                                FatalError.class,
                                () -> rt.run(go("näher \"dran\" 🙂", Go.never()).then(Go.never())))
                        .getMessage())
                .contains(" name=näher \"dran\" 🙂\n"));
    }

    @Test
    void threadsAreNamedWithoutControlCharacters() throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            var named = new java.util.concurrent.CompletableFuture<String>();
            Go<Unit> reader = Go.blocking(() -> {
                        String name = Thread.currentThread().getName();
                        while (!name.contains("goroutine 2")) { // it may still have the name of one that it ran before
                            Thread.sleep(1);
                            name = Thread.currentThread().getName();
                        }
                        named.complete(name);
                        return Unit.UNIT;
                    })
                    .then(Go.unit());
            rt.run(go(FORGED, reader).then(Go.forWhile(() -> !named.isDone(), Go.sleep(Duration.ofMillis(1)))));

            assertThat(named.get()).endsWith(" " + QUOTED);
        }
    }

    private record Broken(Throwable thrown) {
        @Override
        @SuppressWarnings("ToStringReturnsNull") // as the user's may
        public String toString() {
            HostileTextTest.<RuntimeException>sneak(thrown);
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        if (thrown != null) {
            throw (T) thrown;
        }
    }

    @Test
    void aValueThatCannotBeShownDoesNotHideThePanic() {
        onEach(rt -> {
            for (Throwable t : new Throwable[] {new IllegalStateException("no"), new StackOverflowError(), null}) {
                Panic p = catchThrowableOfType(Panic.class, () -> rt.run(panic(new Broken(t))));
                assertThat(p.report()).startsWith("panic: ").contains("\n\ngoroutine 1 [running]:");
            }
        });
    }

    private static final String FULL = """
            import static io.gondola.dsl.Go.*;
            import io.gondola.dsl.*;
            import java.util.*;

            public class Full {
                static final List<Object> ballast = new LinkedList<>();

                public static void main(String[] args) {
                    Channel<Integer> ch = Channel.unbuffered();
                    // enough goroutines that a report of them all takes more than what is left
                    Go.main(forRange(0, Integer.parseInt(args[0]), i -> go("a rather long name, of number " + i, ch.receive()))
                            .then(gosched())
                            .then(run(() -> {
                                try {
                                    while (true) {
                                        ballast.add(new byte[1 << 16]);
                                    }
                                } catch (OutOfMemoryError e) {
                                    for (int i = 0; i < 32; i++) {
                                        ballast.remove(0);
                                    }
                                }
                            }))
                            .then(ch.receive()));
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm full;

    @BeforeAll
    static void compile() throws Exception {
        full = ChildJvm.of(directory, "Full", FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20000", "40000"})
    void aHeapThatIsNearlyFullDoesNotHideTheDeadlock(String goroutines) throws Exception {
        ChildJvm.ProcessResult ended = full.with("-Xmx64m").run(goroutines);

        assertThat(ended.err())
                .contains("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void outputOfAProgramIsItsOwnAffair() {
        var bytes = new java.io.ByteArrayOutputStream();
        try (GoRuntime rt = GoRuntime.deterministic(1, new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            rt.run(Go.println(FORGED));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(FORGED + "\n");
    }
}
