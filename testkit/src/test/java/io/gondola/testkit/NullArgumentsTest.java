package io.gondola.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // nulls are what is refused
class NullArgumentsTest {
    @ParameterizedTest(name = "{0} {index}")
    @MethodSource
    void nullIsRefusedAtOnceByName(String parameter, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(parameter);
    }

    static Stream<Arguments> nullIsRefusedAtOnceByName() {
        Explorer explorer = Explorer.of(Go::unit);
        Duration d = Duration.ZERO;
        return Stream.of(
                refused("faults", () -> explorer.netFaults((NetFault[]) null)),
                refused("faults[1]", () -> explorer.netFaults(NetFault.LATENCY, null)),
                refused("a", () -> Testing.partition(null, "b")),
                refused("b", () -> Testing.partition("a", null)),
                refused("a", () -> Testing.heal(null, "b")),
                refused("b", () -> Testing.heal("a", null)),
                refused("host", () -> Testing.crash(null)),
                refused("host", () -> Testing.restart(null)),
                refused("least", () -> Testing.latency(null, d)),
                refused("most", () -> Testing.latency(d, null)),
                refused("host", () -> Testing.disk(null)),
                refused("name", () -> Testing.disk("a").read(null)),
                refused("name", () -> Testing.disk("a").write(null, new byte[1])),
                refused("bytes", () -> Testing.disk("a").write("f", null)));
    }

    private static Arguments refused(String parameter, ThrowingCallable call) {
        return Arguments.of(parameter, call);
    }
}
