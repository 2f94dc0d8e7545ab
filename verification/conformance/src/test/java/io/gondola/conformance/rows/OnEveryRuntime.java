package io.gondola.conformance.rows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs a test on 1, 2 and 4 processors, on the deterministic runtime, and under the explorer. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("io.gondola.conformance.rows.OnEveryRuntime$Worlds#all")
public @interface OnEveryRuntime {
    /** The kinds of runtimes. */
    final class Worlds {
        private Worlds() {}

        static Stream<World> all() {
            return Stream.of(new Threads(1), new Threads(2), new Threads(4), new Seeds(), new Explored());
        }
    }
}
