package io.gondola.samples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three processes of one group share the work, one is killed in the middle, one joins later. */
class KilledProcessTest {
    private static void isRight(Mode mode) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Broker broker = new Broker();
                PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            Runner runner = new Runner(broker, mode, 3000, out);
            boolean right = runner.run();
            System.out.println(text.toString(StandardCharsets.UTF_8));

            assertThat(right).as("%s", text.toString(StandardCharsets.UTF_8)).isTrue();
            assertThat(runner.chart().hasHad("A", "B", "C", "D")).isTrue();
        }
    }

    /** Hunts: a line that is lost or counted twice when its process dies in the middle of a transaction. */
    @Test
    void withTransactionsTheCountsAreThoseOfASequentialRun() throws Exception {
        isRight(Mode.EXACTLY_ONCE);
    }

    /** Hunts: a line whose offset was committed before its counts were acknowledged. */
    @Test
    @Tag("stress")
    void withoutTransactionsNoLineIsMissing() throws Exception {
        isRight(Mode.AT_LEAST_ONCE);
    }

    @RepeatedTest(20)
    @Tag("stress")
    void twentyTimesInARow(RepetitionInfo info) throws Exception {
        isRight(info.getCurrentRepetition() % 2 == 0 ? Mode.AT_LEAST_ONCE : Mode.EXACTLY_ONCE);
    }
}
