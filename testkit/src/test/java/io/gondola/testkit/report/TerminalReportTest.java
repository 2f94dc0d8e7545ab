package io.gondola.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalReportTest {
    @Test
    void aDeadlockShowsItsStepsInColumnsAndWhyNobodyGoesOn() {
        assertThat(TerminalReport.of(Runs.FOUND, Runs.deadlock())).isEqualTo("""
                GoTest FAILED: DEADLOCK (partial)      OrderServiceTest.transfer
                goroutines wait for each other - deadlock!
                replay: @GoTest(replay="GS1-4K2M")  or  -Dgo.replay=GS1-4K2M
                found:  run 37 of 1000, strategy POS, seed 0x5f3a (confirmed 2/2, shrunk 41 -> 3 switches)

                  #  0 main                                0.0 keepalive                         0.1 newStream
                  1  go keepalive             [Client:20]
                  2  go newStream             [Client:21]
                  3                                        lock mu                  [Client:31]
                  4                                        recv awaken              [Client:33] BLOCKED
                  5                                                                              lock mu                  [Client:40]
                                                                                                 BLOCKED (held by 0.0 since #3)

                blocked: 0.0 keepalive  chan receive awaken cap 0  [Client:33]
                             only possible sender: 0.1 at Client:43 (itself blocked on mu)
                         0.1 newStream  sync.Mutex.Lock mu  [Client:40]    owner: 0.0
                cycle:   0.0 keepalive -awaken-> 0.1 newStream -mu-> 0.0 keepalive
                vars:    activeStreams = []
                clock:   +0 ns        explored: 36 runs, 9 distinct traces, next-new estimate 0.11""");
    }

    @Test
    void aRaceShowsTheTwoAccessesSideBySide() {
        assertThat(TerminalReport.of(Runs.FOUND, Runs.race()))
                .contains("race on called:")
                .containsPattern("#2 write by 0.0 handler +\\| #3 read by 0 main")
                .containsPattern("at Client:31 +\\| at Client:40")
                .containsPattern("last synchronised on its start \\(#1\\) +\\| last synchronised on nothing")
                .contains("missing: nothing orders #2 before #3")
                .contains("\nturned:  seen as well: GS1-2B7C\n")
                .contains("clock:   +10 ms");
    }

    @Test
    void aPanicShowsItsCausalPastOnly() {
        assertThat(TerminalReport.of(Runs.FOUND, Runs.panic()))
                .contains("panic: send on closed channel: channel=work")
                .contains("2 steps that did not contribute are left out")
                .contains("close work")
                .doesNotContain("lock mu");
    }

    @Test
    void manyGoroutinesAreLinesInPlaceOfColumnsAndTheFirstStepsAreLeftOut() {
        assertThat(TerminalReport.of(Runs.FOUND, Runs.large()))
                .contains("(40 earlier steps are left out)")
                .containsPattern(
                        " 41  0.4 goroutine-with-a-lo… +send a-channel-with-a-very-long-name-indeed-41 +\\[Client:41]")
                .doesNotContain("[Client:40]");
    }

    static List<Trace> runs() {
        return List.of(Runs.deadlock(), Runs.race(), Runs.panic(), Runs.large());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theTableIsAtMost120ColumnsWide(Trace run) {
        assertThat(new Table(run, Selection.of(run)).lines())
                .flatMap(line -> line.lines().toList())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }
}
