package io.gondola.pipeline;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Breaking;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stack of activations of a {@link Loop}: how they fail and are closed. */
abstract class Activations extends Frame {
    /*
     * Failure. Looked for from the failing stage on downwards: an attempt, which turns the failing element into a
     * value; or a handler (recover, retry), which replaces the activation. The activations between are closed first,
     * the top one first, so cleanups run from the source on. If there is none the whole loop is closed, and the failure
     * is the goroutine's.
     */
    static final int SOURCE = -1;

    private static final String GOEXIT = "called goexit";

    final Member member;
    Activation[] stack = new Activation[4];
    int depth;

    /** Where the loop goes on, with what the stage there was given, and what it has answered. */
    @SuppressWarnings("NullAway.Init") // begin says
    Activation at;

    int index;

    @Nullable
    Object input;

    @Nullable
    Object answer;

    /** Set by a stage that wants no more elements. */
    boolean finished;

    /** How many activations on the stack are watched. */
    int watches;

    // while activations are closed
    enum After {
        PULL,
        ELEMENT,
        HANDLER,
        FAIL,
        LEAVE
    }

    @SuppressWarnings("NullAway.Init") // close says
    After after;

    int closeTo;

    @SuppressWarnings("NullAway.Init") // closeSource says
    private Label closing;

    private @Nullable PipelineException failure;

    /** What failed in cleanups. */
    @Nullable
    PipelineException cleanupFailure;

    @Nullable
    Breaking breaking;

    Activations(Member member) {
        this.member = member;
    }

    /** Goes on where `at`, `index` and `answer` say. Returns a signal, or the end's value. */
    abstract Object go(Fiber f) throws Throwable;

    /** This one, for stages and sources. */
    abstract Loop loop();

    final void push(Activation a) {
        watches += a.watch == null ? 0 : 1;
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        stack[depth++] = a;
    }

    final void goOnAt(Activation a, int i, @Nullable Object x) {
        at = a;
        index = i;
        answer = x;
        input = null;
    }

    final void pop(Fiber f) {
        Activation a = stack[--depth];
        stack[depth] = null;
        if (a.watch != null) {
            watches--;
            a.watch.close(f);
        }
    }

    /** The outermost activation whose watch has given up the wait; null if none has. */
    final @Nullable Activation expired() {
        for (int i = 0; i < depth; i++) {
            Watch watch = stack[i].watch;
            if (watch != null && watch.hasFired()) {
                return stack[i];
            }
        }
        return null;
    }

    /** Of one that {@link #expired} has found. */
    static PipelineException failureOf(Activation expired) {
        return Objects.requireNonNull(expired.watch).failure();
    }

    static Throwable thrownBy(Unwinding u) {
        if (u instanceof Panicking p) {
            p.markRecovered();
            return p.thrown();
        }
        return new IllegalStateException(GOEXIT);
    }

    /** Whether this is the failure of a stage whose function called {@code goexit}. */
    static boolean isGoexit(PipelineException e) {
        return e.getCause() instanceof IllegalStateException
                && GOEXIT.equals(e.getCause().getMessage());
    }

    // failure

    final @Nullable Object thrown(Fiber f, Activation a, int i, @Nullable Object in, Throwable t) throws Throwable {
        if (t instanceof FatalError) {
            throw t;
        }
        finished = false;
        PipelineException e = new PipelineException(a.labelOf(i), i < 0 ? Option.none() : Option.of(in), t);
        if (member.isCancelled()) {
            member.run.suppress(e);
            return close(f, 0, After.LEAVE);
        }
        Activation expired = watches > 0 && Run.isInterrupt(e.getCause()) ? expired() : null;
        if (expired != null) {
            return fail(f, expired, SOURCE, failureOf(expired), false);
        }
        return fail(f, a, i, e, i >= 0 ? in != null : a.source.failsByElement());
    }

    /**
     * Stage {@code i} of {@code a}, or its source, has failed. Null to go on where `at`, `index` and `answer` say, or
     * what to return.
     */
    final @Nullable Object fail(Fiber f, Activation a, int i, PipelineException e, boolean ofElement) throws Throwable {
        failure = e;
        Activation b = a;
        int k = i;
        int cut = depth;
        boolean one = ofElement;
        while (true) {
            int attempt = one ? b.attemptFrom(k + 1) : -1;
            if (attempt >= 0) {
                goOnAt(b, attempt, b.stages[attempt].elementOf(e, loop()));
                return close(f, cut, After.ELEMENT);
            }
            if (b.handler != null) {
                at = Objects.requireNonNull(b.outer); // the outermost has no handler
                return close(f, position(b), After.HANDLER);
            }
            if (b.outer == null) {
                if (!member.handled) {
                    member.run.fail(e);
                }
                return close(f, 0, After.FAIL);
            }
            if (!b.transparent || !one) {
                cut = position(b);
            }
            one |= !b.transparent;
            k = b.outerIndex - 1;
            b = b.outer;
        }
    }

    private int position(Activation a) {
        int i = depth - 1;
        while (stack[i] != a) {
            i--;
        }
        return i;
    }

    // closing

    final @Nullable Object close(Fiber f, int to, After then) throws Throwable {
        closeTo = to;
        after = then;
        return closeMore(f);
    }

    /** Whether what is being closed has ended or is wanted no more, and has neither failed nor been cancelled. */
    final boolean isClosingAtEnd() {
        return after == After.PULL && !member.isCancelled() && member.run.failure() == null;
    }

    /** Closes what is to be closed. Null to go on where `at`, `index` and `answer` say, or what to return. */
    final @Nullable Object closeMore(Fiber f) throws Throwable {
        while (depth > closeTo) {
            if (closeSource(f, stack[depth - 1])) {
                return Signal.CALL;
            }
            pop(f);
        }
        return closed(f);
    }

    /** Returns whether a program was called that closes it. */
    final boolean closeSource(Fiber f, Activation a) {
        if (a.closed) {
            return false;
        }
        a.closed = true;
        closing = a.source.label;
        try {
            Go<?> program = a.source.close(loop(), f);
            if (program == null) {
                return false;
            }
            f.push(new Closing(this));
            Object unused = f.call(program);
            return true;
        } catch (Throwable t) {
            cleanupFailed(t);
            return false;
        }
    }

    final void cleanupFailed(Throwable t) {
        PipelineException e =
                t instanceof Crew.Late late ? late.failure() : new PipelineException(closing, Option.none(), t);
        if (failure == e) {
            return;
        }
        if (failure != null) {
            failure.addSuppressed(e);
        } else if (member.run.failure() != null) {
            member.run.suppress(e);
        } else if (cleanupFailure == null) {
            cleanupFailure = e;
        } else {
            cleanupFailure.addSuppressed(e);
        }
    }

    final @Nullable Object closed(Fiber f) throws Throwable {
        PipelineException e = failure;
        failure = null;
        PipelineException late = cleanupFailure;
        cleanupFailure = null;
        switch (after) {
            case PULL -> {
                if (late != null) {
                    return fail(f, stack[depth - 1], SOURCE, late, false);
                }
                goOnAt(stack[depth - 1], SOURCE, Mark.SKIP);
                return null;
            }
            case ELEMENT -> {
                return null;
            }
            case HANDLER -> {
                Activation a = at;
                PipelineException why = Objects.requireNonNull(e); // without one no handler is asked
                Object x;
                try {
                    x = a.source.failed(loop(), f, why);
                } catch (Throwable t) {
                    return thrown(f, a, SOURCE, null, t);
                }
                if (x == null) {
                    return fail(f, a, SOURCE, why, false);
                }
                goOnAt(a, SOURCE, x);
                return null;
            }
            default -> {
                return leave(f, after == After.FAIL ? e : late);
            }
        }
    }

    /** The end. */
    final Object leave(Fiber f, @Nullable PipelineException why) {
        member.failure = why;
        member.failedLate = after == After.LEAVE && why != null;
        f.pop();
        return breaking != null ? f.unwind(breaking) : Unit.UNIT;
    }

    /** A cleanup runs: its waits are not given up. */
    private static final class Closing extends Frame {
        private final Activations loop;

        Closing(Activations loop) {
            this.loop = loop;
        }

        final Object next(Fiber f) throws Throwable {
            Object v = loop.closeMore(f);
            return v != null ? v : loop.go(f);
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            f.pop();
            return next(f);
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) throws Throwable {
            loop.cleanupFailed(thrownBy(u));
            return next(f);
        }

        @Override
        public boolean isCleanup() {
            return true;
        }
    }
}
