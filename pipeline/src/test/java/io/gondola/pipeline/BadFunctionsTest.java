package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every function that an operator takes throws, throws an error, or yields null: the failure names the stage, and
 * nothing is left.
 */
@SuppressWarnings("NullAway") // functions that yield null
class BadFunctionsTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);
    private static final int BAD = 3;

    @TempDir
    Path folder;

    /** What a function does when its time has come. */
    private interface Answer {
        /** {@code good}, but at one of the elements. */
        <T> T at(int x, T good) throws Throwable;
    }

    private static final class Thrown extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class Broken extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final Answer THROWS = new Answer() {
        @Override
        public <T> T at(int x, T good) throws Throwable {
            if (x == BAD) {
                throw new Thrown();
            }
            return good;
        }
    };

    private static final Answer THROWS_AN_ERROR = new Answer() {
        @Override
        public <T> T at(int x, T good) {
            if (x == BAD) {
                throw new Broken();
            }
            return good;
        }
    };

    private static final Answer YIELDS_NULL = new Answer() {
        @Override
        public <T> T at(int x, T good) {
            return x == BAD ? null : good;
        }
    };

    /** A program with a function in it. */
    private interface Use {
        Go<?> with(Answer answer);
    }

    private static Pipeline<Integer> failed() {
        return Pipeline.failed(new IllegalStateException("handled"));
    }

    /** By the name of the operator, with a space and what distinguishes several functions of one. */
    private Map<String, Use> uses() {
        Map<String, Use> uses = new LinkedHashMap<>();
        // sources
        uses.put(
                "iterate", a -> Pipeline.iterate(1, x -> a.at(x, x + 1)).take(9).drain());
        uses.put(
                "unfold",
                a -> Pipeline.unfold(1, x -> a.at(x, Option.some(Tuple.of(x, x + 1))))
                        .drain());
        uses.put("repeat", a -> Pipeline.repeat(Go.call(() -> a.at(BAD, 1))).drain());
        uses.put(
                "emit body",
                a -> Pipeline.<Integer>emit(out -> a.at(BAD, Go.unit())).drain());
        uses.put(
                "using use",
                a -> Pipeline.using(Go.unit(), r -> a.at(BAD, FIVE), r -> Go.unit())
                        .drain());
        uses.put(
                "using release",
                a -> Pipeline.using(Go.unit(), r -> FIVE, r -> a.at(BAD, Go.unit()))
                        .drain());
        // one after the other
        uses.put("map", a -> FIVE.map(x -> a.at(x, x)).drain());
        uses.put("mapGo", a -> FIVE.mapGo(x -> a.at(x, Go.pure(x))).drain());
        uses.put(
                "mapGo program",
                a -> FIVE.mapGo(x -> Go.gosched().then(Go.call(() -> a.at(x, x))))
                        .drain());
        uses.put("mapOption", a -> FIVE.mapOption(x -> a.at(x, Option.of(x))).drain());
        uses.put(
                "mapOption value",
                a -> FIVE.mapOption(x -> Option.some(a.at(x, x))).drain());
        uses.put("peekGo", a -> FIVE.peekGo(x -> a.at(x, Go.unit())).drain());
        uses.put("filter", a -> FIVE.filter(x -> a.at(x, true)).drain());
        uses.put("scan", a -> FIVE.scan(0, (s, x) -> a.at(x, s + x)).drain());
        uses.put("takeWhile", a -> FIVE.takeWhile(x -> a.at(x, true)).drain());
        uses.put("dropWhile", a -> FIVE.dropWhile(x -> a.at(x, true)).drain());
        uses.put("splitWhen", a -> FIVE.splitWhen(x -> a.at(x, true)).drain());
        uses.put("flatMap", a -> FIVE.flatMap(x -> a.at(x, Pipeline.of(x, x))).drain());
        uses.put(
                "flatMapIterable",
                a -> FIVE.flatMapIterable(x -> a.at(x, List.of(x, x))).drain());
        // goroutines
        uses.put(
                "flatMapParallel",
                a -> FIVE.flatMapParallel(2, x -> a.at(x, Pipeline.of(x, x))).drain());
        uses.put("parallel", a -> FIVE.parallel(2, x -> a.at(x, Go.pure(x))).drain());
        uses.put(
                "parallel program",
                a -> FIVE.parallel(2, x -> Go.gosched().then(Go.call(() -> a.at(x, x))))
                        .drain());
        uses.put(
                "parallelUnordered",
                a -> FIVE.parallelUnordered(2, x -> a.at(x, Go.pure(x))).drain());
        uses.put(
                "parallelByKey key",
                a -> FIVE.parallelByKey(2, x -> a.at(x, x % 2), Go::pure).drain());
        uses.put(
                "parallelByKey f",
                a -> FIVE.parallelByKey(2, x -> x % 2, x -> a.at(x, Go.pure(x))).drain());
        uses.put(
                "conflate seed",
                a -> Pipeline.of(BAD).conflate(x -> a.at(x, x), (s, x) -> s).drain());
        uses.put(
                "conflate merge",
                a -> Pipeline.range(0, 9)
                        .conflate(x -> x, (s, x) -> a.at(BAD, s))
                        .forEach(x -> Go.sleep(Duration.ofMillis(5))));
        uses.put(
                "mergeSorted",
                a -> FIVE.mergeSorted((x, y) -> sneaky(() -> a.at(x + y > 0 ? BAD : 0, 0)), FIVE)
                        .drain());
        uses.put("zip", a -> FIVE.zip(FIVE, (x, y) -> a.at(x, x)).drain());
        uses.put("zipLatest", a -> FIVE.zipLatest(FIVE, (x, y) -> a.at(BAD, x)).drain());
        uses.put("partition", a -> {
            var both = FIVE.partition(x -> a.at(x, true));
            return both._1.merge(both._2).drain();
        });
        uses.put(
                "batchWeighted",
                a -> FIVE.batchWeighted(2, x -> a.at(x, 1L), Duration.ofHours(1))
                        .drain());
        // failure
        uses.put("recover", a -> failed().recover(e -> a.at(BAD, FIVE)).drain());
        uses.put(
                "retry",
                a -> failed().retry(Retry.times(2).when(e -> a.at(BAD, true))).drain());
        uses.put(
                "onEnd", a -> FIVE.onEnd(Go.suspend(() -> a.at(BAD, Go.unit()))).drain());
        // the end
        uses.put("forEach", a -> FIVE.buffer(1).forEach(x -> a.at(x, Go.unit())));
        uses.put("fold", a -> FIVE.buffer(1).fold(0, (s, x) -> a.at(x, s + x)));
        uses.put(
                "collect",
                a -> FIVE.buffer(1)
                        .collect(Collector.of(
                                () -> new int[1], (s, x) -> s[0] = sneaky(() -> a.at(x, x)), (s, t) -> s)));
        uses.put(
                "writeLines",
                a -> FIVE.map(x -> textually(() -> a.at(x, "text"))).writeLines(folder.resolve("out")));
        return uses;
    }

    private interface Supplying<T> {
        T get() throws Throwable;
    }

    /** For the functions of the JDK, which must not throw what is checked. */
    @SuppressWarnings("unchecked") // the exception is no E
    private static <T, E extends Throwable> T sneaky(Supplying<T> supplier) throws E {
        try {
            return supplier.get();
        } catch (Throwable t) {
            throw (E) t;
        }
    }

    private static Object textually(Supplying<String> text) {
        return new Object() {
            @Override
            public String toString() {
                return BadFunctionsTest.<String, RuntimeException>sneaky(text);
            }
        };
    }

    private Stream<DynamicTest> each(Answer answer, Class<? extends Throwable> cause) {
        return uses().entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(use.getKey(), () -> {
                    PipelineException e = Faults.of(use.getValue().with(answer));

                    String operator = use.getKey().split(" ", 2)[0];
                    assertThat(e.stage()).startsWith(operator + " at BadFunctionsTest.java:");
                    assertThat(e.getCause()).isInstanceOf(cause);
                    assertThat(e)
                            .hasMessageStartingWith(
                                    "stage \"" + operator + "\" (" + operator + " at BadFunctionsTest.java:");
                    assertThat(e.getSuppressed()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aFunctionThatThrowsFailsItsStage() {
        return each(THROWS, Thrown.class);
    }

    @TestFactory
    Stream<DynamicTest> aFunctionThatThrowsAnErrorFailsItsStage() {
        return each(THROWS_AN_ERROR, Broken.class);
    }

    @TestFactory
    Stream<DynamicTest> aFunctionThatYieldsNullFailsItsStage() {
        return each(YIELDS_NULL, NullPointerException.class);
    }
}
