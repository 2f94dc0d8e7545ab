package io.gondola.context;

/**
 * A context in which a key has a value.
 *
 * @go context/context.go, {@code valueCtx}
 */
final class Valued implements Context {
    private final Context parent;
    private final Object key;
    private final Object value;

    Valued(Context parent, Object key, Object value) {
        this.parent = parent;
        this.key = key;
        this.value = value;
    }

    Context parent() {
        return parent;
    }

    Object key() {
        return key;
    }

    Object value() {
        return value;
    }

    @Override
    public String toString() {
        return parent + ".WithValue(" + text(key) + ", " + text(value) + ")";
    }

    /** Values may be secret, or call back: of most only the type is shown, as in Go. */
    private static String text(Object o) {
        if (o == null) {
            return "<nil>";
        }
        return o instanceof CharSequence || o instanceof Enum<?>
                ? o.toString()
                : o.getClass().getSimpleName();
    }
}
