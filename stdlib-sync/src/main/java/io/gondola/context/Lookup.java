package io.gondola.context;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a context has from those above it. Loops, not recursion: a chain may be long. */
final class Lookup {
    private Lookup() {}

    /** The context that decides when {@code ctx} ends, itself or one above; null if it never ends. In constant time. */
    static @Nullable Cancellable cancellable(Context ctx) {
        return ctx instanceof Cancellable c ? c : ctx instanceof Valued v ? v.cancellable() : null;
    }

    /**
     * The topmost of the contexts that end together with {@code ctx} or before it; null if it never ends. In constant
     * time.
     */
    static @Nullable Cancellable family(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? null : c.family();
    }

    static ReceiveChannel<Unit> done(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? Channel.nil() : c.channel();
    }

    static Option<EndReason> ending(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? Option.none() : Option.of(c.ending());
    }

    static Option<Instant> deadline(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? Option.none() : Option.of(c.endsAt());
    }

    static Option<Object> value(Context ctx, Object key) {
        for (Context c = ctx; c != null; c = parent(c)) {
            if (c instanceof Valued v && v.key().equals(key)) {
                return Option.some(v.value());
            }
        }
        return Option.none();
    }

    /** As Go writes a context: the root's name, then what each one below it adds. */
    static String text(Context ctx) {
        Deque<String> parts = new ArrayDeque<>();
        for (Context c = ctx; c != null; c = parent(c)) {
            parts.push(
                    c instanceof Valued v
                            ? v.ownText()
                            : c instanceof Cancellable x
                                    ? x.ownText()
                                    : c instanceof Detached ? Detached.OWN_TEXT : ((Root) c).ownText());
        }
        return String.join("", parts);
    }

    private static @Nullable Context parent(Context c) {
        return c instanceof Valued v
                ? v.parent()
                : c instanceof Cancellable x ? x.parent() : c instanceof Detached d ? d.parent() : null;
    }
}
