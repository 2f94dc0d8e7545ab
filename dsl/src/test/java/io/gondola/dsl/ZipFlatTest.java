package io.gondola.dsl;

import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.zipFlat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Programs whose values make a program, which runs. */
class ZipFlatTest {
    private static Go<String> join(Object... xs) {
        StringBuilder all = new StringBuilder();
        for (Object x : xs) {
            all.append(x);
        }
        return pure(all.toString());
    }

    @OnEveryRuntime
    void theProgramThatIsMadeRunsOnceAfterAllParts(TestRuntime rt) {
        assertThat(rt.lines(zipFlat(println("a").as(1), println("b").as(2), (a, b) -> println(a + b))))
                .containsExactly("a", "b", "3");
    }

    @OnEveryRuntime
    void eachNumberOfProgramsKeepsItsOrder(TestRuntime rt) {
        Go<Integer> a = pure(1);
        Go<Integer> b = pure(2);
        Go<Integer> c = pure(3);
        Go<Integer> d = pure(4);
        Go<Integer> e = pure(5);
        Go<Integer> f = pure(6);
        Go<Integer> g = pure(7);
        Go<Integer> h = pure(8);

        rt.assertRun(zipFlat(a, b, (p, q) -> join(p, q))).isEqualTo("12");
        rt.assertRun(zipFlat(a, b, c, (p, q, r) -> join(p, q, r))).isEqualTo("123");
        rt.assertRun(zipFlat(a, b, c, d, (p, q, r, s) -> join(p, q, r, s))).isEqualTo("1234");
        rt.assertRun(zipFlat(a, b, c, d, e, (p, q, r, s, t) -> join(p, q, r, s, t)))
                .isEqualTo("12345");
        rt.assertRun(zipFlat(a, b, c, d, e, f, (p, q, r, s, t, u) -> join(p, q, r, s, t, u)))
                .isEqualTo("123456");
        rt.assertRun(zipFlat(a, b, c, d, e, f, g, (p, q, r, s, t, u, v) -> join(p, q, r, s, t, u, v)))
                .isEqualTo("1234567");
        rt.assertRun(zipFlat(a, b, c, d, e, f, g, h, (p, q, r, s, t, u, v, w) -> join(p, q, r, s, t, u, v, w)))
                .isEqualTo("12345678");
    }

    @OnEveryRuntime
    void nullInPlaceOfTheProgramIsAPanicThatNamesZipFlat(TestRuntime rt) {
        assertThat(rt.panic(zipFlat(pure(1), pure(2), (a, b) -> null)))
                .hasMessageContaining("zipFlat: the function returned null in place of a program");
    }

    @Test
    void itIsExplainedAsOneStep() {
        String[] lines =
                zipFlat(pure(1), pure(2), (a, b) -> pure(a + b)).explain().split("\n", -1);

        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("zipFlat");
        assertThat(lines[1]).isEqualTo("  pure 1");
        assertThat(lines[2]).isEqualTo("  pure 2");
    }
}
