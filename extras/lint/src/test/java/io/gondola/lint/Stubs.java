package io.gondola.lint;

import java.util.List;

/**
 * The signatures of Gondola, and of two libraries for tests, as far as the tests use them. The plugin knows them by
 * their names only, and depends on no module, so that all modules can be compiled with it.
 */
final class Stubs {
    static final String IMPORTS = """
            import io.gondola.dsl.*;
            import io.gondola.select.*;
            import io.gondola.sync.*;
            import io.gondola.context.*;
            import io.gondola.dsl.functions.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            import static io.gondola.dsl.Go.*;
            import static io.gondola.select.Select.*;
            """;

    static final List<String> SOURCES =
            List.of("""
            package io.gondola.dsl.functions;
            public interface F0<R> { R apply() throws Throwable; }
            """, """
            package io.gondola.dsl.functions;
            public interface F1<T, R> { R apply(T t) throws Throwable; }
            """, """
            package io.gondola.dsl.functions;
            public interface F2<T, U, R> { R apply(T t, U u) throws Throwable; }
            """, """
            package io.gondola.dsl.functions;
            public interface CheckedRunnable { void run() throws Throwable; }
            """, """
            package io.gondola.dsl.functions;
            public interface CheckedConsumer<T> { void accept(T t) throws Throwable; }
            """, """
            package io.gondola.dsl;
            import io.gondola.dsl.functions.*;
            public abstract class Go<A> {
                protected Go() {}
                public static <A> Go<A> pure(A a) { return null; }
                public static Go<Unit> unit() { return null; }
                public static <A> Go<A> call(F0<? extends A> f) { return null; }
                public static Go<Unit> run(CheckedRunnable f) { return null; }
                public static <A> Go<A> blocking(F0<? extends A> f) { return null; }
                public static <A> Go<A> suspend(F0<? extends Go<? extends A>> f) { return null; }
                public static Go<Unit> go(Go<?> body) { return null; }
                public static Go<Unit> go(String name, Go<?> body) { return null; }
                public static Go<Unit> println(Object... xs) { return null; }
                public static Go<Unit> forRange(int lo, int hi, F1<? super Integer, ? extends Go<?>> f) { return null; }
                public static <T> Go<Unit> forEach(Iterable<? extends T> xs,
                        F1<? super T, ? extends Go<?>> f) { return null; }
                public static Go<Unit> sequence(Go<?>... steps) { return null; }
                public static <T, U, R> Go<R> zip(Go<? extends T> a, Go<? extends U> b,
                        F2<? super T, ? super U, ? extends R> f) { return null; }
                public static void main(Go<?> program) {}
                public <B> Go<B> map(F1<? super A, ? extends B> f) { return null; }
                public <B> Go<B> flatMap(F1<? super A, ? extends Go<? extends B>> f) { return null; }
                public <B> Go<B> then(Go<? extends B> next) { return null; }
                public <B> Go<B> as(B b) { return null; }
                public Go<A> peek(CheckedConsumer<? super A> f) { return null; }
                public Go<A> defer(Go<?> cleanup) { return null; }
                public Go<Unit> repeat(int n) { return null; }
                public Go<A> named(String label) { return null; }
            }
            """, """
            package io.gondola.dsl;
            public enum Unit { UNIT }
            """, """
            package io.gondola.dsl;
            import io.gondola.dsl.functions.*;
            public interface Channel<T> {
                static <T> Channel<T> unbuffered() { return null; }
                Go<Unit> send(T value);
                Go<T> receive();
                Go<Unit> close();
                Go<Unit> range(F1<? super T, ? extends Go<?>> body);
                Channel<T> named(String name);
            }
            """, """
            package io.gondola.dsl;
            public abstract class GoRuntime {
                public abstract <A> A run(Go<A> program);
            }
            """, """
            package io.gondola.dsl;
            import io.gondola.dsl.functions.*;
            public class Fixture {
                public static void inThread(CheckedRunnable code) {}
                public static Throwable refused(CheckedRunnable code) { return null; }
                public static <T> T withProperty(String key, String value, F0<T> code) { return null; }
            }
            """, """
            package io.gondola.select;
            public abstract class Case<A> {}
            """, """
            package io.gondola.select;
            import io.gondola.dsl.*;
            import io.gondola.dsl.functions.*;
            public final class Select {
                @SafeVarargs public static <A> Go<A> select(Case<? extends A>... cases) { return null; }
                public static <T, A> Case<A> onReceive(Channel<T> c, F1<? super T, ? extends Go<? extends A>> f) {
                    return null;
                }
            }
            """, """
            package io.gondola.sync;
            import io.gondola.dsl.*;
            public class Mutex {
                public Go<Unit> lock() { return null; }
                public Go<Unit> unlock() { return null; }
                public <A> Go<A> withLock(Go<? extends A> body) { return null; }
            }
            """, """
            package io.gondola.context;
            import io.gondola.dsl.*;
            public interface Context {
                Context withValue(Object key, Object value);
                Go<Go<Boolean>> afterFunc(Go<?> body);
            }
            """, """
            package org.assertj.core.api;
            public class ThrowableAssert { public interface ThrowingCallable { void call() throws Throwable; } }
            """, """
            package org.mockito;
            public class Mockito { public static <T> T verify(T mock) { return mock; } }
            """);

    private Stubs() {}
}
