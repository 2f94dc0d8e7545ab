package io.gondola.dsl.engine;

/** The state of a goroutine that has not run yet. */
final class Started extends Instruction {
    private final Instruction body;

    Started(Instruction body) {
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) {
        return f.call(body);
    }

    @Override
    public Object resumed(Fiber f) {
        return f.call(body);
    }

    @Override
    public Object site() {
        return body.site();
    }

    @Override
    public void outline(Outline out) {
        out.step(body);
    }
}
