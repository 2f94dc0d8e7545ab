package io.gondola.dsl.interop;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Surrounding;
import io.gondola.dsl.engine.Unwinding;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;

/**
 * Log4j's {@link ThreadContext} for goroutines: what is put into it belongs to the goroutine and not to the thread that
 * happens to run it.
 *
 * <pre>{@code
 * Go<Unit> handle(Request r) {
 *     return LogContext.with("request", r.id(), lookUp(r).flatMap(a -> run(() -> LOG.info("found {}", a))));
 * }
 * }</pre>
 *
 * <p>While the body runs, its Java code finds the entry on whichever thread it runs, in {@link Go#blocking} too, and
 * other goroutines do not. What the code puts there itself, also onto the context's stack, goes with the goroutine as
 * well, until the outermost of these bodies ends; the thread then has again what it had before. A goroutine without
 * such a body pays nothing.
 *
 * <p>A goroutine that the body starts has a copy of what was there when it was started, for all its life. Log4j does so
 * for threads if {@code isThreadContextMapInheritable} is set, which is not its default; but it cannot know that a
 * thread belongs to a request, while a body does.
 *
 * <p>Each time that the goroutine comes to a thread or leaves one, the maps are exchanged, which costs a copy. Not in
 * Go.
 */
@CheckReturnValue
public final class LogContext {
    private LogContext() {}

    /**
     * Runs {@code body} with {@code value} under {@code key}. Afterwards, however the body ends, the key has its former
     * value again, or none.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     */
    public static <A> Go<A> with(String key, String value, Go<A> body) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return new With<>(Map.of(key, value), Objects.requireNonNull(body, "body"));
    }

    /** As {@link #with(String, String, Go)}, for some entries, of which a copy is made. */
    public static <A> Go<A> with(Map<String, String> entries, Go<A> body) {
        Map<String, String> copy = Map.copyOf(Objects.requireNonNull(entries, "entries"));
        return new With<>(copy, Objects.requireNonNull(body, "body"));
    }

    private static final class With<A> extends Go<A> {
        private final Map<String, String> entries;
        private final Go<A> body;

        With(Map<String, String> entries, Go<A> body) {
            this.entries = entries;
            this.body = body;
        }

        @Override
        public Object exec(Fiber f) {
            Surrounding outermost = f.surrounding() == null ? new Carried(Contents.ofThread()) : null;
            if (outermost != null) {
                outermost.surround(f);
            }
            Map<String, String> before = new HashMap<>();
            entries.keySet().forEach(key -> before.put(key, ThreadContext.get(key)));
            ThreadContext.putAll(entries);
            f.push(new Restoring(before, outermost));
            return f.call(body);
        }

        @Override
        public void outline(Outline out) {
            out.line("log context " + entries.keySet().stream().sorted().toList());
            out.inner(body);
        }
    }

    private static final class Restoring extends Frame {
        /** Null for a key that had no value. */
        private final Map<String, String> before;

        /** Null if an outer body stays. */
        private final @Nullable Surrounding outermost;

        Restoring(Map<String, String> before, @Nullable Surrounding outermost) {
            this.before = before;
            this.outermost = outermost;
        }

        private void restore(Fiber f) {
            if (outermost != null) {
                outermost.release(f);
                return;
            }
            before.forEach((key, value) -> {
                if (value == null) {
                    ThreadContext.remove(key);
                } else {
                    ThreadContext.put(key, value);
                }
            });
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            restore(f);
            return value;
        }

        @Override
        public @Nullable Object unwind(Fiber f, Unwinding u) throws Throwable {
            restore(f);
            return super.unwind(f, u);
        }
    }

    /**
     * The context of one goroutine: while it runs on a thread in its place, what the thread had before; otherwise its
     * own.
     */
    private static final class Carried extends Surrounding {
        private Contents other;

        Carried(Contents own) {
            other = own;
        }

        @Override
        protected void enter() {
            exchange();
        }

        @Override
        protected void leave() {
            exchange();
        }

        private void exchange() {
            Contents here = Contents.ofThread();
            other.install();
            other = here;
        }

        @Override
        protected Surrounding inherited() {
            return new Carried(Contents.ofThread());
        }
    }

    private record Contents(Map<String, String> map, ThreadContext.ContextStack stack) {
        static Contents ofThread() {
            return new Contents(ThreadContext.getImmutableContext(), ThreadContext.getImmutableStack());
        }

        void install() {
            ThreadContext.clearMap();
            if (!map.isEmpty()) {
                ThreadContext.putAll(map);
            }
            if (!stack.isEmpty() || ThreadContext.getDepth() > 0) {
                ThreadContext.setStack(stack.asList());
            }
        }
    }
}
