package io.gondola.dsl;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The orders that Go 1.23 shows with GOMAXPROCS=1, in every one of 30 runs. */
class OrderAtOneProcessorTest {
    private static final TestRuntime ONE = TestRuntime.processors(1);
    private static final List<String> LAST_FIRST_THEN_IN_ORDER = List.of("4", "0", "1", "2", "3");

    private static Go<Unit> spawnFive() {
        return forRange(0, 5, i -> go(println(i)));
    }

    @Test
    void mainThatBlocksRunsTheLastSpawnedFirst() {
        Channel<Unit> done = Channel.unbuffered();
        Go<Unit> program = forRange(0, 5, i -> go(println(i).then(done.send(Unit.UNIT))))
                .then(done.receive().repeat(5));

        assertThat(ONE.lines(program)).isEqualTo(LAST_FIRST_THEN_IN_ORDER);
    }

    @Test
    void mainThatYieldsComesAfterAllSpawned() {
        assertThat(ONE.lines(spawnFive().then(gosched()).then(println("main")))).containsExactly("4", "0", "1", "2", "3", "main");
    }

    @Test
    void mainThatSleepsRunsTheLastSpawnedFirst() {
        assertThat(ONE.lines(spawnFive().then(sleep(Duration.ofMillis(1))))).isEqualTo(LAST_FIRST_THEN_IN_ORDER);
    }

    @Test
    void closeRunsTheFirstReceiverFirstAndTheOthersFromTheLastOn() {
        Channel<Integer> gate = Channel.unbuffered();
        Go<Unit> program = forRange(0, 5, i -> go(gate.receive().then(println(i))).then(gosched()))
                .then(gate.close())
                .then(gosched());

        assertThat(ONE.lines(program)).containsExactly("0", "4", "3", "2", "1");
    }

    @Test
    void fiveSendsRunTheLastServedReceiverFirst() {
        Channel<Integer> jobs = Channel.unbuffered();
        Go<Unit> program = forRange(0, 5, i -> go(jobs.receive().flatMap(v -> println(i, v))).then(gosched()))
                .then(forRange(0, 5, i -> jobs.send(i)))
                .then(gosched());

        assertThat(ONE.lines(program)).containsExactly("4 4", "0 0", "1 1", "2 2", "3 3");
    }

    /** The producer says what it is about to send, the consumer what it has received. */
    private static List<String> producerAndConsumer(Channel<Integer> ch, int n) {
        Go<Unit> producer = forRange(0, n, i -> println("s" + i).then(ch.send(i))).then(ch.close());
        return ONE.lines(go(producer).then(ch.range(v -> println("r" + v))));
    }

    @Test
    void producerAndConsumerOnAnUnbufferedChannelTakeTurnsOfTwo() {
        assertThat(producerAndConsumer(Channel.unbuffered(), 4))
                .containsExactly("s0", "s1", "r0", "r1", "s2", "s3", "r2", "r3");
    }

    @Test
    void aBufferOfTwoMakesTheTurnsLonger() {
        assertThat(producerAndConsumer(Channel.buffered(2), 6))
                .containsExactly("s0", "s1", "s2", "s3", "r0", "r1", "r2", "r3", "s4", "s5", "r4", "r5");
    }

    @Test
    void twoLoopsThatYieldAlternate() {
        Channel<Unit> done = Channel.unbuffered();
        Go<Unit> program = go(forRange(0, 3, i -> println("a" + i).then(gosched())).then(done.send(Unit.UNIT)))
                .then(go(forRange(0, 3, i -> println("b" + i).then(gosched())).then(done.send(Unit.UNIT))))
                .then(done.receive().repeat(2));

        assertThat(ONE.lines(program)).containsExactly("b0", "a0", "b1", "a1", "b2", "a2");
    }
}
