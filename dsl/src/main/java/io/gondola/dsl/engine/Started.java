package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** The state of a goroutine that has not run yet. */
final class Started extends Instruction {
    private final Instruction body;
    private final @Nullable String name;

    /**
     * Made when the first goroutine needs it. Threads may race to make it: they make equal ones, and all fields of it
     * are final.
     */
    private @Nullable Origin origin;

    /** {@code name} is that of the goroutines that begin here; null if they have none. */
    Started(@Nullable String name, Instruction body) {
        this.name = name;
        this.body = body;
        if (Debug.ON) {
            Built.note(this);
        }
    }

    /** What a goroutine keeps that begins here; null if that is nothing. */
    @Nullable
    Origin origin(boolean creatorUnknown) {
        if (name == null && !creatorUnknown && !Debug.ON) {
            return null;
        }
        Origin known = origin;
        if (known == null || (creatorUnknown && !known.lookedFor())) {
            known = Origin.of(name, body, creatorUnknown);
            if (Debug.ON) {
                Debug.like(this, known);
            }
            origin = known;
        }
        return known;
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
    public @Nullable Object site() {
        return body.site();
    }

    @Override
    public void outline(Outline out) {
        out.step(body);
    }
}
