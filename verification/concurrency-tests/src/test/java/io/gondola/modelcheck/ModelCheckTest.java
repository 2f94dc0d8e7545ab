package io.gondola.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the scheduler's protocols on its real code; see docs/verification.md. */
class ModelCheckTest {
    private static final String SCENARIOS = "io.gondola.scheduler.Scenarios$";
    private static final String STUCK = "io.gondola.scheduler.StuckScenarios$";
    private static final String ENDS = "io.gondola.scheduler.EndScenarios$";

    private static Explorer explorer(String scenario, Mutation mutation) throws Exception {
        Class<?> type = type(scenario);
        return ModelLoader.explorer(type.asSubclass(Scenario.class), mutation);
    }

    private static Class<?> type(String scenario) throws ClassNotFoundException {
        ClassLoader loader = ModelCheckTest.class.getClassLoader();
        for (String holder : List.of(SCENARIOS, STUCK)) {
            try {
                return Class.forName(holder + scenario, false, loader);
            } catch (ClassNotFoundException e) {
                // the next one
            }
        }
        return Class.forName(ENDS + scenario, false, loader);
    }

    private static Report explore(String scenario, Explorer explorer) throws Exception {
        Report report = explorer.explore();
        System.out.println(scenario + ": " + report);
        return report;
    }

    /** A first part of each exploration, in every build. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "InjectAgainstIdle",
                "SpawnAgainstSteal",
                "QueueAgainstPatrol",
                "ShortQueueAgainstPatrol",
                "ParkAgainstReady",
                "BlockingHandsOver",
                "EndAgainstReady",
                "EndAgainstSpawn",
                "EndAgainstHandOver",
                "EndAgainstDeadlock",
                "EndAgainstSleep",
                "SleepAgainstClock",
                "DisarmAgainstClock"
            })
    void nothingIsFoundInTheFirstExecutions(String scenario) throws Exception {
        Report report = explore(scenario, explorer(scenario, Mutation.NONE).atMostExecutions(300));

        assertThat(report.violation()).as(report.toString()).isNull();
    }

    @ParameterizedTest
    @Tag("modelcheck")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @ValueSource(
            strings = {
                "InjectAgainstIdle",
                "TwoInjectors",
                "SpawnAgainstSteal",
                "ParkAgainstReady",
                "BlockingHandsOver",
                "BlockingIsNoDeadlock",
                "Deadlock",
                "FewerProcessors",
                "EndAgainstReady",
                "EndAgainstSpawn",
                "EndAgainstHandOver",
                "EndAgainstSleep"
            })
    void everyOrderIsRight(String scenario) throws Exception {
        Report report = explore(scenario, explorer(scenario, Mutation.NONE));

        assertThat(report.violation()).as(report.toString()).isNull();
        assertThat(report.complete()).isTrue();
        assertThat(report.checked()).isPositive();
    }

    /** Too many orders for all of them: those with few preemptions. */
    @ParameterizedTest
    @Tag("modelcheck")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @CsvSource({
        "BlockingAgainstRetake, 4",
        "RetakeForAnother, 2",
        "RetakeAgainstInject, 2",
        "BlockingAgainstInject, 3",
        "FewerThenMoreProcessors, 3",
        "QueueAgainstPatrol, 2",
        "ShortQueueAgainstPatrol, 2",
        "MovedIsNotDeadlocked, 2",
        "EndAgainstDeadlock, 2",
        "SleepAgainstClock, 2",
        "DisarmAgainstClock, 2"
    })
    void everyOrderWithFewPreemptionsIsRight(String scenario, int preemptions) throws Exception {
        Report report = explore(scenario, explorer(scenario, Mutation.NONE).atMostPreemptions(preemptions));

        assertThat(report.violation()).as(report.toString()).isNull();
        assertThat(report.complete()).isTrue();
        assertThat(report.checked()).isPositive();
    }

    @ParameterizedTest
    @Tag("modelcheck")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @CsvSource({
        "SYSMON_RETAKES_WITHOUT_COMPARING, BlockingAgainstRetake",
        "A_RELEASED_PROCESSOR_KEEPS_WHAT_RUNS_NEXT, FewerThenMoreProcessors",
        "WHO_MOVES_A_QUEUE_DOES_NOT_COUNT, MovedIsNotDeadlocked"
    })
    void aDefectIsFoundWithTwoPreemptions(Mutations mutation, String scenario) throws Exception {
        Report report = explore(
                mutation + " in " + scenario, explorer(scenario, mutation).atMostPreemptions(2));

        assertThat(report.violation()).isInstanceOf(AssertionError.class);
    }

    /** The checker finds what is broken in the real code. */
    @ParameterizedTest
    @Tag("modelcheck")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @CsvSource({
        "THE_LAST_SEARCHER_DOES_NOT_LOOK_AGAIN, TwoInjectors",
        "QUEUED_AFTER_THE_LOOK_FOR_IDLE_PROCESSORS, TwoInjectors",
        "EXIT_FROM_BLOCKING_WITHOUT_COMPARING, BlockingHandsOver",
        "BLOCKING_DOES_NOT_LOOK_AT_THE_QUEUES, BlockingAgainstInject"
    })
    void aDefectIsFound(Mutations mutation, String scenario) throws Exception {
        Report report = explore(mutation + " in " + scenario, explorer(scenario, mutation));

        assertThat(report.violation()).isInstanceOf(AssertionError.class);
    }

    /** Each takes less than a second. */
    @ParameterizedTest
    @CsvSource({
        "A_DROPPED_GOROUTINE_STAYS_RUNNABLE, EndAgainstReady",
        "A_DROPPED_GOROUTINE_RUNS, EndAgainstSpawn",
        "A_DROPPED_GOROUTINE_PASSES_NOTHING_ON, EndAgainstHandOver",
        "AN_END_IS_NO_REASON_TO_LOOK_FOR_DEADLOCKS, EndAgainstDeadlock",
        "THE_END_IS_LOOKED_FOR_BEFORE_THE_SHARE_IS_KNOWN, EndAgainstSleep",
        "WHAT_IS_DUE_IS_TAKEN_WITHOUT_THE_LOCK, SleepAgainstClock",
        "DISARMED_WITHOUT_THE_LOCK, DisarmAgainstClock"
    })
    void aDefectAtTheEndOfAProgramOrASleepIsFound(Mutations mutation, String scenario) throws Exception {
        Report report = explore(mutation + " in " + scenario, explorer(scenario, mutation));

        assertThat(report.violation()).isInstanceOf(AssertionError.class);
    }

    @Test
    void aDefectIsFoundInEveryBuild() throws Exception {
        Mutation mutation = Mutations.BLOCKING_DOES_NOT_LOOK_AT_THE_QUEUES;

        Report report =
                explorer("BlockingAgainstInject", mutation).atMostPreemptions(2).explore();

        assertThat(report.violation()).hasMessageContaining("lost wake-up");
    }
}
