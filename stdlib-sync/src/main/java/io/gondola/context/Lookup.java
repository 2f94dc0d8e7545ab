package io.gondola.context;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import java.time.Instant;

/** What a context has from those above it. Loops, not recursion: a tree may be deep. */
final class Lookup {
    private Lookup() {}

    /** The context that decides when {@code ctx} ends, itself or one above; null if it never ends. */
    static Cancellable cancellable(Context ctx) {
        Context c = ctx;
        while (c instanceof Valued v) {
            c = v.parent();
        }
        return c instanceof Cancellable found ? found : null;
    }

    /** The topmost of the contexts that end together with {@code ctx} or before it; null if it never ends. */
    static Cancellable family(Context ctx) {
        Cancellable c = cancellable(ctx);
        while (c != null && c.above() != null) {
            c = c.above();
        }
        return c;
    }

    static ReceiveChannel<Unit> done(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? Channel.nil() : c.channel();
    }

    static Option<Ending> ending(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? Option.none() : Option.of(c.ending());
    }

    static Option<Instant> deadline(Context ctx) {
        Cancellable c = cancellable(ctx);
        return c == null ? Option.none() : Option.of(c.endsAt());
    }

    static Option<Object> value(Context ctx, Object key) {
        Context c = ctx;
        while (true) {
            if (c instanceof Valued v) {
                if (v.key().equals(key)) {
                    return Option.some(v.value());
                }
                c = v.parent();
            } else if (c instanceof Cancellable x) {
                c = x.parent();
            } else if (c instanceof Detached d) {
                c = d.parent();
            } else {
                return Option.none();
            }
        }
    }
}
