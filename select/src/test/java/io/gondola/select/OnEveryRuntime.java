package io.gondola.select;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a test on the deterministic runtime with a few seeds, and on 1, 2 and 4 processors. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(OnEveryRuntime.Runtimes.class)
@interface OnEveryRuntime {
    /** All kinds of runtimes. */
    final class Runtimes implements ArgumentsProvider {
        private static final int SEEDS = 5;

        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            return Stream.concat(
                            IntStream.range(0, SEEDS).mapToObj(TestRuntime::seed),
                            Stream.of(1, 2, 4).map(TestRuntime::processors))
                    .map(Arguments::of);
        }
    }
}
