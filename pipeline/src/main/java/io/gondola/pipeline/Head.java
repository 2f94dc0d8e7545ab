package io.gondola.pipeline;

import java.util.List;

/** A pipeline whose last operator is a source, a boundary, or one that works on the whole of what is above it. */
final class Head<T> extends Pipeline<T> {
    private final Label label;

    /** What it takes its elements from. */
    final List<Pipeline<?>> inputs;

    /** Whether the inputs run in goroutines of their own. */
    final boolean boundary;

    /** Makes the source for one run. */
    final Making make;

    private final Labelled labelled;

    private Head(Label label, List<Pipeline<?>> inputs, boolean boundary, Labelled labelled) {
        this.label = label;
        this.inputs = inputs;
        this.boundary = boundary;
        this.labelled = labelled;
        this.make = (handled, covered) -> labelled.make(new Setting(label, handled, covered));
    }

    static <T> Head<T> source(Label label, Labelled make) {
        return new Head<>(label, List.of(), false, make);
    }

    static <T> Head<T> nested(Label label, List<Pipeline<?>> inputs, Labelled make) {
        return new Head<>(label, inputs, false, make);
    }

    static <T> Head<T> boundary(Label label, List<Pipeline<?>> inputs, Labelled make) {
        return new Head<>(label, inputs, true, make);
    }

    /**
     * Where a source stands.
     *
     * @param label what it is called
     * @param handled whether something below handles its failures, so that they do not end the run at once
     * @param covered whether an attempt below makes a value of the failure of one element
     */
    record Setting(Label label, boolean handled, boolean covered) {}

    /** Makes a source. */
    @FunctionalInterface
    interface Making {
        Source apply(boolean handled, boolean covered);
    }

    /** Makes a source with a label. */
    @FunctionalInterface
    interface Labelled {
        Source make(Setting setting);
    }

    @Override
    Label label() {
        return label;
    }

    @Override
    Pipeline<T> relabelled(String name) {
        return new Head<>(label.named(name), inputs, boundary, labelled);
    }
}
