package io.gondola.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.trace.Lane;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void everyStepHasABoxAndAToken() {
        String page = HtmlReport.of(Runs.FOUND, Runs.deadlock());

        for (int n = 1; n <= 5; n++) {
            assertThat(page).contains("data-n=\"" + n + "\"").contains("\"token\":\"GS1-" + n + "\"");
        }
        assertThat(page).contains("-Dgo.replay=GS1-4K2M");
    }

    @Test
    void everyBoxShowsItsLineOfTheSource() {
        String page = HtmlReport.of(Runs.FOUND, Runs.deadlock());
        String drawing = page.substring(page.indexOf("<svg"), page.lastIndexOf("</svg>"));

        List<String> boxes = List.of(drawing.split("<g class=\"step", -1));
        assertThat(boxes).hasSizeGreaterThan(5);
        assertThat(boxes.subList(1, boxes.size()))
                .allSatisfy(
                        box -> assertThat(box).containsPattern("<tspan class=\"site\">Client:\\d+</tspan></text></g>"));
    }

    @Test
    void whatHappensBeforeIsAnArrow() {
        assertThat(HtmlReport.of(Runs.FOUND, Runs.panic()))
                .contains("data-from=\"4\" data-to=\"6\"")
                .doesNotContain("data-from=\"5\"");
    }

    @Test
    void thePageNeedsNothingElse() {
        assertThat(HtmlReport.of(Runs.FOUND, Runs.race()).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("src=")
                .doesNotContain("${");
    }

    @Test
    void textsOfTheProgramCannotBreakThePage() {
        String hostile = "</script><img src=x>\"${token}'\\";
        Trace run = new Trace(
                "PANIC",
                true,
                hostile,
                List.of(new Lane("0", hostile, "", 0)),
                List.of(new Step(1, 0, "panic", hostile, hostile, "", false, "", List.of(), 0, () -> "GS1-1")),
                List.of(),
                List.of(),
                null,
                new TreeMap<>(),
                0);

        assertThat(HtmlReport.of(Runs.FOUND, run)).doesNotContain("<img").containsOnlyOnce("</script>");
    }
}
