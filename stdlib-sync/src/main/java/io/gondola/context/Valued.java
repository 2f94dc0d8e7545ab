package io.gondola.context;

import io.gondola.scheduler.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * A context in which a key has a value.
 *
 * @go context/context.go, {@code valueCtx}
 */
final class Valued implements Context {
    private final Context parent;
    private final Object key;
    private final @Nullable Object value;

    /** What {@link Lookup#cancellable} finds above, so that a chain of values is not walked for it. */
    private final @Nullable Cancellable cancellable;

    Valued(Context parent, Object key, @Nullable Object value) {
        this.parent = parent;
        this.cancellable = Lookup.cancellable(parent);
        this.key = key;
        this.value = value;
    }

    Context parent() {
        return parent;
    }

    @Nullable
    Cancellable cancellable() {
        return cancellable;
    }

    Object key() {
        return key;
    }

    @Nullable
    Object value() {
        return value;
    }

    @Override
    public String toString() {
        return Lookup.text(this);
    }

    /** What this context adds to the text of its parent. */
    String ownText() {
        return ".WithValue(" + text(key) + ", " + text(value) + ")";
    }

    /** Values may be secret, or call back: of most only the type is shown, as in Go. */
    private static String text(@Nullable Object o) {
        if (o == null) {
            return "<nil>";
        }
        return o instanceof CharSequence || o instanceof Enum<?>
                ? SafeText.of(o)
                : o.getClass().getSimpleName();
    }
}
