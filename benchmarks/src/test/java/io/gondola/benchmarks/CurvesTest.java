package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gondola.benchmarks.Scaling.Point;
import io.gondola.dsl.GoRuntime;
import io.vavr.collection.List;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.InputSource;

class CurvesTest {
    private static final List<Point> POINTS = List.of(
            new Point(Curve.SPAWN, 100, new Figures(80, 70, 90)),
            new Point(Curve.SPAWN, 10_000, new Figures(95, 90, 99)),
            new Point(Curve.SELECT_WAIT, 64, new Figures(2_000, 1_900, 2_100)));

    @ParameterizedTest
    @EnumSource
    void eachCurveEndsAndCostsSomething(Curve curve) {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            int x = curve.axis().points().get(1);

            assertThat(new CurvePrograms(2_000).nanos(runtime, curve, x)).isPositive();
        }
    }

    @Test
    void theTableAndTheCsvHaveALineForEachPoint() {
        assertThat(Scaling.markdown(POINTS, 2, List.of("hop at 10")))
                .contains("| spawn and join | 100 goroutines | 80.0 (70.0–90.0) |\n")
                .contains("\nnot measured: hop at 10\n");
        assertThat(Scaling.csv(POINTS, 2))
                .contains("\nselect-wait,64,cases of a select,2,2000.000,1900.000,2100.000\n");
    }

    @Test
    void theChartIsXmlWithAPanelForEachAxis() {
        String svg = ScalingChart.svg(POINTS);

        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg))))
                .doesNotThrowAnyException();
        assertThat(svg).contains(">ns, by goroutines</text>", ">ns, by cases of a select</text>", ">10k</text>");
    }
}
