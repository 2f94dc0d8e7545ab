package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Returns;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The rounds of all loops, in one class, which {@link HotRounds} copies for loops that are hot. */
final class LoopRounds extends Rounds {
    /*
     * Why one class. The JVM's compiler inlines a call if its profile shows one or two receivers, and the profile
     * belongs to the bytecode: all loops of a JVM would share it, and a JVM that has seen three lambdas would have no
     * inlined call any more. A copy of this class, and of LoopBodies, has profiles of its own. So whatever a hot round
     * calls through an interface or a virtual method (the user's function, the program that it returns, the parts of
     * that one) is called from bytecode of these two classes.
     *
     * Rules, beside those of LoopBodies
     *   L1  A round whose body counted no step counts as one, so that a loop of plain code gives way, too. A body that
     *       counts is not counted twice.
     *   L2  No lambda and no nested class in here: a copy would share their code.
     */
    private static final Bodies BODIES = bodies();

    LoopRounds() {
        BODIES.rounds = this;
    }

    /** Of a copy, its class data: so they are a constant for the compiler. */
    private static Bodies bodies() {
        try {
            Bodies own = MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Bodies.class);
            return own == null ? new LoopBodies() : own;
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    Object forRange(ForRange.Iteration loop, Fiber f, int depth) throws Throwable {
        CheckedFunction1<? super Integer, ? extends Go<?>> body = loop.body;
        int hi = loop.hi;
        boolean counted = true;
        while (loop.i < hi) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().forRange(loop, f, depth);
            }
            Go<?> program = Checks.program(body.apply(loop.i++), "forRange");
            int budget = f.budget();
            Object v = counted ? BODIES.execute(program, f, depth) : f.call(program);
            if (v instanceof Signal) {
                return v;
            }
            counted = f.budget() != budget || f.round();
        }
        f.pop();
        return Unit.UNIT;
    }

    @Override
    Object repeat(Repeat.Iteration loop, Fiber f, int depth) throws Throwable {
        Go<?> body = loop.body;
        boolean counted = true;
        while (true) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().repeat(loop, f, depth);
            }
            if (!loop.begins()) {
                f.pop();
                return Unit.UNIT;
            }
            int budget = f.budget();
            Object v = counted ? BODIES.execute(body, f, depth) : f.call(body);
            if (v instanceof Signal) {
                return v;
            }
            counted = f.budget() != budget || f.round();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of the channel's type are sent
    Object range(RangeOver.Iteration<?> loop, @Nullable Object received, Fiber f, int depth) throws Throwable {
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
                return loop.becomeHot().range(loop, element, f, depth);
            }
            Go<?> program = Checks.program(body.apply(element), "range");
            Object v = BODIES.execute(program, f, depth);
            if (v instanceof Signal) {
                return v;
            }
            element = null;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the elements are of the function's type
    Object forEach(ForEach.Iteration<?> loop, Fiber f, int depth) throws Throwable {
        Iterator<?> rest = loop.rest;
        CheckedFunction1<Object, ? extends Go<?>> body = (CheckedFunction1<Object, ? extends Go<?>>) loop.body;
        boolean counted = true;
        while (rest.hasNext()) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().forEach(loop, f, depth);
            }
            Go<?> program = Checks.program(body.apply(rest.next()), "forEach");
            int budget = f.budget();
            Object v = counted ? BODIES.execute(program, f, depth) : f.call(program);
            if (v instanceof Signal) {
                return v;
            }
            counted = f.budget() != budget || f.round();
        }
        f.pop();
        return Unit.UNIT;
    }

    @Override
    Object forWhile(ForWhile.Iteration loop, Fiber f, int depth) throws Throwable {
        CheckedFunction0<Boolean> condition = loop.condition;
        Go<?> body = loop.body;
        boolean counted = true;
        while (true) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().forWhile(loop, f, depth);
            }
            if (!Returns.condition(condition.apply(), "forWhile")) {
                f.pop();
                return Unit.UNIT;
            }
            int budget = f.budget();
            Object v = counted ? BODIES.execute(body, f, depth) : f.call(body);
            if (v instanceof Signal) {
                return v;
            }
            counted = f.budget() != budget || f.round();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the state is of the step's type
    Object forever(ForeverState.Iteration<?> loop, Fiber f, int depth) throws Throwable {
        CheckedFunction1<Object, ? extends Go<?>> step = (CheckedFunction1<Object, ? extends Go<?>>) (Object) loop.step;
        boolean counted = true;
        while (true) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().forever(loop, f, depth);
            }
            Go<?> program = Checks.program(step.apply(loop.state), "forever");
            int budget = f.budget();
            Object v = counted ? BODIES.execute(program, f, depth) : f.call(program);
            if (v instanceof Signal) {
                return v;
            }
            loop.yielded(v);
            counted = f.budget() != budget || f.round();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the state is of the step's type
    @Nullable
    Object loop(LoopState.Iteration<?, ?> loop, Fiber f, int depth) throws Throwable {
        CheckedFunction1<Object, ? extends Go<?>> step = (CheckedFunction1<Object, ? extends Go<?>>) (Object) loop.step;
        boolean counted = true;
        while (!loop.done) {
            if (--loop.untilHot == 0) {
                return loop.becomeHot().loop(loop, f, depth);
            }
            Go<?> program = Checks.program(step.apply(loop.takeState()), "loop");
            int budget = f.budget();
            Object v = counted ? BODIES.execute(program, f, depth) : f.call(program);
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
    Object parts(LoopFrame loop, Fiber f, int depth) throws Throwable {
        boolean counted = true;
        for (Go<?> part = loop.next(); part != null; part = loop.next()) {
            int budget = f.budget();
            Object v = counted ? BODIES.execute(part, f, depth) : f.call(part);
            if (v instanceof Signal) {
                return v;
            }
            loop.yielded(v);
            counted = f.budget() != budget || f.round();
        }
        Object result =
                loop instanceof Zip.Iteration zip ? combined(zip) : loop.result(); // a panic in it shows the frame
        f.pop();
        return result;
    }

    @SuppressWarnings("unchecked") // the parts yield what the function takes
    private static Object combined(Zip.Iteration zip) throws Throwable {
        return zip.function instanceof CheckedFunction2<?, ?, ?> two
                ? ((CheckedFunction2<Object, Object, ?>) two).apply(zip.cells[0], zip.cells[1])
                : zip.result();
    }
}
