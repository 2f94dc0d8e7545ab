package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import org.jspecify.annotations.Nullable;

/** A few programs one after another; the value is that of the last one. */
final class Steps<A> extends Shallow<A> {
    /*
     * Steps are a list: while one of them runs the frame has the rest of it, so that what is behind is garbage. Only
     * descriptions of this class are lists: `rest` is one if its steps belong to this one, and otherwise the last step.
     */

    /** A longer chain is nested. So making one is linear in its length, and executing one takes a bounded time. */
    private static final int MAX_LENGTH = 16;

    final Go<?> first;
    final Go<? extends A> rest;
    final int length;

    private Steps(Go<?> first, Go<? extends A> rest, int length) {
        this.first = first;
        this.rest = rest;
        this.length = length;
    }

    static <A> Go<A> of(Go<?> first, Go<? extends A> second) {
        int before = length(first);
        int after = length(second);
        return before + after > MAX_LENGTH
                ? new Steps<>(first, second, 2)
                : before == 1 ? new Steps<>(first, second, after + 1) : ((Steps<?>) first).followedBy(second, after);
    }

    private static int length(Go<?> program) {
        return program instanceof Steps<?> s ? s.length : 1;
    }

    private <B> Go<B> followedBy(Go<? extends B> second, int after) {
        if (length == 2) { // mostly: `lock().then(…).then(unlock())` in a lambda, of which the compiler then keeps one
            // list
            return new Steps<>(first, new Steps<B>(rest, second, after + 1), after + 2);
        }
        Go<? extends B> both = second;
        Go<?>[] own = new Go<?>[length];
        Go<?> at = this;
        for (int i = 0; i < length - 1; i++) {
            own[i] = ((Steps<?>) at).first;
            at = ((Steps<?>) at).rest;
        }
        own[length - 1] = at;
        for (int i = length - 1; i >= 0; i--) {
            both = new Steps<>(own[i], both, after + length - i);
        }
        @SuppressWarnings("unchecked") // Go is covariant
        Go<B> result = (Go<B>) both;
        return result;
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        Steps<?> at = this;
        while (true) {
            Object v = execOperation(at.first, f);
            if (v instanceof Signal) {
                f.push(new Rest(at));
                return v;
            }
            if (at.length == 2) {
                return execOperation(at.rest, f);
            }
            at = (Steps<?>) at.rest;
        }
    }

    @Override
    public void outline(Outline out) {
        out.step(first);
        out.step(rest);
    }

    /** The steps that are still to come: it stays on the stack until the last one. */
    static final class Rest extends Frame {
        private Go<?> rest;
        private int length;

        Rest(Steps<?> begun) {
            this.rest = begun.rest;
            this.length = begun.length - 1;
        }

        @Override
        public boolean isLeftSilently() {
            return true;
        }

        /** Takes the next step; if it is the last one, this frame has nothing left to do. */
        Go<?> next() {
            if (--length == 0) {
                return rest;
            }
            Steps<?> at = (Steps<?>) rest;
            rest = at.rest;
            return at.first;
        }

        boolean isOver() {
            return length == 0;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) throws Throwable {
            while (true) {
                Go<?> step = next();
                if (length == 0) {
                    f.pop();
                    return execOperation(step, f);
                }
                Object v = execOperation(step, f);
                if (v instanceof Signal) {
                    return v;
                }
            }
        }
    }
}
