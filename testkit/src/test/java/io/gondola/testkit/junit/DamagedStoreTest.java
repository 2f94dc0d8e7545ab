package io.gondola.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.junit.Cases.Deadlocking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Whatever has become of the kept failures, the test says what its schedules say. */
class DamagedStoreTest {
    @TempDir
    Path folder;

    static class Passing {
        @GoTest(schedules = 20)
        Go<Unit> abba() {
            return Go.gosched();
        }
    }

    private Path file(Class<?> type, String ending) {
        return folder.resolve(FileNames.of(type.getName() + "#abba") + ending);
    }

    private static List<String> problems(EngineExecutionResults results) {
        return results.allEvents().reportingEntryPublished().stream()
                .map(e -> e.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .filter(entries -> entries.containsKey("kept failures"))
                .map((Map<String, String> entries) -> entries.get("kept failures"))
                .toList();
    }

    private String passesAndSays() {
        EngineExecutionResults results = new Running(folder).all(Passing.class);
        results.testEvents().assertStatistics(s -> s.succeeded(1));
        List<String> problems = problems(results);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void filesThatAreNoTextArePassedOver() throws Exception {
        Files.write(file(Passing.class, ".gs"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1, 2});

        assertThat(passesAndSays()).startsWith("a kept failure is passed over: not a valid token: ");
        assertThat(file(Passing.class, ".gs")).doesNotExist();
    }

    @Test
    void aTruncatedTokenIsPassedOver() throws Exception {
        new Running(folder).all(Deadlocking.class);
        String token = Files.readAllLines(file(Deadlocking.class, ".gs")).get(1);
        Files.writeString(file(Passing.class, ".gs"), token.substring(0, token.length() - 3));

        assertThat(passesAndSays()).contains("it is truncated");
    }

    @Test
    void aTokenOfALaterVersionIsPassedOver() throws Exception {
        Files.writeString(file(Passing.class, ".gs"), "GS77-0123456789ABCDEFGHJKMNPQRST\n");

        assertThat(passesAndSays()).contains("it is of a version of Gondola that this one does not know");
    }

    @Test
    void anEmptyFileHoldsNone() throws Exception {
        Files.createFile(file(Passing.class, ".gs"));

        EngineExecutionResults results = new Running(folder).all(Passing.class);

        results.testEvents().assertStatistics(s -> s.succeeded(1));
        assertThat(problems(results)).isEmpty();
        assertThat(file(Passing.class, ".gs")).doesNotExist();
    }

    @Test
    void filesThatCannotBeReadOrDeletedAreTold() throws Exception {
        Files.createDirectories(file(Passing.class, ".gs").resolve("in the way"));

        EngineExecutionResults results = new Running(folder).all(Passing.class);

        results.testEvents().assertStatistics(s -> s.succeeded(1));
        assertThat(problems(results)).hasSize(2);
        assertThat(problems(results).get(0)).startsWith("cannot read kept failures: ");
        assertThat(problems(results).get(1)).startsWith("cannot delete kept failures: ");
    }

    @Test
    void aFailureThatCannotBeKeptIsReportedAllTheSame() throws Exception {
        Path noFolder = Files.createFile(folder.resolve("taken"));

        Throwable failure = Running.thrown(new Running(noFolder).all(Deadlocking.class));

        assertThat(failure)
                .isInstanceOf(GoTestFailure.class)
                .hasMessageContaining("GoTest FAILED: DEADLOCK")
                .hasMessageContaining("full trace: none, cannot keep a failure in ");
    }

    @Test
    void aFailureIsKeptInPlaceOfWhatIsDamaged() throws Exception {
        Files.write(file(Deadlocking.class, ".gs"), new byte[] {(byte) 0xFF, (byte) 0xFE, 10, 10, 'x'});

        new Running(folder).all(Deadlocking.class);

        assertThat(Files.readAllLines(file(Deadlocking.class, ".gs")))
                .hasSize(2)
                .anyMatch(l -> l.startsWith("GS1-"));
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
