package io.gondola.dsl.engine;

/** What a goroutine that has ended does: nothing any more. */
final class Ended extends Instruction {
    static final Ended INSTANCE = new Ended();

    private Ended() {}

    @Override
    public Object exec(Fiber f) {
        throw new AssertionError("goroutine " + f.id() + " runs after its end");
    }

    @Override
    public void commit(Fiber f) {
        f.scheduler().ended(f);
    }
}
