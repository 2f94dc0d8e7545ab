package com.acme;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import org.junit.jupiter.api.Test;

/** What a user gets wrong is named, with what to do. */
class MisuseTest {
    private static Go<?> blocked() {
        return Channel.<Integer>unbuffered().receive();
    }

    private final String token = Explorer.of(MisuseTest::blocked)
            .named("blocked")
            .explore()
            .failure()
            .get()
            .token();

    private static void assertRefused(String token, String why) {
        assertThatThrownBy(
                        () -> Explorer.of(MisuseTest::blocked).named("blocked").replay(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("copy the whole token again");
    }

    @Test
    void aTokenThatIsNotWholeOrMistypedIsRefused() {
        char other = token.charAt(9) == 'A' ? 'B' : 'A';

        assertRefused("", "a token begins with GS1-");
        assertRefused("GS1-4T", "it is truncated");
        assertRefused(token.substring(0, token.length() - 2), "truncated");
        assertRefused(token.substring(0, 9) + other + token.substring(10), "it is truncated or mistyped");
        assertRefused(token.substring(0, 9) + '!' + token.substring(10), "it must not contain '!'");
    }

    @Test
    void aTokenOfAnotherProgramIsRefused() {
        assertThatThrownBy(() -> Explorer.of(MisuseTest::blocked).named("other").replay(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the token is of another program: token=" + token + ", program=other")
                .hasMessageContaining("replay it where it was reported");
    }

    @Test
    void aProgramThatIsNotTheSameInEveryRunIsRefused() {
        int[] runs = {0};
        assertThatThrownBy(() -> Explorer.of(() -> suspend(() -> println(1).repeat(1 + (runs[0]++ & 1))))
                        .explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the first run made 1 steps, and the second one 2")
                .hasMessageContaining("identity hash codes, random numbers, real time")
                .hasMessageContaining("random numbers belong in Testing.choose, time into Time.now");
    }

    @Test
    void anEndlessProgramIsShownAsAliveAndNotAsBlocked() {
        Failure failure = Explorer.of(() -> {
                    Shared<Integer> n = Shared.of(0);
                    return forever(n.update(v -> v + 1));
                })
                .maxSteps(100)
                .explore()
                .failure()
                .get();

        assertThat(failure.kind()).isEqualTo(Kind.LIVELOCK);
        assertThat(failure.message())
                .contains("the program does not end: steps=1000")
                .contains("alive:   0 main")
                .contains("runs on: let it end in the test, or raise maxSteps")
                .doesNotContain("BLOCKED");
    }
}
