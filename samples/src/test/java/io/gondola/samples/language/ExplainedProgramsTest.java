package io.gondola.samples.language;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What explain() prints of a user's program, with the places of its functions. */
class ExplainedProgramsTest {
    private static final String HERE = "io.gondola.samples.language.ExplainedProgramsTest.";

    /** The text, with X for this class and N for lines of it. */
    private static String explained(Go<?> program) {
        return program.explain().replace(HERE, "X.").replaceAll("\\(ExplainedProgramsTest\\.java:\\d+\\)", "(N)");
    }

    private static Go<Unit> producer(Channel<Integer> out) {
        return forRange(0, 10, i -> out.send(i)).then(out.close());
    }

    @Test
    void producerAndConsumerReadAsTheyWereWritten() {
        Channel<Integer> jobs = Channel.<Integer>buffered(3).named("jobs");

        assertThat(explained(go("producer", producer(jobs)).then(jobs.range(v -> println(v)))))
                .isEqualTo("""
                        go "producer"
                          forRange 0, 10 at X.producer(N)
                          close jobs
                        range jobs at X.producerAndConsumerReadAsTheyWereWritten(N)""");
    }

    @Test
    void casesOfASelectAreShownWithTheirChannels() {
        Channel<Integer> in = Channel.<Integer>unbuffered().named("in");
        Channel<Integer> out = Channel.<Integer>unbuffered().named("out");
        Go<Unit> program = select(
                onReceive(in, v -> println(v)),
                onReceiveOption(in, v -> unit()),
                onSend(out, 7, () -> unit()),
                onSend(out, 8, println("sent")),
                onReceive(Channel.<Integer>nil(), v -> unit()),
                onTimeout(Duration.ofMillis(1_500), () -> unit()),
                onDefault(println("none")));

        assertThat(explained(program)).isEqualTo("""
                select
                  recv in at X.casesOfASelectAreShownWithTheirChannels(N)
                  recv in at X.casesOfASelectAreShownWithTheirChannels(N)
                  send out <- 7 at X.casesOfASelectAreShownWithTheirChannels(N)
                  send out <- 8
                    println "sent"
                  timeout 1.5s at X.casesOfASelectAreShownWithTheirChannels(N)
                  default
                    println "none\"""");
        assertThat(explained(select())).isEqualTo("select (no cases)");
    }

    @Test
    void locksAndGroupsAreShownByTheirNames() {
        Mutex mu = new Mutex().named("mu");
        WaitGroup wg = new WaitGroup().named("wg");

        assertThat(explained(wg.go(mu.withLock(pure(1))).then(wg.await()))).isEqualTo("""
                wg add wg 1
                go
                  lock mu
                  do
                    pure 1
                  defer
                    unlock mu
                wg wait wg""");
    }

    @Test
    void functionsAreShownAtTheirPlaces() {
        Go<?> program = Context.background()
                .withTimeout(Duration.ofSeconds(1))
                .flatMap(ctx -> ctx.run(sleep(Duration.ofHours(1))))
                .map(end -> end.isFailure())
                .peek(late -> {});

        assertThat(explained(program)).endsWith("""
                        flatMap at X.functionsAreShownAtTheirPlaces(N)
                        map at X.functionsAreShownAtTheirPlaces(N)
                        peek at io.gondola.samples.language.ExplainedProgramsTest""");
    }

    @Test
    void linesAreThoseOfTheFunctions() {
        Go<?> program = Go.pure(1).map(x -> x).map(x -> x); // both here
        String line = "at " + HERE + "linesAreThoseOfTheFunctions(ExplainedProgramsTest.java:%d)";
        int here = new Throwable().getStackTrace()[0].getLineNumber() - 2;

        assertThat(program.explain().lines())
                .containsExactly("pure 1", "map " + line.formatted(here), "map " + line.formatted(here));
    }

    @Test
    void nothingOfTheUsersIsRun() {
        Object bad = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("the user's code was run");
            }
        };
        Channel<Object> ch = Channel.buffered(1).named("ch");
        Iterable<Integer> endless = () -> {
            throw new AssertionError("the user's code was run");
        };

        Go<?> program = sequence(pure(bad), ch.send(bad), panic(new IllegalStateException("x")), println(bad))
                .then(forEach(endless, x -> unit()))
                .then(suspend(() -> {
                    throw new AssertionError("the user's code was run");
                }));
        assertThat(explained(program)).isEqualTo("""
                pure an object
                send ch <- an object
                panic IllegalStateException
                println an object
                forEach at X.nothingOfTheUsersIsRun(N)
                suspend at X.nothingOfTheUsersIsRun(N)""");
    }
}
