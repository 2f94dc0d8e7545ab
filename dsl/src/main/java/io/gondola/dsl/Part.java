package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** A function of ours that runs known programs: reports show these in its place. */
abstract class Part implements Adapter {
    private final String name;
    private final transient Go<?>[] programs;

    private Part(String name, Go<?>... programs) {
        this.name = name;
        this.programs = programs;
    }

    /** {@code build}, to be read as {@code name} with {@code programs} as its parts. */
    static <A> CheckedFunction0<Go<A>> building(String name, CheckedFunction0<Go<A>> build, Go<?>... programs) {
        return new Building<>(name, build, programs);
    }

    /** {@code step}, to be read as {@code name} with {@code programs} as its parts. */
    static <T, A> CheckedFunction1<T, Go<A>> stepping(
            String name, CheckedFunction1<? super T, Go<A>> step, Go<?>... programs) {
        return new Stepping<>(name, step, programs);
    }

    @Override
    public final @Nullable Object original() {
        return null;
    }

    @Override
    public final void outline(Outline out, String combinator) {
        out.line(name);
        for (Go<?> program : programs) {
            out.inner(program);
        }
    }

    private static final class Building<A> extends Part implements CheckedFunction0<Go<A>> {
        private static final long serialVersionUID = 1;

        private final CheckedFunction0<Go<A>> build;

        Building(String name, CheckedFunction0<Go<A>> build, Go<?>... programs) {
            super(name, programs);
            this.build = build;
        }

        @Override
        public Go<A> apply() throws Throwable {
            return build.apply();
        }
    }

    private static final class Stepping<T, A> extends Part implements CheckedFunction1<T, Go<A>> {
        private static final long serialVersionUID = 1;

        private final CheckedFunction1<? super T, Go<A>> step;

        Stepping(String name, CheckedFunction1<? super T, Go<A>> step, Go<?>... programs) {
            super(name, programs);
            this.step = step;
        }

        @Override
        public Go<A> apply(T argument) throws Throwable {
            return step.apply(argument);
        }
    }
}
