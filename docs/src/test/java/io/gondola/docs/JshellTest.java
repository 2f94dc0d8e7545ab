package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value shows in jshell is what it is, and not where it lies in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JshellTest {
    private static final Pattern ADDRESS = Pattern.compile("@[0-9a-f]{4,}");
    private static final List<String> IMPORTS = List.of(
            "import static io.gondola.dsl.Go.*;",
            "import static io.gondola.select.Select.*;",
            "import io.gondola.dsl.*;",
            "import io.gondola.sync.*;",
            "import io.gondola.context.Context;",
            "import io.gondola.net.*;",
            "import io.gondola.pipeline.Pipeline;",
            "import io.gondola.testkit.Explorer;",
            "import java.time.Duration;");

    private JShell shell;

    @BeforeAll
    void start() {
        shell = JShell.builder().executionEngine("local").build();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            shell.addToClasspath(entry);
        }
        IMPORTS.forEach(this::value);
        value("Channel<Integer> jobs = Channel.<Integer>buffered(2).named(\"jobs\");");
        value("GoRuntime rt = GoRuntime.deterministic(1);");
    }

    @AfterAll
    void stop() {
        shell.close();
    }

    private String value(String code) {
        List<SnippetEvent> events = shell.eval(code);
        assertThat(events).as(code).allSatisfy(e -> {
            assertThat(e.status()).isEqualTo(Status.VALID);
            assertThat(e.exception()).isNull();
        });
        return events.get(events.size() - 1).value();
    }

    @Test
    void aProgramShowsItsFirstSteps() {
        assertThat(value("jobs.send(1).then(jobs.close())")).isEqualTo("send jobs <- 1; close jobs");
        assertThat(value("go(jobs.range(v -> println(v)))")).isEqualTo("go { range jobs }");
        assertThat(value("select(onReceive(jobs, v -> println(v)), onDefault(unit()))"))
                .startsWith("select { recv jobs");
    }

    @Test
    void aProgramRunsThere() {
        assertThat(value("rt.run(jobs.send(7).then(jobs.receive()))")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs",
                "jobs.receive()",
                "Channel.<Integer>nil()",
                "onReceive(jobs, v -> println(v))",
                "onTimeout(Duration.ofSeconds(1), unit())",
                "onDefault(unit())",
                "new Mutex()",
                "new RWMutex()",
                "new WaitGroup()",
                "new Once()",
                "Shared.of(1)",
                "Context.background()",
                "Pipeline.of(1, 2).map(x -> x + 1)",
                "rt.stats()",
                "rt",
                "new OnceValue<>(pure(1))",
                "new AtomicInt(1)",
                "new Semaphore(2)",
                "new SingleFlight<String, Integer>()",
                "new Cond(new Mutex())",
                "new SyncMap<String, Integer>()",
                "new ErrGroup()",
                "DialOptions.defaults()",
                "ServeOptions.defaults()",
                "Explorer.of(() -> unit())",
                "Explorer.of(() -> panic(1)).schedules(3).explore()",
                "Explorer.of(() -> panic(1)).schedules(3).explore().failure().get()"
            })
    void noValueShowsAnAddress(String code) {
        assertThat(value(code)).isNotBlank().doesNotContainPattern(ADDRESS);
    }
}
