package io.gondola.dsl;

import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.parallel;
import static io.gondola.dsl.Go.pure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A panic that nobody recovers ends the program before those go on who wait for its goroutine's end. Hunts: main is
 * told of the end by a goroutine that panics, and returns first.
 */
class LostPanicTest {
    private static final int SEEDS = 300;
    private static final Map<String, Go<?>> PROGRAMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("parallel", parallel(List.of(pure(1), panic("lost"), gosched())));
        PROGRAMS.put("parallel, all", parallel(List.of(panic("lost"), panic("lost"))));
        PROGRAMS.put(
                "actor's end",
                Actor.<Integer, Integer>spawn(0, (state, message) -> panic("lost"))
                        .flatMap(actor -> actor.tell(1).then(actor.await())));
        PROGRAMS.put(
                "actor's end after a stop",
                Actor.<Integer, Integer>spawn(0, (state, message) -> panic("lost"))
                        .flatMap(actor -> actor.tell(1).then(actor.stop()).then(actor.await())));
        PROGRAMS.put(
                "actor's reply",
                Actor.<Integer, SendChannel<Integer>>spawn(0, (state, reply) -> panic("lost"))
                        .flatMap(actor -> actor.<Integer>ask(reply -> reply).attempt()));
        PROGRAMS.put(
                "actor's mailbox",
                Actor.of(Integer.class, 0)
                        .onMessage((state, message) -> panic("lost"))
                        .mailbox(1)
                        .spawn()
                        .flatMap(actor -> actor.tell(1).repeat(4).attempt()));
    }

    @Test
    void nobodyGoesOnBeforeThePanicEndsTheProgram() {
        PROGRAMS.forEach((name, program) -> {
            for (long seed = 0; seed < SEEDS; seed++) {
                GoRuntime rt = GoRuntime.deterministic(seed);

                assertThatThrownBy(() -> rt.run(program))
                        .as(name + ", seed " + seed)
                        .isInstanceOf(Panic.class)
                        .hasMessageContaining("lost");
            }
        });
    }

    @Test
    @Timeout(60)
    void nobodyGoesOnBeforeThePanicEndsTheProgramOnThreads() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            PROGRAMS.forEach((name, program) -> {
                for (int i = 0; i < SEEDS; i++) {
                    assertThatThrownBy(() -> rt.run(program)).as(name).hasMessageContaining("lost");
                }
            });
        }
    }

    @OnEveryRuntime
    void anExitingGoroutineIsNotWaitedFor(TestRuntime rt) {
        assertThat(rt.run(parallel(List.<Go<Integer>>of(pure(1), goexit())))).containsExactly(1, null);
    }
}
