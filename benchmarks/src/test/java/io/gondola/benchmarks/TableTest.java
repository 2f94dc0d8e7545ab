package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.List;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void withoutRowsMeasuresAll() throws UsageError {
        Table.Request request = Table.parse("--quick");

        assertThat(request.quick()).isTrue();
        assertThat(request.rows()).containsExactly(Row.values());
    }

    @Test
    void rowsKeepTheirOrder() throws UsageError {
        Table.Request request = Table.parse("yield", "parked", "yield");

        assertThat(request.quick()).isFalse();
        assertThat(request.rows()).containsExactly(Row.YIELD, Row.PARKED);
    }

    @Test
    void unknownArgumentsAreNamed() {
        assertThatThrownBy(() -> Table.parse("pong"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("unknown row: pong\nusage: ")
                .hasMessageEndingWith("rows: pingpong, buffered, spawn, select, yield, parked");
        assertThatThrownBy(() -> Table.parse("--fast"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("unknown option: --fast\n");
    }

    @Test
    void figuresAreMedianLeastAndGreatest() {
        assertThat(Figures.of(9, 1, 4)).isEqualTo(new Figures(4, 1, 9));
        assertThat(Figures.of(9, 1, 4, 5)).isEqualTo(new Figures(4.5, 1, 9));
    }

    @Test
    void reportShowsBothSidesOrADash() {
        Figures goroutines = new Figures(50, 40, 60);
        Line alone = new Line("yield", "1", "ns per yield", goroutines, Option.none());
        Line paired = new Line("a, b", "2", "ns", goroutines, Option.some(new Figures(200, 150, 250)));

        assertThat(Report.markdown(List.of(alone, paired)))
                .contains("| yield | 1 | ns per yield | 50.0 | 40.0–60.0 | – | – | – |\n")
                .contains("| a, b | 2 | ns | 50.0 | 40.0–60.0 | 200.0 | 150.0–250.0 | 4.00 |\n");
        assertThat(Report.csv(List.of(alone, paired)))
                .contains("\nyield,1,ns per yield,50.00,40.00,60.00,,,,,")
                .contains("\n\"a, b\",2,ns,50.00,40.00,60.00,200.00,150.00,250.00,4.000,");
    }
}
