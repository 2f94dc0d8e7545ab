package io.gondola.samples.guards;

import static io.gondola.samples.guards.Mistake.kept;
import static io.gondola.samples.guards.Mistake.lost;
import static io.gondola.samples.guards.Mistake.seen;
import static io.gondola.samples.guards.Mistake.tooEarly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.samples.guards.Mistake.Guard;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.vavr.control.Option;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Go programmers write by mistake does not pass in silence: by the compiler, in a test, and when it runs. */
class GuardsTest {
    private static final List<Mistake> MISTAKES = List.of(
            lost("println as a statement", """
                    println("start"); // here
                    return unit();
                    """),
            lost("a send as a statement of a loop's body", """
                    return forRange(0, 3, id -> {
                        ch.send(id); // here
                        return unit();
                    });
                    """),
            lost("wg.add as a statement", """
                    WaitGroup wg = new WaitGroup();
                    wg.add(1); // here
                    return wg.await();
                    """),
            lost("go as a statement", """
                    go(worker()); // here
                    return unit();
                    """),
            lost("a chain as a statement", """
                    ch.send(1).then(ch.send(2)); // here
                    return unit();
                    """),
            lost("a lock that is never taken", """
                    Mutex mu = new Mutex();
                    mu.lock(); // here
                    return println("critical").then(unit());
                    """),
            lost("close in a finally block", """
                    try {
                        return ch.send(1);
                    } finally {
                        ch.close(); // here
                    }
                    """),
            lost("cancel as a statement", """
                    return Context.background().withCancel().flatMap(ctx -> {
                        ctx.cancel(); // here
                        return unit();
                    });
                    """),
            lost("the stop of a timer as a statement", """
                    return io.gondola.time.Timer.start(java.time.Duration.ofMillis(1)).flatMap(timer -> {
                        timer.stop(); // here
                        return unit();
                    });
                    """),
            lost("the wait for a rate limiter as a statement", """
                    io.gondola.time.RateLimiter limiter = new io.gondola.time.RateLimiter(1, 1);
                    limiter.await(); // here
                    return unit();
                    """),
            lost("the stop of an actor as a statement", """
                    return Actor.<Integer, Integer>spawn(0, (state, message) -> pure(state)).flatMap(actor -> {
                        actor.stop(); // here
                        return actor.stop().then(actor.await());
                    });
                    """),
            lost("a OnceValue as a statement", """
                    OnceValue<Integer> once = new OnceValue<>(pure(1));
                    once.get(); // here
                    return unit();
                    """),
            lost("a select as a statement", """
                    select(onReceive(ch, v -> println(v)), onDefault(unit())); // here
                    return unit();
                    """),
            lost("a send in run", """
                    return run(() -> ch.send(1)); // here
                    """),
            lost("a send in a block of run", """
                    return run(() -> {
                        ch.send(1); // here
                    });
                    """),
            lost("a send in peek", """
                    return pure(1).peek(v -> ch.send(v)); // here
                    """),
            // The stack of a method reference has no line of the user's; the class is named.
            new Mistake("a method reference in peek", EnumSet.of(Guard.PLUGIN), "dropped", """
                    static Go<?> program() {
                        Channel<Integer> ch = Channel.buffered(1);
                        return pure(1).peek(ch::send); // here
                    }
                    """),
            lost("a program in Java's forEach", """
                    List.of(1, 2).forEach(v -> ch.send(v)); // here
                    return unit();
                    """),
            lost("a method reference in Java's forEach", """
                    List.of(1, 2).forEach(ch::send); // here
                    return unit();
                    """),
            lost("a program in a loop of Java", """
                    for (int i = 0; i < 3; i++) {
                        ch.send(i); // here
                    }
                    return unit();
                    """),
            lost("a program in an arm of a switch", """
                    switch (ch.capacity()) {
                        case 100 -> ch.send(1); // here
                        default -> {}
                    }
                    return unit();
                    """),
            lost("a program in a variable that nobody reads", """
                    Go<Unit> start = println("start"); // here
                    return unit();
                    """),
            lost("a program in a var that nobody reads", """
                    var start = println("start"); // here
                    return unit();
                    """),
            lost("a program in an anonymous class", """
                    new Runnable() {
                        @Override
                        public void run() {
                            ch.send(1); // here
                        }
                    }.run();
                    return unit();
                    """),
            lost("a program in a constructor", """
                    class Account {
                        Account() {
                            ch.send(1); // here
                        }
                    }
                    new Account();
                    return unit();
                    """),
            kept("programs in a list that nobody runs", """
                    List<Go<?>> all = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        all.add(ch.send(i)); // here
                    }
                    return println(all.size()).then(unit());
                    """),
            kept("a stream of programs that nobody runs", """
                    List<Go<Unit>> all = Stream.of(1, 2).map(v -> ch.send(v)).collect(Collectors.toList()); // here
                    return unit();
                    """),
            kept("a program given to a method that ignores it", """
                    ignore(ch.send(1)); // here
                    return unit();
                    """),
            seen("boxes compared by ==", "boxed", """
                    Integer prime = 129;
                    return ch.send(129).then(ch.receive()).map(v -> v == prime); // here
                    """),
            seen("Thread.sleep in a step", "blocking", """
                    return run(() -> Thread.sleep(1)); // here
                    """),
            seen("a blocking queue in a step", "blocking", """
                    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>(List.of(1));
                    return pure(1).map(v -> queue.take()); // here
                    """),
            seen("wait in a step", "blocking", """
                    Object lock = new Object();
                    return run(() -> {
                        synchronized (lock) {
                            lock.wait(1); // here
                        }
                    });
                    """),
            seen("a runtime in a step", "run", """
                    GoRuntime rt = GoRuntime.deterministic(1);
                    return pure(1).map(v -> rt.run(pure(v))); // here
                    """),
            new Mistake("a field written by goroutines", EnumSet.of(Guard.PLUGIN), "shared", """
                    static int count;

                    static Go<?> program() {
                        return go(run(() -> count++)).then(run(() -> count++)); // here
                    }
                    """),
            new Mistake("a value that is taken too early", EnumSet.of(Guard.TEXT), "", """
                    static Integer res;

                    static Go<?> program() {
                        Channel<Integer> out = Channel.buffered(1);
                        return run(() -> res = 5).then(out.send(res)); // here
                    }
                    """),
            tooEarly("a program that is null yet", """
                    Go<?>[] next = new Go<?>[1];
                    return run(() -> next[0] = unit()).then(next[0]); // here
                    """));

    private static MistakenPrograms programs;
    private static String warnings;

    @BeforeAll
    static void compileAll(@TempDir Path directory) throws IOException, InterruptedException {
        programs = MistakenPrograms.compile(MISTAKES, directory);
        warnings = programs.runAllInDebugMode();
    }

    @AfterAll
    static void close() throws IOException {
        programs.close();
    }

    private static Stream<Arguments> stoppedBy(Guard guard) {
        return MISTAKES.stream()
                .filter(mistake -> mistake.guards().contains(guard))
                .map(mistake -> arguments(mistake, "Program" + MISTAKES.indexOf(mistake)));
    }

    static Stream<Arguments> byPlugin() {
        return stoppedBy(Guard.PLUGIN);
    }

    static Stream<Arguments> byOracle() {
        return stoppedBy(Guard.LOST);
    }

    static Stream<Arguments> byDebugMode() {
        return stoppedBy(Guard.DEBUG);
    }

    static Stream<Arguments> byText() {
        return stoppedBy(Guard.TEXT);
    }

    static Stream<Arguments> thatRun() {
        return MISTAKES.stream()
                .filter(mistake -> mistake.guards().equals(Set.of(Guard.PLUGIN))
                        && !mistake.key().equals("dropped"))
                .map(mistake -> arguments(mistake, "Program" + MISTAKES.indexOf(mistake)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byPlugin")
    void theCompilersPluginPointsAtTheLine(Mistake mistake, String name) throws IOException {
        assertThat(programs.findings(mistake, name)).containsExactly(mistake.key() + " at " + mistake.line());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byOracle")
    void aTestOfTheProgramFailsWithTheLine(Mistake mistake, String name) {
        Option<Failure> failure =
                Explorer.of(() -> programs.program(name)).schedules(5).explore().failure();

        assertThat(failure).isNotEmpty();
        assertThat(failure.get().kind()).isEqualTo(Kind.LOST);
        assertThat(failure.get().summary()).contains(" built at " + name + ":" + mistake.line() + " ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byDebugMode")
    void debugModeWarnsWithTheLine(Mistake mistake, String name) {
        assertThat(warnings).containsOnlyOnce("(" + name + ".java:" + mistake.line() + ") was ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("thatRun")
    void runningProgramsAreNotCalledLost(Mistake mistake, String name) {
        assertThat(warnings).doesNotContain("(" + name + ".java:");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byText")
    void theExceptionSaysThatTheProgramWasBuiltTooEarly(Mistake mistake, String name) {
        Throwable thrown = catchThrowable(() -> {
            try (GoRuntime rt = GoRuntime.deterministic(1)) {
                Go<?> program = programs.program(name);
                rt.run(program);
            }
        });
        Throwable cause = thrown instanceof InvocationTargetException e ? e.getCause() : thrown;

        assertThat(cause).hasMessageContaining("is built, before it runs");
        assertThat(cause.getStackTrace()).anySatisfy(frame -> {
            assertThat(frame.getFileName()).isEqualTo(name + ".java");
            assertThat(frame.getLineNumber()).isEqualTo(mistake.line());
        });
    }
}
