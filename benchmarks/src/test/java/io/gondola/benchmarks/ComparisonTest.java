package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.gondola.benchmarks.Comparison.Cell;
import io.gondola.benchmarks.Comparison.Row;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ComparisonTest {
    private static final Row PINGPONG = new Row("pingpong", 2, "ns per round trip", true);
    private static final Row YIELD = new Row("yield", 2, "ns per yield", true);
    private static final Row PARKED = new Row("parked, heap", 2, "bytes each", false);

    private static final Comparison COMPARISON = new Comparison(
            WarmWith.ITSELF,
            List.of(
                    new Cell(PINGPONG, Peer.GONDOLA, Shape.PUBLISHED, new Figures(50, 40, 60)),
                    new Cell(PINGPONG, Peer.GO, Shape.PUBLISHED, new Figures(200, 150, 250.5)),
                    new Cell(YIELD, Peer.GONDOLA, Shape.PUBLISHED, new Figures(9, 8, 10)),
                    new Cell(YIELD, Peer.GO, Shape.PUBLISHED, new Figures(81, 80, 82)),
                    new Cell(PARKED, Peer.GONDOLA, Shape.PUBLISHED, new Figures(80, 80, 80)),
                    new Cell(PARKED, Peer.GO, Shape.PUBLISHED, new Figures(2640, 2640, 2640)),
                    new Cell(YIELD, Peer.VIRTUAL, Shape.PUBLISHED, new Figures(4.5, 4, 5))),
            LinkedHashMap.of(Peer.GO, "go9", Peer.GONDOLA, "gondola on JDK 99"),
            List.of("jox: no \"time\""));

    @Test
    void figuresAreMedianLeastAndGreatest() {
        assertThat(Figures.of(9, 1, 4)).isEqualTo(new Figures(4, 1, 9));
        assertThat(Figures.of(9, 1, 4, 5)).isEqualTo(new Figures(4.5, 1, 9));
    }

    @Test
    void aRatioAboveOneMeansThatGondolaIsAhead() {
        assertThat(COMPARISON.ratio(PINGPONG, Peer.GO)).containsExactly(4.0);
        assertThat(COMPARISON.ratio(YIELD, Peer.VIRTUAL)).containsExactly(0.5);
        assertThat(COMPARISON.ratio(PINGPONG, Peer.VIRTUAL)).isEmpty();
    }

    @Test
    void theGeometricMeanIsOverTheTimedRowsThatBothHave() {
        assertThat(COMPARISON.mean(Peer.GO, 2).get().ratio()).isCloseTo(6, within(1e-9)); // of 4 and 9, without 33
        assertThat(COMPARISON.mean(Peer.GO, 2).get().rows()).isEqualTo(2);
        assertThat(COMPARISON.mean(Peer.VIRTUAL, 2).get().rows()).isEqualTo(1);
        assertThat(COMPARISON.mean(Peer.GO, 1)).isEmpty();
    }

    @Test
    void theTableShowsFiguresRatiosAndWhatIsMissing() {
        assertThat(ComparisonTable.markdown(COMPARISON))
                .contains("| workload | P | unit | Gondola | Go | virtual threads |\n|---|--:|---|--:|--:|--:|\n")
                .contains("| pingpong | 2 | ns per round trip | 50.0 (40.0–60.0) | 200 (150–251) · 4.00× | – |\n")
                .contains(
                        "| yield | 2 | ns per yield | 9.00 (8.00–10.0) | 81.0 (80.0–82.0) · 9.00× | 4.50 (4.00–5.00) · 0.50× |\n")
                .contains("| **geometric mean** | 2 | |  | **6.00×** of 2 rows | **0.50×** of 1 rows |\n")
                .contains("- Go: go9\n")
                .contains("- machine: " + Environment.machine())
                .contains("- not measured: jox: no \"time\"\n");
    }

    @Test
    void theCsvHasALineForEachFigureAndQuotesCommas() {
        String[] lines = ComparisonTable.csv(COMPARISON).split("\n");

        assertThat(ComparisonTable.csvHeader().trim())
                .isEqualTo("warm_with,workload,procs,unit,peer,shape,median,min,max,ratio_to_gondola,version,machine");
        assertThat(lines).hasSize(7 + 2 * 3);
        assertThat(lines[1])
                .startsWith(
                        "itself,pingpong,2,ns per round trip,go,published,200.0000,150.0000,250.5000,4.0000,go9,\"");
        assertThat(lines[4]).startsWith("itself,\"parked, heap\",2,bytes each,gondola,published,80.0000,");
        assertThat(lines[9]).isEqualTo("itself,geometric mean,2,ratio,go,published,,,,6.0000,,");
        assertThat(lines[10]).isEqualTo("itself,geometric mean,2,ratio,go,worst,,,,6.0000,,");
    }

    @Test
    void theChartHasAColourForEveryPeer() {
        Comparison all = new Comparison(
                WarmWith.ITSELF,
                List.of(Peer.values()).map(peer -> new Cell(YIELD, peer, Shape.PUBLISHED, new Figures(9, 8, 10))),
                LinkedHashMap.empty(),
                List.empty());

        assertThat(RatioChart.svg(all, 2))
                .contains(List.of(Peer.values()).tail().map(Peer::title));
    }

    @Test
    void theChartIsXmlWithABarForEachRatio() {
        String svg = RatioChart.svg(COMPARISON, 2);

        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg))))
                .doesNotThrowAnyException();
        assertThat(svg)
                .contains(">pingpong</text>", ">4.00×</text>", ">9.00×</text>", ">33.0×</text>", ">6.00×</text>");
        assertThat(RatioChart.svg(COMPARISON, 1)).doesNotContain("pingpong");
    }

    @Test
    void labelsAreEscaped() {
        Svg svg = new Svg(10, 10);
        svg.text(0, 0, 9, Svg.Anchor.START, "#000000", "a < b & c");

        assertThat(svg.toString()).contains(">a &lt; b &amp; c</text>");
    }

    @Test
    void theTableShowsTheBestAndTheWorstShapeAndTheRatioOverTheWorst() {
        Comparison shaped = new Comparison(
                WarmWith.ALL,
                List.of(
                        new Cell(YIELD, Peer.GONDOLA, Shape.PUBLISHED, new Figures(10, 10, 10)),
                        new Cell(YIELD, Peer.GONDOLA, "repeat", new Figures(8, 8, 8)),
                        new Cell(YIELD, Peer.GONDOLA, "loop", new Figures(20, 20, 20)),
                        new Cell(YIELD, Peer.GO, Shape.PUBLISHED, new Figures(40, 40, 40))),
                LinkedHashMap.empty(),
                List.empty());

        assertThat(ComparisonTable.markdown(shaped))
                .startsWith("Each figure is from a JVM that has run all workloads, in all shapes, before.\n")
                .contains("| 10.0 (10.0–10.0)<br>best 8.00 (8.00–8.00): repeat<br>worst 20.0 (20.0–20.0): loop |")
                .contains("| 40.0 (40.0–40.0) · 4.00×, 2.00× |")
                .contains("**4.00×** of 1 rows; worst shapes **2.00×** |");
    }
}
