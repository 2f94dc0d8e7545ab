package io.gondola.testkit.junit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.junit.Cases.Deadlocking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // what is looked for is there
class FailureStoreTest {
    @TempDir
    Path folder;

    private static boolean fixed;

    /** A test whose program is repaired between two runs. */
    static class Repaired {
        @GoTest
        Go<Unit> abba() {
            return fixed ? Go.unit() : Cases.abba();
        }
    }

    private Path file(Class<?> type, String ending) {
        return folder.resolve(type.getName() + ".abba" + ending);
    }

    @Test
    void aFailureIsKeptWithItsPage() throws Exception {
        new Running(folder).all(Deadlocking.class);

        assertThat(file(Deadlocking.class, ".gs"))
                .content()
                .contains("GoTest FAILED")
                .contains("\nGS1-");
        assertThat(Files.readString(file(Deadlocking.class, ".html"))).contains("<html");
    }

    @Test
    void aKeptFailureRunsFirst() throws Exception {
        new Running(folder).all(Deadlocking.class);
        String kept = Files.readAllLines(file(Deadlocking.class, ".gs")).get(1);

        // One schedule of another seed would hardly find it.
        Throwable again =
                Running.thrown(new Running(folder).all(Deadlocking.class, "go.schedules", "1", "go.seed", "99"));

        assertThat(again).hasMessageContaining(kept);
    }

    @Test
    void failuresKeptUnderTheFormerNameRunFirstAndAreForgotten() throws Exception {
        fixed = false;
        new Running(folder).all(Repaired.class);
        String kept = Files.readAllLines(file(Repaired.class, ".gs")).get(1);
        Path former = folder.resolve(Repaired.class.getName() + "#abba.gs");
        Files.move(file(Repaired.class, ".gs"), former);

        Throwable again = Running.thrown(new Running(folder).all(Repaired.class, "go.schedules", "1", "go.seed", "99"));
        assertThat(again).hasMessageContaining(kept);
        assertThat(former).doesNotExist();

        Files.move(file(Repaired.class, ".gs"), former);
        fixed = true;
        new Running(folder).all(Repaired.class).testEvents().assertStatistics(s -> s.succeeded(1));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void thePageCanBeOpenedByItsName() {
        String message =
                Running.thrown(new Running(folder).all(Deadlocking.class)).getMessage();
        String page = message.substring(message.indexOf("full trace: ") + 12);

        assertThat(Path.of(page)).exists();
        assertThat(Path.of(page).toUri().toString()).as("nothing is escaped").endsWith(page);
    }

    @Test
    void aKeptFailureIsForgottenWhenTheProgramIsRepaired() {
        fixed = false;
        new Running(folder).all(Repaired.class);
        assertThat(file(Repaired.class, ".gs")).exists();

        fixed = true;
        new Running(folder).all(Repaired.class).testEvents().assertStatistics(s -> s.succeeded(1));

        assertThat(file(Repaired.class, ".gs")).doesNotExist();
        assertThat(file(Repaired.class, ".html")).doesNotExist();
    }

    /** Relies on who is served first. */
    static class InOrder {
        @GoTest
        Go<Unit> abba() {
            Channel<Integer> c = Channel.unbuffered();
            Go<Unit> first = c.receive().flatMap(v -> v == 1 ? Go.unit() : Go.panic("out of turn"));
            Go<Unit> later = sleep(Duration.ofMillis(1));
            return sequence(go(first), later, go(c.receive()), later, c.send(1), c.send(2));
        }
    }

    @Test
    void aKeptFailureThatTakesALibertyIsForgottenWhenTheTestAllowsThatNoMore() throws Exception {
        Running running = new Running(folder);
        running.all(InOrder.class, "go.strategy", "DPOR", "go.loose", "true");
        assertThat(file(InOrder.class, ".gs")).content().contains("\nGS2-");
        String token = Files.readAllLines(file(InOrder.class, ".gs")).get(1);

        assertThat(Running.thrown(running.all(InOrder.class, "go.replay", token)))
                .as("a replay takes it all the same")
                .hasMessageContaining(token);
        running.all(InOrder.class, "go.strategy", "DPOR").testEvents().assertStatistics(s -> s.succeeded(1));

        assertThat(file(InOrder.class, ".gs")).doesNotExist();
    }

    @Test
    void aTokenThatFitsNoMoreDoesNoHarm() throws Exception {
        fixed = true;
        Files.write(file(Repaired.class, ".gs"), List.of("# old", "GS0-NONSENSE"));

        new Running(folder).all(Repaired.class).testEvents().assertStatistics(s -> s.succeeded(1));

        assertThat(file(Repaired.class, ".gs")).doesNotExist();
    }

    @Test
    void aReplayRunsTheOneScheduleOnly() throws Exception {
        new Running(folder).all(Deadlocking.class);
        String token = Files.readAllLines(file(Deadlocking.class, ".gs")).get(1);

        Throwable again =
                Running.thrown(new Running(folder.resolve("other")).all(Deadlocking.class, "go.replay", token));

        assertThat(again).hasMessageContaining(token);
    }
}
