package io.gondola.context;

/**
 * A context that never ends and has no values.
 *
 * @go context/context.go, {@code backgroundCtx}, {@code todoCtx}
 */
enum Root implements Context {
    BACKGROUND("context.Background"),
    TODO("context.TODO");

    private final String text;

    Root(String text) {
        this.text = text;
    }

    String ownText() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
