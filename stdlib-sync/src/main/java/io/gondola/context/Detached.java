package io.gondola.context;

/**
 * A context that outlives its parent.
 *
 * @go context/context.go, {@code withoutCancelCtx}
 */
final class Detached implements Context {
    private final Context parent;

    Detached(Context parent) {
        this.parent = parent;
    }

    Context parent() {
        return parent;
    }

    @Override
    public String toString() {
        return parent + ".WithoutCancel";
    }
}
