package io.gondola.dsl.engine;

/** In place of an operation that is not performed: yields what that was decided to yield. */
final class Skipped extends Instruction {
    private final Object value;

    Skipped(Object value) {
        this.value = value;
    }

    @Override
    public Object exec(Fiber f) {
        return value;
    }
}
