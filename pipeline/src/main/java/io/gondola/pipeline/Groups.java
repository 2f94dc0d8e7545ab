package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.vavr.CheckedPredicate;
import io.vavr.collection.Array;
import java.util.ArrayDeque;
import java.util.Deque;

/** The synchronous operators that put elements together. */
final class Groups {
    private Groups() {}

    /** {@code batch(n)}. */
    static final class Batch extends Stage {
        private final int n;
        private final Group held = new Group();

        Batch(Label label, int n) {
            super(label);
            this.n = n;
        }

        @Override
        Stage fresh() {
            return new Batch(label, n);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            held.append(x);
            return held.size() < n ? Mark.SKIP : held.take();
        }

        @Override
        Object atEnd(Loop loop, Fiber f) {
            return held.isEmpty() ? Mark.END : held.take();
        }
    }

    /** {@code window(n, step)}. */
    static final class Window extends Stage {
        private final int n;
        private final int step;
        private final Deque<Object> held = new ArrayDeque<>();
        private int skip;

        Window(Label label, int n, int step) {
            super(label);
            this.n = n;
            this.step = step;
        }

        @Override
        Stage fresh() {
            return new Window(label, n, step);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            if (skip > 0) {
                skip--;
                return Mark.SKIP;
            }
            held.add(x);
            if (held.size() < n) {
                return Mark.SKIP;
            }
            Object window = Array.ofAll(held);
            for (int i = 0; i < step && !held.isEmpty(); i++) {
                held.removeFirst();
            }
            skip = Math.max(0, step - n);
            return window;
        }
    }

    /** {@code splitWhen}. */
    static final class SplitWhen extends Stage {
        private final CheckedPredicate<Object> startsNew;
        private final Group held = new Group();

        SplitWhen(Label label, CheckedPredicate<Object> startsNew) {
            super(label);
            this.startsNew = startsNew;
        }

        @Override
        Stage fresh() {
            return new SplitWhen(label, startsNew);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            Object group = startsNew.test(x) && !held.isEmpty() ? held.take() : Mark.SKIP;
            held.append(x);
            return group;
        }

        @Override
        Object atEnd(Loop loop, Fiber f) {
            return held.isEmpty() ? Mark.END : held.take();
        }
    }
}
