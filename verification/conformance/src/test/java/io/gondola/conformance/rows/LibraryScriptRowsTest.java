package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What random scripts of operations show, which real Go runs, too. */
@Row(
        id = "3.3-7",
        rule = "Random scripts of locking and trying RWMutexes, Mutexes and a Once",
        go = "who holds what, after each operation",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "3.4-7",
        rule = "Random scripts of WaitGroups, Conds, Once and OnceValue, with counters below zero",
        go = "each outcome and text, and its time to the nanosecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.1-15",
        rule = "Random scripts of timers, tickers, After, Tick and AfterFunc, stopped, reset and received from",
        go = "each outcome and text, each time that is received, and when, to the nanosecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.2-15",
        rule = "Random scripts of trees of contexts, with deadlines, causes, values and functions at their end",
        go = "each error, cause, deadline and text, and its time to the nanosecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.3-8",
        rule = "Random scripts of groups with limits, errors and contexts",
        go = "each outcome and text, and its time to the nanosecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.3-9",
        rule = "SetLimit while members run that began without a limit",
        go = "their ends take the places of later ones, or wait for ever",
        ours = "their ends change nothing",
        why = "a member gives its place back where it took it",
        tests = "ErrGroupTest.theLimitMayBeSetWhileMembersWithoutOneRun")
@Row(
        id = "5.4-7",
        rule = "Random scripts of acquiring and trying to, with contexts that end",
        go = "each outcome, and its time to the nanosecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.4-8",
        rule = "The waiter at the head gives up while nothing is free, and the next one wants 0",
        go = "waits for the next release",
        ours = "is served",
        why = "Go asks first whether anything is free",
        tests = "SemaphoreTest.aWaiterForNothingIsServedWhenTheHeadGivesUp")
@Row(
        id = "5.4-9",
        rule = "A release of too much whose panic is recovered",
        go = "has been subtracted: as much more can be acquired",
        ours = "has released nothing",
        why = "what fails has no effect",
        tests = "SemaphoreTest.releaseOfMoreThanIsHeldPanics")
@Row(
        id = "5.5-6",
        rule = "Random scripts of Do, DoChan and Forget",
        go = "each value, error and shared, and its time to the nanosecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.6-6",
        rule = "Random scripts of a limiter, its reservations, and waits with deadlines",
        go = "each outcome and text, and its time to the microsecond",
        tests = LibraryScriptRowsTest.SCRIPTS,
        only = LibraryScriptRowsTest.VIRTUAL)
@Row(
        id = "5.6-7",
        rule = "A rate of zero, when the tokens are used up",
        go = "Reserve is OK, with the delay `InfDuration`, and the tokens are owed; Wait waits for its context's end",
        ours = "`reserve` is not ok; `await` fails at once with `would exceed context deadline`; nothing is owed",
        why = "what is promised for never is not promised",
        tests = "RateLimiterTest.aRateOfZeroGivesTheBurstAndNoMore",
        only = "exact times need the virtual clock")
@Row(
        id = "5.6-8",
        rule = "Cancel of a reservation after which tokens were promised for an earlier time",
        go = "gives back more tokens than it had",
        ours = "gives back what it had",
        why = "a cancel must not make tokens",
        tests = "RateLimiterTest.aCancelGivesBackNoMoreThanWasReserved",
        only = "exact times need the virtual clock")
class LibraryScriptRowsTest {
    static final String SCRIPTS = "LibraryScriptsTest.randomScriptsEndAsInGo";
    static final String VIRTUAL = "exact times need virtual time, here and in Go";

    /** The rows name tests of other packages: they are there for {@link ConformancePageTest} to find. */
    @Test
    void eachRowNamesItsTests() {
        assertThat(LibraryScriptRowsTest.class.getAnnotationsByType(Row.class))
                .allSatisfy(row -> assertThat(row.tests()).isNotEmpty());
    }
}
