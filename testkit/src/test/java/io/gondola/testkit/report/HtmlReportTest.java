package io.gondola.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.trace.Lane;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    /** What the page's script gets. */
    private static String run(String page) {
        String from = "id=\"run\">";
        int start = page.indexOf(from) + from.length();
        return page.substring(start, page.indexOf("</script>", start));
    }

    @Test
    void everyStepHasAToken() {
        String page = HtmlReport.of(Runs.FOUND, Runs.deadlock());

        for (int n = 1; n <= 5; n++) {
            assertThat(run(page)).contains("{\"n\":" + n + ",").contains("\"token\":\"GS1-" + n + "\"");
        }
        assertThat(run(page)).contains("\"token\":\"GS1-4K2M\"");
    }

    @Test
    void everyStepHasItsLineOfTheSource() {
        List<String> steps =
                run(HtmlReport.of(Runs.FOUND, Runs.deadlock())).lines().toList();

        assertThat(steps).hasSize(5).allSatisfy(step -> assertThat(step).containsPattern("\"line\":\"Client:\\d+\""));
    }

    @Test
    void happensBeforeIsKnown() {
        String run = run(HtmlReport.of(Runs.FOUND, Runs.panic()));

        assertThat(run)
                .containsPattern("\"n\":6,.*\"after\":\\[2, 4]")
                .doesNotContainPattern("\"after\":\\[[^]]*\\b5\\b");
    }

    @Test
    void stepThatWaitsSaysWhy() {
        assertThat(HtmlReport.of(Runs.FOUND, Runs.deadlock()))
                .contains("\"blocked\":\"BLOCKED held by 0.0 since #3\"")
                .contains("\"title\":\"DEADLOCK (partial) in OrderServiceTest.transfer\"");
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

        String page = HtmlReport.of(Runs.FOUND, run);

        assertThat(page).doesNotContain("<img");
        assertThat(page.split("</script>", -1))
                .as("no more ends than the page of another run has")
                .hasSameSizeAs(HtmlReport.of(Runs.FOUND, Runs.race()).split("</script>", -1));
    }
}
