package io.gondola.pipeline;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.MeterCell;
import io.gondola.dsl.engine.Meters;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Signal;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The operators that watch what is above them: {@code timeout}, {@code within} and {@code meter}. */
final class Limits {
    private Limits() {}

    private static Activation watched(Loop loop, Pipeline<?> part, Watch watch) {
        Activation a = loop.pulled().nested(part, watch.lastStage(), null);
        a.watch = watch;
        return a;
    }

    static final class Timeout extends Source {
        private final Pipeline<?> part;
        private final Duration limit;

        /** Null before the first element is asked for. */
        private @Nullable PerElement watch;

        Timeout(Label label, Pipeline<?> part, Duration limit) {
            super(label);
            this.part = part;
            this.limit = limit;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            if (watch != null) {
                return Mark.END;
            }
            watch = new PerElement(label, loop.member(), limit);
            return watched(loop, part, watch);
        }

        @Override
        @Nullable
        Go<?> close(Loop loop, Fiber f) {
            return watch == null ? null : watch.awaitExpiries();
        }
    }

    /** A timer, which is set for each element; what expires the watch knows for which one it was meant. */
    private static final class PerElement extends Watch {
        private final Duration limit;

        /** Counts elements; written by the goroutine, read by who expires the watch, under the lock. */
        private int element;

        /** Set or not; null if it has to be made. The goroutine's own. */
        private @Nullable Alarm alarm;

        private boolean isSet;

        /** Those of alarms that have gone off: their goroutines run, or will. The goroutine's own. */
        private List<Expiry> expiries = List.of();

        PerElement(Label label, Member member, Duration limit) {
            super(label, member);
            this.limit = limit;
        }

        @Override
        void entered(Fiber f) {
            lock();
            int e = ++element;
            unlock();
            if (alarm == null) {
                alarm = new Alarm(f, new Expiry(this, () -> new TimeoutException("no element within " + limit)));
            }
            alarm.expiry.meantFor = e;
            long deadline = Nanos.after(f.scheduler().nanoTime(), Nanos.of(limit));
            isSet = deadline != Long.MAX_VALUE; // that never comes
            boolean unused = isSet && f.scheduler().arm(alarm, deadline);
        }

        @Override
        void left(Fiber f) {
            if (!isSet || alarm == null) { // what is set is there
                return;
            }
            isSet = false;
            boolean inTime = f.scheduler().disarm(alarm);
            lock();
            element++;
            unlock();
            if (!inTime) {
                expiries = new ArrayList<>(expiries);
                expiries.add(alarm.expiry);
                alarm = null;
            }
        }

        @Override
        boolean isMeant(int meantFor) {
            return meantFor == element;
        }

        /** Null if there are none. */
        @Nullable
        Go<?> awaitExpiries() {
            return expiries.isEmpty()
                    ? null
                    : Go.sequence(expiries.stream().map(Expiry::awaitEnd).toList());
        }
    }

    /** Starts the goroutine of an expiry: what is done there takes locks that must not be taken while a timer fires. */
    private static final class Alarm extends TimerTask {
        private final Program program;
        private final Fiber goroutine;
        private final Expiry expiry;

        Alarm(Fiber maker, Expiry expiry) {
            this.program = maker.program();
            this.expiry = expiry;
            this.goroutine = maker.child(expiry.body());
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
        private @Nullable Watch watch;

        @SuppressWarnings("NullAway.Init") // watchContext makes it
        private Expiry expiry;

        private @Nullable Go<Boolean> takeBack;

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
            Object v = loop.run(f, ctx.err(), label);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        @SuppressWarnings("unchecked") // of afterFunc
        Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
            if (value instanceof Option<?> ended) { // before anything of the part has run
                if (ended.isDefined()) {
                    throw (Throwable) ended.get();
                }
                return watchContext(loop, f);
            }
            takeBack = (Go<Boolean>) value;
            return watched(loop, part, Objects.requireNonNull(watch));
        }

        private Object watchContext(Loop loop, Fiber f) throws Throwable {
            Go<?> body = ctx.err().flatMap(why -> {
                expiry.why = why::get;
                return expiry.body();
            });
            expiry = new Expiry(Objects.requireNonNull(watch), null);
            Object v = loop.run(f, ctx.afterFunc(body), label);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        @Nullable
        Go<?> close(Loop loop, Fiber f) {
            return takeBack == null ? null : takeBack.flatMap(inTime -> inTime ? Go.unit() : expiry.awaitEnd());
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
            MeterCell cell = Sizes.open(Meters.of(f.scheduler()).named(name), part, loop.member().run);
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
