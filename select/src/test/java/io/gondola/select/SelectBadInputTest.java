package io.gondola.select;

import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // nulls are what is refused
class SelectBadInputTest {
    private static final String NULL_PROGRAM = "the function returned null in place of a program";

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void nullIsRefusedWhenTheDescriptionIsBuilt(String parameter, ThrowingCallable build) {
        assertThatThrownBy(build).isInstanceOf(NullPointerException.class).hasMessage(parameter);
    }

    static Stream<Arguments> nulls() {
        Channel<Integer> ch = Channel.buffered(1);
        Go<Unit> u = Go.unit();
        return Stream.of(
                refused("channel", () -> onReceive(null, u)),
                refused("channel", () -> onReceiveOption(null, u)),
                refused("channel", () -> onSend(null, 1, u)),
                refused("body", () -> onReceive(ch, (Go<Unit>) null)),
                refused("body", () -> onReceive(ch, (CheckedFunction1<Integer, Go<Unit>>) null)),
                refused("body", () -> onSend(ch, 1, (Go<Unit>) null)),
                refused("body", () -> onTimeout(Duration.ZERO, (Go<Unit>) null)),
                refused("d", () -> onTimeout(null, u)),
                refused("body", () -> onDefault((CheckedFunction0<Go<Unit>>) null)),
                refused("cases[1]", () -> select(onReceive(ch, u), null)),
                refused("cases[1]", () -> select(Arrays.asList(onReceive(ch, u), null))),
                refused("cases", () -> select((Iterable<Case<Unit>>) null)),
                refused("select: iterator() returned null", () -> select((Iterable<Case<Unit>>) () -> null)),
                refused(
                        "selectPrioritised: iterator() returned null",
                        () -> selectPrioritised((Iterable<Case<Unit>>) () -> null)));
    }

    private static Arguments refused(String parameter, ThrowingCallable build) {
        return Arguments.of(parameter, build);
    }

    @Test
    void twoDefaultsAreRefused() {
        assertThatThrownBy(() -> select(onDefault(Go.unit()), onDefault(Go.unit())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a select has at most one onDefault");
    }

    @Test
    void moreThan65536CasesAreRefused() {
        Case<Unit> one = onReceive(Channel.<Integer>unbuffered(), Go.unit());

        assertThatThrownBy(() -> select(Collections.nCopies(65_537, one)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65537");
    }

    @Test
    void laterChangesOfTheListDoNotMatter() {
        Channel<Integer> ready = Channel.buffered(1);
        var cases = new java.util.ArrayList<Case<String>>();
        cases.add(onReceive(ready, Go.pure("ready")));
        Go<String> choice = select(cases);
        cases.clear();

        TestRuntime.seed(1).assertRun(ready.send(1).then(choice)).isEqualTo("ready");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // generic array
    void laterChangesOfTheArrayDoNotMatter() {
        Channel<Integer> ready = Channel.buffered(1);
        Case<String>[] cases = new Case[] {onReceive(ready, Go.pure("ready"))};
        Go<String> choice = select(cases);
        cases[0] = onDefault(Go.pure("changed"));

        TestRuntime.seed(1).assertRun(ready.send(1).then(choice)).isEqualTo("ready");
    }

    @OnEveryRuntime
    void nullFromABodyIsAPanicThatNamesTheFactory(TestRuntime rt) {
        assertThat(rt.panic(select(onDefault(() -> null))))
                .hasMessageContaining("onDefault")
                .hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void nullFromAReceiveBodyIsAPanicThatNamesTheFactory(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(1);

        assertThat(rt.panic(ch.send(1).then(select(onReceive(ch, v -> null)))))
                .hasMessageContaining("onReceive")
                .hasMessageContaining(NULL_PROGRAM);
    }

    @OnEveryRuntime
    void exceptionInABodyIsAPanicAndReleasesTheChannels(TestRuntime rt) {
        Channel<Integer> ch = Channel.buffered(2);
        Go<Unit> broken = select(onReceive(ch, v -> {
            throw new java.io.IOException("body");
        }));

        rt.assertRun(ch.send(1)
                        .then(broken)
                        .recover(p -> Go.unit())
                        .then(ch.send(2))
                        .then(ch.receive()))
                .isEqualTo(2);
    }
}
