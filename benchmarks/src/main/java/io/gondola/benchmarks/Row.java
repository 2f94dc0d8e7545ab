package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;

/** A row that the user can ask for, and what its figures mean. */
enum Row {
    PINGPONG("pingpong", "ns per round trip", PingPongBenchmark.class),
    BUFFERED("buffered", "ns per element", BufferedBenchmark.class),
    SPAWN("spawn", "ns each", SpawnBenchmark.class),
    SELECT("select", "ns per element", SelectBenchmark.class),
    YIELD("yield", "ns per yield", YieldBenchmark.class),
    PARKED("parked", "heap bytes each", ParkedBytes.class);

    private final String label;
    private final String unit;
    private final Class<?> measuredBy;

    Row(String label, String unit, Class<?> measuredBy) {
        this.label = label;
        this.unit = unit;
        this.measuredBy = measuredBy;
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    /** Whether JMH measures it. */
    boolean isTimed() {
        return this != PARKED;
    }

    /** The benchmark that measures one side, as JMH names it. */
    String benchmark(String side) {
        return measuredBy.getName() + "." + side;
    }

    static Option<Row> labelled(String label) {
        return List.of(values()).find(row -> row.label.equals(label));
    }

    static String labels() {
        return List.of(values()).map(Row::label).mkString(", ");
    }
}
