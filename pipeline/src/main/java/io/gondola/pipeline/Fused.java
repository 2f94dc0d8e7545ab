package io.gondola.pipeline;

/** A pipeline whose last operator is a stage. */
final class Fused<T> extends Pipeline<T> {
    final Pipeline<?> above;
    final Stage stage;

    Fused(Pipeline<?> above, Stage stage) {
        this.above = above;
        this.stage = stage;
    }

    @Override
    Label label() {
        return stage.label;
    }

    @Override
    Pipeline<T> relabelled(String name) {
        return new Fused<>(above, stage.named(name));
    }
}
