package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Returned;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** What the bodies of loops are mostly made of, in one class, which {@link HotRounds} copies for loops that are hot. */
final class LoopBodies extends Bodies {
    /*
     * Why one class: see LoopRounds. Where a chain has several parts each position has a call of its own. Everything
     * here may look like a repetition of the nodes' own exec methods: it is, and does the same in the same order.
     *
     * Rules
     *   R1  What is executed in place is noted by threwIn if it throws, with the instruction before, as Shallow.inPlace
     *       does.
     *   R2  A node whose part is an operation that answers with a signal then pushes the same frame as its own exec.
     *       Before a part that is no operation it pushes that frame, as its own exec does, and takes it off again when
     *       the part has yielded; so a thread that looks at the stack meanwhile, for a report say, sees what the run
     *       loop would show.
     *   R3  What is no operation is executed in place down to MAX_DEPTH, an inner loop among it; below that the run
     *       loop is asked. So the Java stack is bounded, however deep a description is, or a recursion in it.
     *   R4  No lambda and no nested class in here: a copy would share their code.
     */
    private static final int MAX_DEPTH = 4;

    @Nullable
    @Override
    Object execute(Go<?> body, Fiber f, int depth) throws Throwable {
        if (body instanceof Operation) {
            Instruction before = f.at();
            try {
                return body.exec(f);
            } catch (Throwable t) {
                f.threwIn(body, before); // R1
                throw t;
            }
        }
        if (depth == MAX_DEPTH) {
            return Shallow.execShallow(body, f);
        }
        if (body instanceof Steps<?> steps) {
            return steps(steps, f, depth + 1);
        }
        if (body instanceof FlatMap<?, ?> flatMap) {
            return flatMap(flatMap, f, depth + 1);
        }
        if (body instanceof Peek<?> peek) {
            return peek(peek, f, depth + 1);
        }
        if (body instanceof MapValue<?, ?> map) {
            return map(map, f, depth + 1);
        }
        if (body instanceof Defer<?> defer) {
            return defer(defer, f, depth + 1);
        }
        return lessUsual(body, f, depth + 1);
    }

    /** Loops in loops, among others: they go on in the outer one's code until they are hot themselves. */
    private @Nullable Object lessUsual(Go<?> body, Fiber f, int depth) throws Throwable {
        Instruction before = f.at();
        try {
            return inner(body, f, depth);
        } catch (Throwable t) {
            f.threwIn(body, before); // R1
            throw t;
        }
    }

    private @Nullable Object inner(Go<?> body, Fiber f, int depth) throws Throwable {
        if (body instanceof Suspend<?> suspend) {
            return suspend(suspend, f, depth);
        }
        if (body instanceof Zip<?> || body instanceof Sequence) {
            LoopFrame parts = body instanceof Zip<?> zip ? zip.begin() : ((Sequence) body).begin();
            f.push(parts);
            return rounds.parts(parts, f, depth);
        }
        if (body instanceof ForRange inner) {
            return rounds.forRange(begin(new ForRange.Iteration(inner), f), f, depth);
        }
        if (body instanceof ForEach<?> inner) {
            return rounds.forEach(begin(inner.begin(), f), f, depth);
        }
        if (body instanceof Repeat inner) {
            return rounds.repeat(begin(inner.begin(), f), f, depth);
        }
        if (body instanceof LoopState<?, ?> inner) {
            return rounds.loop(begin(inner.begin(), f), f, depth);
        }
        return Shallow.execShallow(body, f);
    }

    private <L extends HotLoop> L begin(L inner, Fiber f) {
        inner.rounds = rounds;
        f.push(inner);
        return inner;
    }

    /** Up to three operations have calls of their own; the rest has one together. */
    private @Nullable Object steps(Steps<?> chain, Fiber f, int depth) throws Throwable {
        Instruction before = f.at();
        Steps<?> at = chain;
        Go<?> step = at.first;
        try {
            if (!(step instanceof Operation)) {
                return rest(at, f, depth);
            }
            Object v = step.exec(f);
            if (v instanceof Signal) {
                f.push(new Steps.Rest(at)); // R2
                return v;
            }
            boolean last = at.length == 2;
            at = last ? at : (Steps<?>) at.rest;
            step = last ? at.rest : at.first;
            if (!(step instanceof Operation)) {
                return last ? execute(step, f, depth) : rest(at, f, depth);
            }
            v = step.exec(f);
            if (last) {
                return v;
            }
            if (v instanceof Signal) {
                f.push(new Steps.Rest(at));
                return v;
            }
            last = at.length == 2;
            at = last ? at : (Steps<?>) at.rest;
            step = last ? at.rest : at.first;
            if (!(step instanceof Operation)) {
                return last ? execute(step, f, depth) : rest(at, f, depth);
            }
            v = step.exec(f);
            if (last || v instanceof Signal) {
                if (!last) {
                    f.push(new Steps.Rest(at));
                }
                return v;
            }
        } catch (Throwable t) {
            f.threwIn(step, before); // R1
            throw t;
        }
        return at.length == 2 ? execute(at.rest, f, depth) : rest((Steps<?>) at.rest, f, depth);
    }

    /** Executes all steps of {@code at}. */
    private @Nullable Object rest(Steps<?> at, Fiber f, int depth) throws Throwable {
        Steps.Rest rest = new Steps.Rest(at);
        f.push(rest); // R2
        Object v = execute(at.first, f, depth);
        while (!(v instanceof Signal)) {
            Go<?> next = rest.next();
            if (rest.isOver()) {
                f.pop();
                return execute(next, f, depth);
            }
            v = execute(next, f, depth);
        }
        return v;
    }

    @SuppressWarnings("unchecked") // the source yields what the function takes
    private @Nullable Object flatMap(FlatMap<?, ?> flatMap, Fiber f, int depth) throws Throwable {
        Go<?> source = flatMap.source;
        CheckedFunction1<Object, ? extends Go<?>> then = (CheckedFunction1<Object, ? extends Go<?>>) flatMap.then;
        if (!(source instanceof Operation)) {
            f.push(new FlatMap.Continue<>(then)); // R2
            Object v = execute(source, f, depth);
            return v instanceof Signal ? v : yieldedTo(flatMap, then, v, f, depth);
        }
        Instruction before = f.at();
        Go<?> at = flatMap;
        Go<?> next;
        try {
            Object v = source.exec(f);
            if (v instanceof Signal) {
                f.push(new FlatMap.Continue<>(then)); // R2
                return v;
            }
            next = Checks.program(then.apply(v), "flatMap");
            if (next instanceof Operation) {
                at = next;
                v = next.exec(f);
                return v instanceof Signal s ? flatMap.stopped(s, f) : v;
            }
        } catch (Throwable t) {
            flatMap.threw(at, before, f);
            throw t;
        }
        return goOn(next, then, f, depth);
    }

    /** The source of {@code flatMap}, whose frame is on top, has yielded {@code value}. */
    private @Nullable Object yieldedTo(
            FlatMap<?, ?> flatMap,
            CheckedFunction1<Object, ? extends Go<?>> then,
            @Nullable Object value,
            Fiber f,
            int depth)
            throws Throwable {
        Instruction before = f.at();
        Go<?> at = flatMap;
        Go<?> next;
        try {
            next = Checks.program(then.apply(value), "flatMap");
            if (next instanceof Operation) {
                at = next;
                Object v = next.exec(f);
                f.pop();
                if (v == Signal.PARK || v == Signal.CALL) {
                    Returned.by(then, f);
                }
                return v;
            }
        } catch (Throwable t) {
            f.threwIn(at, before); // R1
            throw t;
        }
        f.pop();
        return goOn(next, then, f, depth);
    }

    /** Executes {@code next}, which {@code function} has returned, in the last place. */
    private @Nullable Object goOn(Go<?> next, Object function, Fiber f, int depth) throws Throwable {
        Frame top = f.top();
        Returned.by(function, f);
        Object v = execute(next, f, depth);
        if (!(v instanceof Signal) && f.top() != top) {
            f.pop();
        }
        return v;
    }

    private @Nullable Object suspend(Suspend<?> suspend, Fiber f, int depth) throws Throwable {
        Go<?> program = Checks.program(suspend.build.apply(), suspend.name());
        return program instanceof Raise<?> panic
                ? f.call(panic.returnedBy(suspend.build))
                : goOn(program, suspend.build, f, depth);
    }

    @SuppressWarnings("unchecked") // the source yields what the function takes
    private @Nullable Object peek(Peek<?> peek, Fiber f, int depth) throws Throwable {
        Go<?> source = peek.source;
        CheckedConsumer<Object> look = (CheckedConsumer<Object>) peek.look;
        boolean inPlace = source instanceof Operation;
        if (!inPlace) {
            f.push(new Peek.Look<>(look)); // R2
        }
        Instruction before = f.at();
        Go<?> at = source;
        try {
            Object v = inPlace ? source.exec(f) : execute(source, f, depth);
            if (v instanceof Signal) {
                if (inPlace) {
                    f.push(new Peek.Look<>(look)); // R2
                }
                return v;
            }
            at = peek;
            look.accept(v);
            if (!inPlace) {
                f.pop();
            }
            return v;
        } catch (Throwable t) {
            f.threwIn(at, before); // R1
            throw t;
        }
    }

    @SuppressWarnings("unchecked") // the source yields what the function takes
    private Object map(MapValue<?, ?> map, Fiber f, int depth) throws Throwable {
        Go<?> source = map.source;
        CheckedFunction1<Object, ?> function = (CheckedFunction1<Object, ?>) map.function;
        boolean inPlace = source instanceof Operation;
        if (!inPlace) {
            f.push(new MapValue.Continue<>(function)); // R2
        }
        Instruction before = f.at();
        try {
            Object v = inPlace ? source.exec(f) : execute(source, f, depth);
            if (v instanceof Signal) {
                if (inPlace) {
                    f.push(new MapValue.Continue<>(function)); // R2
                }
                return v;
            }
            Object mapped = function.apply(v);
            if (!inPlace) {
                f.pop();
            }
            return mapped;
        } catch (Throwable t) {
            f.threwIn(map, before); // R1
            throw t;
        }
    }

    private @Nullable Object defer(Defer<?> defer, Fiber f, int depth) throws Throwable {
        Go<?> body = defer.body;
        Go<?> cleanup = defer.cleanup;
        Frame deferred = new Defer.Deferred(cleanup);
        if (!(body instanceof Operation)) {
            f.push(deferred); // R2
            Object v = execute(body, f, depth);
            if (v instanceof Signal) {
                return v;
            }
            f.pop();
            f.push(new Defer.Returning(v));
            Object ignored = execute(cleanup, f, depth);
            if (ignored instanceof Signal) {
                return ignored;
            }
            f.pop();
            return v;
        }
        Instruction before = f.at();
        Go<?> at = body;
        try {
            Object v = body.exec(f);
            if (v instanceof Signal) {
                f.push(deferred); // R2
                return v;
            }
            at = cleanup;
            Object ignored = cleanup instanceof Operation ? cleanup.exec(f) : f.call(cleanup);
            if (ignored instanceof Signal) {
                f.push(new Defer.Returning(v));
                return ignored;
            }
            return v;
        } catch (Throwable t) {
            f.threwIn(at, before); // R1
            if (at == body) {
                f.push(deferred);
            }
            throw t;
        }
    }
}
