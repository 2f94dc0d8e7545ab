package io.gondola.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.junit.Cases.Deadlocking;
import io.gondola.testkit.junit.Cases.Expecting;
import io.gondola.testkit.junit.Cases.Passing;
import io.gondola.testkit.junit.Cases.Skipped;
import io.gondola.testkit.junit.Cases.TakingLiberties;
import io.gondola.testkit.junit.Cases.Together;
import io.gondola.testkit.junit.Cases.Unreached;
import io.gondola.testkit.junit.Cases.WithFields;
import io.gondola.testkit.junit.Cases.WithParameters;
import io.gondola.testkit.junit.Cases.WithoutDefaultConstructor;
import io.gondola.testkit.junit.Cases.Wrong;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class GoTestTest {
    @TempDir
    Path folder;

    private EngineExecutionResults run(Class<?> type, String... configuration) {
        return new Running(folder).all(type, configuration);
    }

    private Throwable failureOf(Class<?> type, String method, String... configuration) {
        return Running.thrown(new Running(folder).one(type, method, configuration));
    }

    @Test
    void aProgramWithoutABugIsOneTestThatPasses() {
        run(Passing.class).testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    }

    @Test
    void theTestTellsHowManySchedulesPassed() {
        assertThat(run(Passing.class).testEvents().reportingEntryPublished().list())
                .singleElement()
                .satisfies(event -> assertThat(event.getPayload().orElseThrow().toString())
                        .contains("verdict")
                        .contains("schedules"));
    }

    @Test
    void aBugFailsWithTheReportAndTheLinesOfTheProgramAsTrace() {
        Throwable failure = failureOf(Deadlocking.class, "abba");

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("DEADLOCK")
                .hasMessageContaining("Cases.Deadlocking.abba")
                .hasMessageContaining("full trace: " + folder);
        assertThat(List.of(failure.getStackTrace())).last().satisfies(frame -> {
            assertThat(frame.getClassName()).isEqualTo(Deadlocking.class.getName());
            assertThat(frame.getMethodName()).isEqualTo("abba");
            assertThat(frame.getFileName()).isEqualTo("Cases.java");
            assertThat(frame.getLineNumber()).isPositive();
        });
    }

    @Test
    void anExpectedFailurePasses() {
        new Running(folder)
                .one(Expecting.class, "deadlockThatIsThere")
                .testEvents()
                .assertStatistics(s -> s.succeeded(1));
    }

    @Test
    void theAnnotationLetsSchedulesTakeLiberties() {
        run(TakingLiberties.class).testEvents().assertStatistics(s -> s.succeeded(3));
    }

    @Test
    void anExpectedFailureThatIsNotFoundFails() {
        assertThat(failureOf(Expecting.class, "deadlockThatIsNotThere"))
                .hasMessageMatching("expected DEADLOCK, but \\d+ schedules pass");
    }

    @Test
    void anotherFailureThanTheExpectedOneFails() {
        assertThat(failureOf(Expecting.class, "deadlockButItPanics"))
                .hasMessageContaining("expected DEADLOCK, but found PANIC:")
                .hasMessageContaining("boom");
    }

    @Test
    void eachScheduleHasAnInstanceOfItsOwnWithBeforeAndAfter() {
        WithFields.BEFORE.set(0);
        WithFields.AFTER.set(0);

        run(WithFields.class).testEvents().assertStatistics(s -> s.started(2).succeeded(2));

        assertThat(WithFields.BEFORE).hasPositiveValue();
        assertThat(WithFields.AFTER).hasValue(WithFields.BEFORE.get());
    }

    @Test
    void theMethodIsGivenWhatItAsksFor() {
        run(WithParameters.class).testEvents().assertStatistics(s -> s.succeeded(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            returnsNothing     | a @GoTest method must return a Go
            isPrivate          | a @GoTest method must be neither private nor static
            returnsNull        | a @GoTest method must return a program, not null
            asksForNoSchedule  | schedules must be positive: 0
            hasAVagueBudget    | budget must be such as 500ms, 2s or 1m: soon
            """)
    void aWrongTestFailsAndSaysWhatIsWrong(String method, String message) {
        assertThat(failureOf(Wrong.class, method)).hasStackTraceContaining(message);
    }

    @Test
    void aParameterThatNobodyHasFails() {
        EngineExecutionResults results = run(Wrong.class);

        results.testEvents().assertStatistics(s -> s.started(6).failed(6));
    }

    @Test
    void aClassThatCannotBeMadeFails() {
        assertThat(failureOf(WithoutDefaultConstructor.class, "cannotBeMade"))
                .hasStackTraceContaining("must have a constructor without parameters");
    }

    @Test
    void aDisabledTestIsSkipped() {
        run(Skipped.class).testEvents().assertStatistics(s -> s.skipped(1).started(0));
    }

    @Test
    void aLabelThatNoScheduleReachesFails() {
        assertThat(failureOf(Unreached.class, "neverReached"))
                .hasMessageContaining("never exercised")
                .hasMessageContaining("sometimes(never)");
    }

    @Test
    void testsRunBesideEachOtherIfThePlatformMay() {
        run(
                        Together.class,
                        "junit.jupiter.execution.parallel.enabled",
                        "true",
                        "junit.jupiter.execution.parallel.config.strategy",
                        "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism",
                        "2")
                .testEvents()
                .assertStatistics(s -> s.succeeded(2));
    }
}
