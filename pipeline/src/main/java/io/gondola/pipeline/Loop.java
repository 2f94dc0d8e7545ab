package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Breaking;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The loop of a segment: pulls elements from a source and takes each through the fused stages. */
@SuppressWarnings("UnusedVariable") // the room
final class Loop extends Activations {
    /*
     * Algorithm. The stages of an activation are an array. As long as nothing unusual happens a pass takes elements
     * from the source through all of them (StagePass). Whatever else there is to do is done here, where an element goes
     * through what is left of its way by a flat loop, without recursion. The answer of a stage is the element for the
     * next one, or something that stands in its place (Stage). Where a stage runs a program, the loop notes the place
     * (`at`, `index`, `input`) and returns the engine's signal; this frame lies below the program's frames, takes its
     * value, and goes on at that place.
     *
     * A stage or source that yields many elements from a pipeline (flatMap, concat, recover) answers with an
     * activation, which goes on top of a stack. The loop pulls from the top one. What leaves its last stage goes on in
     * the outer one, at the stage that it belongs to. When it has ended, the one below is pulled from again.
     *
     * The end of an activation: its source ends or is wanted no more (`done`); the source is closed; each stage is
     * asked for what it holds, from the top on, and what it answers goes through the stages below it; then it is
     * popped.
     *
     * Failure: see Activations.
     *
     * Invariants
     *   I1  All fields are the goroutine's own.
     *   I2  This frame is on the stack from begin to the end; above it are the frames of the program that a stage runs,
     *       or those of a cleanup, under a Closing.
     *   I3  While the goroutine is parked, `at`, `index` and `input` are where it goes on.
     *   I4  A source's close is called once, and nothing of the source afterwards.
     */
    private static final int CHECK = 256;

    private static final int ROOM = 16;

    /** In place of an index: what comes is not for a stage, but a reason to go on. */
    private static final int NOWHERE = -2;

    /** In place of an index: a pass has noted the place. */
    private static final int PASSING = -4;

    @SuppressWarnings("NullAway.Init") // begin makes it
    private Stage last;

    /** How many elements may be pulled before this loop looks whether it was cancelled, and lets others run. */
    int quota = CHECK;

    /** Whether any activation has stages that want no more. */
    private boolean anyDone;

    /** Room in memory, of two cache lines, between what this goroutine writes for each element and what others do. */
    private final long[] roomBefore;

    @SuppressWarnings("NullAway.Init") // begin makes it
    private long[] roomAfter;

    private Loop(Member member, long[] roomBefore) {
        super(member);
        this.roomBefore = roomBefore;
    }

    static Loop of(Member member) {
        return new Loop(member, new long[ROOM]);
    }

    @Override
    Loop loop() {
        return this;
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
        roomAfter = new long[roomBefore.length];
        goOnAt(outermost, SOURCE, Mark.SKIP);
        return go(f);
    }

    // for stages and sources

    /**
     * Runs {@code program}, which {@code operator}'s function has returned; the value, or a signal that the caller
     * returns.
     */
    @SuppressWarnings("NullAway") // programs of operators yield no null
    Object run(Fiber f, Go<?> program, Label operator) throws Throwable {
        if (program == null) {
            throw new NullPointerException("the function returned null in place of a program; return Go.unit() where"
                    + " there is nothing to do: operator=" + operator.operator());
        }
        return program instanceof Operation<?> operation ? operation.exec(f) : f.call(program);
    }

    /** The element that the stage was working on when it asked to run a program. */
    @SuppressWarnings("NullAway") // it is one that was asked with an element
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

    // the loop

    /*
     * Each turn is a call, so that it runs as the compiler has made it for calls: what it makes of a loop in the middle
     * of one that lasts is slower.
     */
    @Override
    Object go(Fiber f) throws Throwable {
        Object v;
        do {
            v = turn(f);
        } while (v == null);
        return v;
    }

    /**
     * Goes on with `answer` of the stage `index` of `at`. Returns a signal, or the end's value; or null after some
     * elements, when it is to be called again.
     */
    @SuppressWarnings(
            "NullAway") // `element` says that there is one, or the look at null does; the outermost lets none out
    private @Nullable Object turn(Fiber f) throws Throwable {
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
                                return check(f);
                            }
                            if (a.flush < 0 && !anyDone && watches == 0) {
                                if (a.stages.length == 0) {
                                    x = a.source.next(this, f);
                                    continue;
                                }
                                goOnAt(a, SOURCE, null);
                                i = PASSING;
                                x = a.passes[0].take(this, f, a, 0, Mark.SKIP);
                                i = index;
                                in = input;
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
                    in = x;
                    x = a.stages[i].apply(this, f, x);
                }
            } catch (Throwable t) {
                Object v = i == PASSING ? thrown(f, at, index, input, t) : thrown(f, a, i, in, t);
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

    /** A pass's answer {@code x}, which it returns: it is that of stage {@code i}, which was given {@code in}. */
    @Nullable
    Object stop(int i, @Nullable Object in, @Nullable Object x) {
        index = i;
        input = in;
        return x;
    }

    /** Stage {@code i} of a pass, which was given {@code in}, has thrown {@code t}; to be thrown. */
    Throwable threw(int i, Object in, Throwable t) {
        index = i;
        input = in;
        return t;
    }

    private static boolean isAttempted(Activation a, int i, @Nullable Object x) {
        return i >= 0 && a.stages[i].isAttempt() && isElement(x);
    }

    private static boolean isElement(@Nullable Object x) {
        return x != null && !(x instanceof Mark) && !(x instanceof Signal);
    }

    /**
     * Finds what to ask next, when some source has ended: notes it in `at` and `index`. Null to go on, or what to
     * return.
     */
    private @Nullable Object pull(Fiber f) throws Throwable {
        while (true) {
            Activation a = stack[depth - 1];
            if (a.isRefused()) {
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

    private void lookWhoIsDone() {
        anyDone = false;
        for (int i = 0; i < depth; i++) {
            anyDone |= stack[i].done >= 0 || stack[i].flush >= 0;
        }
    }

    /** The source of {@code a} has ended, or its stage {@code i} holds nothing more. */
    private @Nullable Object ended(Fiber f, Activation a, int i) throws Throwable {
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

    /** Every so often: hears of the cancellation, and lets others run. Null to go on. */
    private @Nullable Object check(Fiber f) throws Throwable {
        quota = CHECK;
        stack[depth - 1].isBusy();
        if (member.isCancelled()) {
            return close(f, 0, After.LEAVE);
        }
        boolean switches = f.scheduler().deterministic();
        if (!switches && f.round()) {
            goOnAt(stack[depth - 1], SOURCE, Mark.SKIP);
            return null;
        }
        goOnAt(stack[depth - 1], NOWHERE, null);
        return switches ? ((Operation<?>) Go.gosched()).exec(f) : f.yieldThen(Go.unit());
    }

    // what programs of stages yield

    @Override
    @SuppressWarnings("NullAway") // programs of operators yield no null
    public Object resume(Fiber f, @Nullable Object value) throws Throwable {
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
        if (u instanceof Breaking e) {
            Activation expired = member.isCancelled() ? null : expired();
            if (expired != null) {
                Object v = fail(f, expired, SOURCE, failureOf(expired), false);
                return v != null ? v : go(f);
            }
            breaking = e;
            return Objects.requireNonNull(close(f, 0, After.LEAVE));
        }
        Object v = thrown(f, at, Math.max(index, SOURCE), input, thrownBy(u));
        return v != null ? v : go(f);
    }
}
