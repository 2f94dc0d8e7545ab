package io.gondola.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean f(Integer a, Integer b) { return a == b; }",
                "boolean f(Long a, Long b) { return a != b; }",
                "boolean f(Character a, Character b) { return (a) == ((b)); }",
                "boolean f(List<Integer> l) { return l.get(0) == l.get(1); }",
                "boolean f(List<Integer> l) { var a = l.get(0); var b = l.get(1); return a == b; }",
                "Go<?> f() { return ch.receive().flatMap(a -> ch.receive().map(b -> a == b)); }",
                "boolean f(String a) { return a == \"quit\"; }",
                "boolean f(java.time.Duration a, java.time.Duration b) { return a == b; }",
                "boolean f(Integer a, Integer b, boolean c) { return a == b || c; }",
            })
    void isAnError(String members) {
        Compilation compilation = Compilation.of(members);

        assertThat(compilation.findings()).containsExactly("boxed");
        assertThat(compilation.succeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean f(Integer a, int b) { return a == b; }",
                "boolean f(Integer a) { return a == 1; }",
                "boolean f(Integer a) { return a == null || null != a; }",
                "boolean f(Integer a, Integer b) { return a % b == 0; }",
                "boolean f(Integer a, Integer b) { return a.intValue() == b; }",
                "boolean f(Integer a, Integer b) { return a < b; }",
                "boolean f(Integer a, Integer b) { return a == b || a.equals(b); }",
                "boolean f(String a, String b) { return (a == b) || (a != null && a.length() > 2 && a.equals(b)) || a.equals(b); }",
                "boolean f(Boolean a, Boolean b) { return a == b; }",
                "boolean f(Object a, Integer b) { return a == b; }",
                "<T> boolean f(T a, T b) { return a == b; }",
                "boolean f(Unit a) { return a == Unit.UNIT; }",
                "@SuppressWarnings(\"gondola:boxed\") boolean f(Integer a, Integer b) { return a == b; }",
            })
    void isFine(String members) {
        Compilation compilation = Compilation.of(members);

        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.succeeded()).isTrue();
    }

    /** The port of the sieve that was right below 128 and then printed 129. */
    @Test
    void theSieveThatPrinted129IsStopped() {
        Compilation compilation = Compilation.of("""
                Go<?> filter(Channel<Integer> in, Channel<Integer> next, Integer prime, Integer last) {
                    return in.range(i -> i != last && i % prime == 0 ? unit() : next.send(i));
                }
                """);

        assertThat(compilation.findings()).containsExactly("boxed");
    }
}
