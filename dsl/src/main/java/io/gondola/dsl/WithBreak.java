package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;

/** The block around a loop whose body has a way out. */
final class WithBreak<T> implements CheckedFunction1<Break<Unit>, Go<Unit>>, Adapter {
    private static final long serialVersionUID = 1;

    private final String loop;
    private final CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body;
    private final CheckedFunction1<CheckedFunction1<T, Go<?>>, Go<Unit>> around;

    private WithBreak(
            String loop,
            CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body,
            CheckedFunction1<CheckedFunction1<T, Go<?>>, Go<Unit>> around) {
        this.loop = loop;
        this.body = body;
        this.around = around;
    }

    /** {@code around} makes the loop, which reports call {@code loop}, of a body that knows its way out. */
    static <T> Go<Unit> breakable(
            String loop,
            CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body,
            CheckedFunction1<CheckedFunction1<T, Go<?>>, Go<Unit>> around) {
        return new Breakable<>(new WithBreak<>(loop, body, around));
    }

    @Override
    public Go<Unit> apply(Break<Unit> b) throws Throwable {
        return around.apply(new Body(b));
    }

    @Override
    public Object original() {
        return body;
    }

    @Override
    public void outline(Outline out, String name) {
        out.line(loop, body);
    }

    private final class Body implements CheckedFunction1<T, Go<?>>, Adapter {
        private static final long serialVersionUID = 1;

        private final transient Break<Unit> b;

        Body(Break<Unit> b) {
            this.b = b;
        }

        @Override
        public Go<?> apply(T element) throws Throwable {
            return body.apply(element, b);
        }

        @Override
        public Object original() {
            return body;
        }
    }
}
