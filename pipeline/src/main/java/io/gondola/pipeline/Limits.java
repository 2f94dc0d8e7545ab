package io.gondola.pipeline;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.MeterCell;
import io.gondola.dsl.engine.Meters;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The operators that watch what is above them: {@code timeout}, {@code within} and {@code meter}. */
final class Limits {
    private Limits() {}

    private static Activation watched(Loop loop, Pipeline<?> part, Watch watch) {
        Activation a = loop.pulled().nested(part, watch.exit(), null);
        a.watch = watch;
        return a;
    }

    /** Expires a watch, in a goroutine of its own. */
    private static final class Expire extends Operation<Unit> implements Visible {
        private final Watch watch;
        private final Throwable why;
        private final Runnable before;

        Expire(Watch watch, Throwable why, Runnable before) {
            this.watch = watch;
            this.why = why;
            this.before = before;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            before.run();
            watch.expire(why);
            return Unit.UNIT;
        }

        @Override
        public OpKind kind() {
            return OpKind.OTHER;
        }
    }

    static final class Timeout extends Source {
        private final Pipeline<?> part;
        private final Duration limit;
        private boolean begun;

        Timeout(Label label, Pipeline<?> part, Duration limit) {
            super(label);
            this.part = part;
            this.limit = limit;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            if (begun) {
                return Mark.END;
            }
            begun = true;
            return watched(loop, part, new PerElement(label, loop.member(), limit));
        }
    }

    /** A timer for each element; what expires the watch knows for which one it was meant. */
    private static final class PerElement extends Watch {
        private final Duration limit;

        /** Counts elements; written by the goroutine and by who expires the watch, under the lock. */
        private int element;

        private int meant;
        private Alarm alarm;

        PerElement(Label label, Member member, Duration limit) {
            super(label, member);
            this.limit = limit;
        }

        @Override
        void entered(Fiber f) {
            lock();
            int e = ++element;
            unlock();
            Throwable why = new TimeoutException("no element within " + limit);
            Expire expire = new Expire(this, why, () -> {
                lock();
                meant = e;
                unlock();
            });
            alarm = new Alarm(f, f.child(expire));
            f.scheduler().arm(alarm, Nanos.after(f.scheduler().nanoTime(), Nanos.of(limit)));
        }

        @Override
        void left(Fiber f) {
            if (alarm != null) {
                f.scheduler().disarm(alarm);
                alarm = null;
                lock();
                element++;
                unlock();
            }
        }

        @Override
        boolean isMeant() {
            return meant == element;
        }
    }

    /** Starts a goroutine. */
    private static final class Alarm extends TimerTask {
        private final Program program;
        private final Fiber goroutine;

        Alarm(Fiber maker, Fiber goroutine) {
            this.program = maker.program();
            this.goroutine = goroutine;
        }

        @Override
        protected long fire(long now) {
            goroutine.scheduler().spawn(goroutine);
            return Long.MAX_VALUE;
        }

        @Override
        protected Program program() {
            return program;
        }
    }

    static final class Within extends Source {
        private final Pipeline<?> part;
        private final Context ctx;
        private Watch watch;
        private Go<Boolean> takeBack;

        Within(Label label, Pipeline<?> part, Context ctx) {
            super(label);
            this.part = part;
            this.ctx = ctx;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            if (watch != null) {
                return Mark.END;
            }
            watch = new Watch(label, loop.member()) {};
            Watch w = watch;
            Go<Unit> expire = ctx.err().flatMap(why -> new Expire(w, why.get(), () -> {}));
            Object v = loop.run(f, ctx.afterFunc(expire), label);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        @SuppressWarnings("unchecked") // of afterFunc
        Object resumed(Loop loop, Fiber f, Object value) {
            takeBack = (Go<Boolean>) value;
            return watched(loop, part, watch);
        }

        @Override
        Go<?> close(Loop loop, Fiber f) {
            return takeBack;
        }
    }

    static final class Metered extends Source {
        private final Pipeline<?> part;
        private final String name;
        private boolean begun;

        Metered(Label label, Pipeline<?> part, String name) {
            super(label);
            this.part = part;
            this.name = name;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            if (begun) {
                return Mark.END;
            }
            begun = true;
            MeterCell cell = Meters.of(f.scheduler()).named(name).open(Sizes.of(part));
            return watched(loop, part, new Counting(label, loop.member(), cell));
        }
    }

    /** Measures the times between what the loop does. */
    private static final class Counting extends Watch {
        private final MeterCell cell;

        Counting(Label label, Member member, MeterCell cell) {
            super(label, member);
            this.cell = cell;
        }

        @Override
        void entered(Fiber f) {
            cell.asked(f.scheduler().nanoTime());
        }

        @Override
        void passed(Fiber f) {
            cell.passed();
        }

        @Override
        void left(Fiber f) {
            cell.came(f.scheduler().nanoTime());
        }

        @Override
        void closed() {
            cell.close();
        }
    }
}
