package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction1;

/**
 * The rounds of all loops, and what bodies are mostly made of, in one class, which {@link HotRounds} copies for loops that are hot.
 */
final class LoopRounds extends Rounds {
    /*
     * Why one class. The JVM's compiler inlines a call if its profile shows one or two receivers, and the profile belongs to the
     * bytecode: all loops of a JVM would share it, and a JVM that has seen three lambdas would have no inlined call any more. A
     * copy of this class has profiles of its own. So whatever a hot round calls through an interface or a virtual method (the user's
     * function, the program that it returns, the parts of that one) is called from bytecode of this class, and where a
     * chain has several parts each position has a call of its own. Everything here may therefore look like a repetition of the
     * nodes' own exec methods: it is, and does the same in the same order.
     *
     * Rules
     *   R1  What is executed in place is noted by threwIn if it throws, with the instruction before, as Shallow.inPlace does.
     *   R2  A node whose part answers with a signal pushes the same frame as its own exec.
     *   R3  A round whose body counted no step counts as one, so that a loop of plain code gives way, too. A body that
     *       counts is not counted twice.
     *   R4  No lambda and no nested class in here: a copy would share their code.
     */

    @Override
    Object forRange(ForRange.Iteration loop, Fiber f) throws Throwable {
        CheckedFunction1<? super Integer, ? extends Go<?>> body = loop.body;
        int hi = loop.hi;
        boolean counted = true;
        while (loop.i < hi) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().forRange(loop, f);
            }
            Go<?> program = Checks.program(body.apply(loop.i++), "forRange");
            int budget = f.budget();
            Object v = counted ? execute(program, f) : f.call(program);
            if (v instanceof Signal) {
                return v;
            }
            counted = f.budget() != budget || f.round();
        }
        f.pop();
        return Unit.UNIT;
    }

    @Override
    Object repeat(Repeat.Iteration loop, Fiber f) throws Throwable {
        Go<?> body = loop.body;
        boolean counted = true;
        while (true) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().repeat(loop, f);
            }
            if (!loop.begins()) {
                f.pop();
                return Unit.UNIT;
            }
            int budget = f.budget();
            Object v = counted ? execute(body, f) : f.call(body);
            if (v instanceof Signal) {
                return v;
            }
            counted = f.budget() != budget || f.round();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of the channel's type are sent
    Object range(RangeOver.Iteration<?> loop, Object received, Fiber f) throws Throwable {
        RangeOver.Next next = loop.next;
        CheckedFunction1<Object, ? extends Go<?>> body = (CheckedFunction1<Object, ? extends Go<?>>) loop.body;
        Object element = received;
        while (true) {
            if (element == null) {
                element = next.exec(f);
                if (element instanceof Signal) {
                    loop.receiving = true;
                    return element;
                }
            }
            if (element == ChannelCore.CLOSED) {
                f.pop();
                return Unit.UNIT;
            }
            if (--loop.untilHot == 0) {
                return loop.becomeHot().range(loop, element, f);
            }
            Go<?> program = Checks.program(body.apply(element), "range");
            Object v = execute(program, f);
            if (v instanceof Signal) {
                return v;
            }
            element = null;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the state is of the step's type
    Object loop(LoopState.Iteration<?, ?> loop, Fiber f) throws Throwable {
        CheckedFunction1<Object, ? extends Go<?>> step = (CheckedFunction1<Object, ? extends Go<?>>) (Object) loop.step;
        boolean counted = true;
        while (!loop.done) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().loop(loop, f);
            }
            Go<?> program = Checks.program(step.apply(loop.takeState()), "loop");
            int budget = f.budget();
            Object v = counted ? execute(program, f) : f.call(program);
            if (v instanceof Signal) {
                return v;
            }
            loop.yielded(v);
            counted = f.budget() != budget || f.round();
        }
        f.pop();
        return loop.result;
    }

    @Override
    Object execute(Go<?> body, Fiber f) throws Throwable {
        if (body instanceof Operation) {
            Instruction before = f.at();
            try {
                return body.exec(f);
            } catch (Throwable t) {
                f.threwIn(body, before); // R1
                throw t;
            }
        }
        if (body instanceof Steps<?> steps) {
            return steps(steps, f);
        }
        if (body instanceof FlatMap<?, ?> flatMap) {
            return flatMap(flatMap, f);
        }
        if (body instanceof Peek<?> peek) {
            return peek(peek, f);
        }
        if (body instanceof MapValue<?, ?> map) {
            return map(map, f);
        }
        return Shallow.execShallow(body, f);
    }

    /** Up to three operations have calls of their own; the rest has one together. */
    private static Object steps(Steps<?> chain, Fiber f) throws Throwable {
        Instruction before = f.at();
        Steps<?> at = chain;
        Go<?> step = at.first;
        try {
            if (!(step instanceof Operation)) {
                return rest(step, at, f);
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
                return last ? f.call(step) : rest(step, at, f);
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
                return last ? f.call(step) : rest(step, at, f);
            }
            v = step.exec(f);
            if (last) {
                return v;
            }
            while (!(v instanceof Signal)) {
                last = at.length == 2;
                at = last ? at : (Steps<?>) at.rest;
                step = last ? at.rest : at.first;
                if (!(step instanceof Operation)) {
                    return last ? f.call(step) : rest(step, at, f);
                }
                v = step.exec(f);
                if (last) {
                    return v;
                }
            }
            f.push(new Steps.Rest(at));
            return v;
        } catch (Throwable t) {
            f.threwIn(step, before); // R1
            throw t;
        }
    }

    /** Asks the run loop for {@code step}, the first of {@code at}. */
    private static Object rest(Go<?> step, Steps<?> at, Fiber f) {
        f.push(new Steps.Rest(at)); // R2
        return f.call(step);
    }

    @SuppressWarnings("unchecked") // the source yields what the function takes
    private static Object flatMap(FlatMap<?, ?> flatMap, Fiber f) throws Throwable {
        Go<?> source = flatMap.source;
        CheckedFunction1<Object, ? extends Go<?>> then = (CheckedFunction1<Object, ? extends Go<?>>) flatMap.then;
        Instruction before = f.at();
        Go<?> at = flatMap;
        try {
            if (!(source instanceof Operation)) {
                f.push(new FlatMap.Continue<>(then)); // R2
                return f.call(source);
            }
            Object v = source.exec(f);
            if (v instanceof Signal) {
                f.push(new FlatMap.Continue<>(then)); // R2
                return v;
            }
            Go<?> next = Checks.program(then.apply(v), "flatMap");
            if (!(next instanceof Operation)) {
                return flatMap.goOn(next, f);
            }
            at = next;
            v = next.exec(f);
            return v instanceof Signal s ? flatMap.stopped(s, f) : v;
        } catch (Throwable t) {
            flatMap.threw(at, before, f);
            throw t;
        }
    }

    @SuppressWarnings("unchecked") // the source yields what the function takes
    private static Object peek(Peek<?> peek, Fiber f) throws Throwable {
        Go<?> source = peek.source;
        CheckedConsumer<Object> look = (CheckedConsumer<Object>) peek.look;
        Instruction before = f.at();
        Go<?> at = source;
        try {
            Object v = source instanceof Operation ? source.exec(f) : f.call(source);
            if (v instanceof Signal) {
                f.push(new Peek.Look<>(look)); // R2
                return v;
            }
            at = peek;
            look.accept(v);
            return v;
        } catch (Throwable t) {
            f.threwIn(at, before); // R1
            throw t;
        }
    }

    @SuppressWarnings("unchecked") // the source yields what the function takes
    private static Object map(MapValue<?, ?> map, Fiber f) throws Throwable {
        Go<?> source = map.source;
        CheckedFunction1<Object, ?> function = (CheckedFunction1<Object, ?>) map.function;
        Instruction before = f.at();
        try {
            Object v = source instanceof Operation ? source.exec(f) : f.call(source);
            if (v instanceof Signal) {
                f.push(new MapValue.Continue<>(function)); // R2
                return v;
            }
            return function.apply(v);
        } catch (Throwable t) {
            f.threwIn(map, before); // R1
            throw t;
        }
    }
}
