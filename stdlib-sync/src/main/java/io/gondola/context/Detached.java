package io.gondola.context;

/**
 * A context that outlives its parent.
 *
 * @go context/context.go, {@code withoutCancelCtx}
 */
final class Detached implements Context {
    /** What such a context adds to the text of its parent. */
    static final String OWN_TEXT = ".WithoutCancel";

    private final Context parent;

    Detached(Context parent) {
        this.parent = parent;
    }

    Context parent() {
        return parent;
    }

    @Override
    public String toString() {
        return Lookup.text(this);
    }
}
