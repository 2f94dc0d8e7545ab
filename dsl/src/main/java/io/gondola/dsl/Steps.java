package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import java.util.Arrays;

/** A few programs one after another; the value is that of the last one. */
final class Steps<A> extends Shallow<A> {
    /** A chain of more steps is nested. So making one is linear in its length, and executing one takes a bounded time. */
    private static final int MAX_LENGTH = 16;

    final Go<?>[] steps;

    private Steps(Go<?>[] steps) {
        this.steps = steps;
    }

    static <A> Go<A> of(Go<?> first, Go<? extends A> second) {
        if (!(first instanceof Steps) && !(second instanceof Steps)) {
            return new Steps<>(new Go<?>[] {first, second});
        }
        Go<?>[] a = steps(first);
        Go<?>[] b = steps(second);
        if (a.length + b.length > MAX_LENGTH) {
            return new Steps<>(new Go<?>[] {first, second});
        }
        Go<?>[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return new Steps<>(both);
    }

    private static Go<?>[] steps(Go<?> program) {
        return program instanceof Steps<?> s ? s.steps : new Go<?>[] {program};
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Go<?>[] all = steps;
        int last = all.length - 1;
        for (int i = 0; i < last; i++) {
            Go<?> step = all[i];
            Object v = execOperation(step, f);
            if (v instanceof Signal) {
                f.push(new Rest(all, i + 1));
                return v;
            }
        }
        return execOperation(all[last], f);
    }

    @Override
    public void outline(Outline out) {
        for (Go<?> step : steps) {
            out.step(step);
        }
    }

    /** The steps that are still to come: it stays on the stack until the last one. */
    static final class Rest extends Frame {
        private final Go<?>[] steps;
        private int next;

        Rest(Go<?>[] steps, int next) {
            this.steps = steps;
            this.next = next;
        }

        @Override
        public Object resume(Fiber f, Object value) throws Throwable {
            int last = steps.length - 1;
            while (next < last) {
                Object v = execOperation(steps[next++], f);
                if (v instanceof Signal) {
                    return v;
                }
            }
            f.pop();
            return execOperation(steps[last], f);
        }
    }
}
