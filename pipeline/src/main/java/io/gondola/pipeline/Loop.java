package io.gondola.pipeline;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Exit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.control.Option;
import java.util.Arrays;

/** The loop of a segment: pulls elements from a source and takes each through the fused stages. */
final class Loop extends Frame {
    /*
     * Algorithm. The stages of an activation are an array; an element goes through it by a flat loop, without recursion. The answer of a
     * stage is the element for the next one, or something that stands in its place (Stage). Where a stage runs a program, the loop
     * notes the place (`at`, `index`, `input`) and returns the engine's signal; this frame lies below the program's frames, takes its
     * value, and goes on at that place.
     *
     * A stage or source that yields many elements from a pipeline (flatMap, concat, recover) answers with an activation, which goes on
     * top of a stack. The loop pulls from the top one. What leaves its last stage goes on in the outer one, at the stage that it
     * belongs to. When it has ended, the one below is pulled from again.
     *
     * The end of an activation: its source ends or is wanted no more (`done`); the source is closed; each stage is asked for what it
     * holds, from the top on, and what it answers goes through the stages below it; then it is popped.
     *
     * Failure. Looked for from the failing stage on downwards: an attempt, which turns the failing element into a value; or a handler
     * (recover, retry), which replaces the activation. The activations between are closed first, the top one first, so cleanups run
     * from the source on. If there is none the whole loop is closed, and the failure is the goroutine's.
     *
     * Invariants
     *   I1  All fields are the goroutine's own.
     *   I2  This frame is on the stack from begin to the end; above it are the frames of the program that a stage runs, or those of a
     *       cleanup, under a Closing.
     *   I3  While the goroutine is parked, `at`, `index` and `input` are where it goes on.
     *   I4  A source's close is called once, and nothing of the source afterwards.
     */
    private static final int CHECK = 256;

    /** In place of an index: what comes is not for a stage, but a reason to go on. */
    private static final int NOWHERE = -2;

    private static final int SOURCE = -1;

    private final Member member;
    private Activation[] stack = new Activation[4];
    private int depth;
    private Stage last;
    private int quota = CHECK;

    private Activation at;
    private int index;
    private Object input;

    /** What {@link #go} begins with: the answer of the stage at {@code index}. */
    private Object answer;

    /** Set by a stage that wants no more elements. */
    private boolean finished;

    /** How many activations on the stack are watched. */
    private int watches;

    /** Whether any activation has stages that want no more. */
    private boolean anyDone;

    // while activations are closed
    private enum After {
        PULL,
        ELEMENT,
        HANDLER,
        FAIL,
        LEAVE
    }

    private After after;
    private int closeTo;
    private Label closing;
    private PipelineException failure;

    /** What failed in cleanups. */
    private PipelineException cleanupFailure;

    private Exit exit;

    Loop(Member member) {
        this.member = member;
    }

    /** The stage that takes what leaves the others; it has its result when the loop has ended. */
    Stage lastStage() {
        return last;
    }

    Member member() {
        return member;
    }

    Object begin(Fiber f, Plan plan) throws Throwable {
        f.push(this);
        Activation outermost = Activation.outermost(plan, member.handled);
        last = outermost.stages[outermost.stages.length - 1];
        push(outermost);
        goOnAt(outermost, SOURCE, Mark.SKIP);
        return go(f);
    }

    // for stages and sources

    /** Runs {@code program}, which {@code operator}'s function has returned; the value, or a signal that the caller returns. */
    Object run(Fiber f, Go<?> program, Label operator) throws Throwable {
        if (program == null) {
            throw new NullPointerException("the function returned null in place of a program; return Go.unit() where"
                    + " there is nothing to do: operator=" + operator.operator());
        }
        return program instanceof Operation ? program.exec(f) : f.call(program);
    }

    /** The element that the stage was working on when it asked to run a program. */
    Object input() {
        return input;
    }

    /** Says that the stage which is being executed wants no more elements. */
    void finish() {
        finished = true;
    }

    /** The activation that is being worked on, as far as sources are concerned. */
    Activation pulled() {
        return stack[depth - 1];
    }

    private void push(Activation a) {
        watches += a.watch == null ? 0 : 1;
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
        }
        stack[depth++] = a;
    }

    private void goOnAt(Activation a, int i, Object x) {
        at = a;
        index = i;
        answer = x;
        input = null;
    }

    // the loop

    /** Goes on with `answer` of the stage `index` of `at`. Returns a signal, or the end's value. */
    private Object go(Fiber f) throws Throwable {
        Activation a = at;
        int i = index;
        Object in = input;
        Object x = answer;
        answer = null;
        boolean element = i >= 0 && a.stages[i].isAttempt() && isElement(x);
        while (true) {
            try {
                while (true) {
                    if (!element) {
                        if (x == null) {
                            throw new NullPointerException("the function yielded null; elements are never null");
                        }
                        if (finished) {
                            finished = false;
                            a.done = Math.max(a.done, i);
                            anyDone = true;
                        }
                        if (x instanceof Mark) {
                            if (x == Mark.END) {
                                Object v = ended(f, a, i);
                                if (v != null) {
                                    return v;
                                }
                                a = at;
                                i = index;
                                x = answer;
                                in = null;
                                element = isAttempted(a, i, x);
                                if (x != Mark.SKIP) {
                                    continue;
                                }
                            }
                            a = stack[depth - 1];
                            i = SOURCE;
                            in = null;
                            if (--quota <= 0) {
                                Object v = check(f);
                                if (v != null) {
                                    return v;
                                }
                            }
                            if (a.flush < 0 && !anyDone && watches == 0) {
                                x = a.source.next(this, f);
                                continue;
                            }
                            Object v = pull(f);
                            if (v != null) {
                                return v;
                            }
                            a = at;
                            i = index;
                            x = answer;
                            if (x == null) {
                                x = i < 0 ? a.source.next(this, f) : a.stages[i].atEnd(this, f);
                            } else {
                                element = isAttempted(a, i, x);
                            }
                            continue;
                        }
                        if (x instanceof Signal) {
                            at = a;
                            index = i;
                            input = in;
                            return x;
                        }
                        if (x instanceof Activation || x instanceof Inner) {
                            push(x instanceof Inner inner ? a.inner(inner.pipeline(), i) : (Activation) x);
                            x = Mark.SKIP;
                            continue;
                        }
                        if (x instanceof Failed failed) {
                            Object v = fail(f, a, i, failed.failure(), failed.ofElement());
                            if (v != null) {
                                return v;
                            }
                            a = at;
                            i = index;
                            x = answer;
                            in = null;
                            element = isAttempted(a, i, x);
                            continue;
                        }
                    }
                    element = false;
                    // an element
                    i++;
                    while (i == a.stages.length) {
                        i = a.outerIndex;
                        a = a.outer;
                    }
                    Stage s = a.stages[i];
                    in = x;
                    switch (s.code) {
                        case Stage.MAP -> {
                            x = ((MapStage) s).f.apply(x);
                            element = x != null;
                        }
                        case Stage.FILTER -> {
                            element = ((FilterStage) s).p.test(x);
                            if (!element) {
                                x = Mark.SKIP;
                            }
                        }
                        default -> x = s.apply(this, f, x);
                    }
                }
            } catch (Throwable t) {
                Object v = thrown(f, a, i, in, t);
                if (v != null) {
                    return v;
                }
                a = at;
                i = index;
                x = answer;
                in = null;
                element = isAttempted(a, i, x);
            }
        }
    }

    private static boolean isAttempted(Activation a, int i, Object x) {
        return i >= 0 && a.stages[i].isAttempt() && isElement(x);
    }

    private static boolean isElement(Object x) {
        return x != null && !(x instanceof Mark) && !(x instanceof Signal);
    }

    /** Finds what to ask next, when some source has ended: notes it in `at` and `index`. Null to go on, or what to return. */
    private Object pull(Fiber f) throws Throwable {
        while (true) {
            Activation a = stack[depth - 1];
            if (isRefused(a)) {
                Object v = close(f, depth - 1, After.PULL);
                if (v != null || answer != Mark.SKIP) {
                    return v;
                }
                continue;
            }
            for (Activation b = a; b != null && watches > 0; b = b.outer) {
                if (b.watch != null && !b.watch.enter(f)) {
                    return fail(f, b, SOURCE, b.watch.failure(), false);
                }
            }
            if (a.flush < 0) {
                goOnAt(a, SOURCE, a.done < 0 ? null : Mark.END);
                return null;
            }
            a.flush = Math.max(a.flush, a.done + 1);
            if (a.flush < a.stages.length) {
                goOnAt(a, a.flush, null);
                return null;
            }
            pop(f);
            if (depth == 0) {
                return leave(f, null);
            }
            lookWhoIsDone();
        }
    }

    private void pop(Fiber f) {
        Activation a = stack[--depth];
        stack[depth] = null;
        if (a.watch != null) {
            watches--;
            a.watch.close(f);
        }
    }

    private void lookWhoIsDone() {
        anyDone = false;
        for (int i = 0; i < depth; i++) {
            anyDone |= stack[i].done >= 0 || stack[i].flush >= 0;
        }
    }

    private static boolean isRefused(Activation a) {
        for (Activation inner = a; inner.outer != null; inner = inner.outer) {
            if (inner.outer.refuses(inner.outerIndex)) {
                return true;
            }
        }
        return false;
    }

    /** The source of {@code a} has ended, or its stage {@code i} holds nothing more. */
    private Object ended(Fiber f, Activation a, int i) throws Throwable {
        anyDone = true;
        goOnAt(stack[depth - 1], SOURCE, Mark.SKIP);
        if (i >= 0) {
            a.flush = i + 1;
            return null;
        }
        a.flush = a.done + 1;
        closeTo = depth;
        after = After.PULL;
        if (closeSource(f, a)) {
            return Signal.CALL;
        }
        return cleanupFailure == null ? null : closed(f);
    }

    /** Every so often: hears of the cancellation, and lets others run. */
    private Object check(Fiber f) throws Throwable {
        quota = CHECK;
        if (member.isCancelled()) {
            return close(f, 0, After.LEAVE);
        }
        boolean switches = f.scheduler().deterministic();
        if (!switches && f.round()) {
            return null;
        }
        goOnAt(stack[depth - 1], NOWHERE, null);
        return switches ? Go.gosched().exec(f) : f.yieldThen(Go.unit());
    }

    // what programs of stages yield

    @Override
    public Object resume(Fiber f, Object value) throws Throwable {
        if (index == NOWHERE) {
            goOnAt(at, SOURCE, Mark.SKIP);
            return go(f);
        }
        try {
            answer = index < 0 ? at.source.resumed(this, f, value) : at.stages[index].resumed(this, f, value);
        } catch (Throwable t) {
            Object v = thrown(f, at, index, input, t);
            if (v != null) {
                return v;
            }
        }
        return go(f);
    }

    @Override
    public Object unwind(Fiber f, Unwinding u) throws Throwable {
        f.push(this);
        if (u instanceof Exit e) {
            Activation expired = member.isCancelled() ? null : expired();
            if (expired != null) {
                Object v = fail(f, expired, SOURCE, expired.watch.failure(), false);
                return v != null ? v : go(f);
            }
            exit = e;
            return close(f, 0, After.LEAVE);
        }
        Object v = thrown(f, at, Math.max(index, SOURCE), input, thrownBy(u));
        return v != null ? v : go(f);
    }

    /** The outermost activation whose watch has given up the wait; null if none has. */
    private Activation expired() {
        for (int i = 0; i < depth; i++) {
            if (stack[i].watch != null && stack[i].watch.hasFired()) {
                return stack[i];
            }
        }
        return null;
    }

    private static Throwable thrownBy(Unwinding u) {
        if (u instanceof Panicking p) {
            p.markRecovered();
            return p.thrown();
        }
        return new IllegalStateException("called goexit");
    }

    // failure

    private Object thrown(Fiber f, Activation a, int i, Object in, Throwable t) throws Throwable {
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
            return fail(f, expired, SOURCE, expired.watch.failure(), false);
        }
        return fail(f, a, i, e, i >= 0 ? in != null : a.source.failsByElement());
    }

    /**
     * Stage {@code i} of {@code a}, or its source, has failed. Null to go on where `at`, `index` and `answer` say, or what to return.
     */
    private Object fail(Fiber f, Activation a, int i, PipelineException e, boolean ofElement) throws Throwable {
        failure = e;
        Activation b = a;
        int k = i;
        int cut = depth;
        boolean one = ofElement;
        while (true) {
            int attempt = one ? b.attemptFrom(k + 1) : -1;
            if (attempt >= 0) {
                goOnAt(b, attempt, b.stages[attempt].elementOf(e, this));
                return close(f, cut, After.ELEMENT);
            }
            if (b.handler != null) {
                at = b.outer;
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

    private Object close(Fiber f, int to, After then) throws Throwable {
        closeTo = to;
        after = then;
        return closeMore(f);
    }

    /** Closes what is to be closed. Null to go on where `at`, `index` and `answer` say, or what to return. */
    private Object closeMore(Fiber f) throws Throwable {
        while (depth > closeTo) {
            if (closeSource(f, stack[depth - 1])) {
                return Signal.CALL;
            }
            pop(f);
        }
        return closed(f);
    }

    /** Returns whether a program was called that closes it. */
    private boolean closeSource(Fiber f, Activation a) {
        if (a.closed) {
            return false;
        }
        a.closed = true;
        closing = a.source.label;
        try {
            Go<?> program = a.source.close(this, f);
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

    private void cleanupFailed(Throwable t) {
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

    private Object closed(Fiber f) throws Throwable {
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
                Object x;
                try {
                    x = a.source.failed(this, f, e);
                } catch (Throwable t) {
                    return thrown(f, a, SOURCE, null, t);
                }
                if (x == null) {
                    return fail(f, a, SOURCE, e, false);
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
    private Object leave(Fiber f, PipelineException why) {
        member.failure = why;
        f.pop();
        return exit != null ? f.unwind(exit) : Unit.UNIT;
    }

    /** A cleanup runs: its waits are not given up. */
    private static final class Closing extends Frame {
        private final Loop loop;

        Closing(Loop loop) {
            this.loop = loop;
        }

        private Object next(Fiber f) throws Throwable {
            Object v = loop.closeMore(f);
            return v != null ? v : loop.go(f);
        }

        @Override
        public Object resume(Fiber f, Object value) throws Throwable {
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
