package io.gondola.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each source has one dropped program, or looks as if it had. */
class DroppedTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // statements
                "void f() { println(1); }",
                "void f() { ch.send(1); }",
                "void f() { ch.send(1).then(ch.close()); }",
                "void f() { (ch.named(\"c\").send(1)).named(\"x\"); }",
                "Go<Unit> f() { ch.send(1); return unit(); }",
                "Go<Unit> f() { for (int i = 0; i < 3; ch.send(i), i++) { } return unit(); }",
                "void f(int i) { switch (i) { case 1 -> ch.send(1); default -> { } } }",
                "void f(int i) { if (i > 0) ch.send(1); else rt.run(unit()); }",
                "void f() { worker(1); } Go<Unit> worker(int i) { return ch.send(i); }",
                "static void f() { select(); }",
                "void f() { onReceive(ch, v -> unit()); }",
                "void f() { ctx.withValue(1, 2); }",
                "void f(Supplier<Go<Unit>> s) { s.get(); }",
                "void f() { logged(ch.send(1)); } static <A> A logged(A a) { return a; }",
                "static { println(1); }",
                "User() { println(1); }",
                "record Sum(Channel<Integer> c) { Sum { c.send(1); } }",
                "Object o = new Object() { void f() { ch.send(1); } };",
                "Go<Unit> f() { return suspend(() -> { ch.send(1); return unit(); }); }",
                "Go<Unit> f() { return ch.receive().flatMap(v -> { out.send(v); return unit(); }); }",
                // what holds one
                "void f(Optional<Integer> o) { o.map(v -> ch.send(v)); }",
                "void f() { Optional.of(ch.send(1)); }",
                "Go<?> f() { Optional<Go<Unit>> o = Optional.of(ch.send(1)); return unit(); }",
                "void f(List<Integer> xs) { xs.stream().map(ch::send); }",
                // plain code
                "Go<Unit> f() { return run(() -> ch.send(1)); }",
                "Go<Unit> f() { return run(() -> { ch.send(1); }); }",
                "Go<Unit> f() { return run(ch::close); }",
                "Go<Integer> f() { return ch.receive().peek(v -> out.send(v)); }",
                "Go<Integer> f() { return ch.receive().peek(out::send); }",
                "void f(List<Integer> xs) { xs.forEach(x -> ch.send(x)); }",
                "void f(List<Integer> xs) { xs.forEach(ch::send); }",
                "void f(Map<Integer, Integer> m) { m.forEach((k, v) -> ch.send(v)); }",
                "Runnable r = () -> ch.close();",
                "void f(boolean b) { Runnable r = b ? () -> ch.close() : () -> {}; }",
                "Runnable f() { return () -> (ch).send(1); }",
                // variables
                "Go<?> f() { Go<Unit> g = ch.send(1); return unit(); }",
                "Go<?> f() { var g = ch.receive(); return unit(); }",
                "Go<?> f() { Go<Unit> g; g = ch.send(1); return unit(); }",
                "Go<?> f() { Go<Unit> g = unit(); g = g.then(ch.send(1)); return unit(); }",
                "Go<?> f() { return suspend(() -> { var g = ch.receive(); return unit(); }); }",
                "Go<?> f() { var c = onReceive(ch, v -> unit()); return unit(); }",
                // programs as values of programs
                "Go<?> f() { return ch.receive().map(v -> out.send(v)).then(unit()); }",
                "Go<?> f() { return call(() -> ch.send(1)).then(unit()); }",
                "Go<?> f() { return go(call(() -> ch.send(1))); }",
                "Go<?> f() { return ch.range(v -> ch.receive().map(w -> out.send(w))); }",
                "Go<?> f() { return sequence(unit(), ch.receive().map(w -> out.send(w))); }",
                "Go<?> f() { return zip(ch.receive(), ch.receive(), (a, b) -> out.send(a + b)).then(unit()); }",
                "Go<?> f() { return unit().as(ch.send(1)).then(unit()); }",
                // texts
                "Go<?> f() { return println(ch.receive()); }",
                "Go<?> f() { return println(\"got \" + ch.receive()); }",
                "String f() { String s = \"\"; s += ch.receive(); return s; }",
            })
    void isAnError(String members) {
        Compilation compilation = Compilation.of(members);

        assertThat(compilation.findings()).containsExactly("dropped");
        assertThat(compilation.succeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void f(Optional<Go<Unit>> o) { Objects.requireNonNull(o); }",
                "void f(Supplier<Go<Unit>> s) { Objects.requireNonNull(s); }",
                "Go<?> f(Optional<Go<Unit>> o) { o.map(g -> 1); return o.orElse(unit()); }",
                "Go<Unit> f() { return ch.send(1); }",
                "Go<Unit> g; void f() { g = ch.send(1); }",
                "Go<Unit> f() { Go<Unit> g = ch.send(1); return g; }",
                "Go<Unit> f(boolean b) { return b ? ch.send(1) : unit(); }",
                "Go<Unit> f(int i) { return switch (i) { case 1 -> ch.send(1); default -> { yield unit(); } }; }",
                "Go<Unit> f() { var g = unit(); for (int i = 0; i < 3; i++) { g = g.then(ch.send(i)); } return g; }",
                "Go<?> f() { return suspend(() -> ch.send(1)); }",
                "Go<?> f() { return ch.receive().flatMap(out::send); }",
                "Go<?> f() { return ch.range(v -> out.send(v)); }",
                "Go<?> f(List<Integer> xs) { return forEach(xs, ch::send); }",
                "Go<?> f() { return ch.range(out::send); }",
                "Function<Integer, Go<Unit>> f = ch::send;",
                "Supplier<Go<Unit>> f = () -> ch.send(1);",
                "Callable<Go<Unit>> f = () -> ch.send(1);",
                "void f() { ch.named(\"c\"); }",
                "void f() { rt.run(ch.send(1)); main(unit()); }",
                "record Step(Go<Unit> body) { Step { Objects.requireNonNull(body, \"body\"); } }",
                "void f(List<Go<Unit>> gs) { Objects.requireNonNull(gs.get(0)); }",
                // what was there before is no new program
                "Map<String, Go<Unit>> m = new HashMap<>(); void f() { m.put(\"a\", ch.send(1)); m.remove(\"b\"); }",
                "List<Go<Unit>> l = new ArrayList<>(); void f() { l.add(ch.send(1)); l.set(0, ch.send(2)); l.remove(0); }",
                "Deque<Go<Unit>> d = new ArrayDeque<>(); void f() { d.push(unit()); d.pop(); }",
                // builders
                "static class Built extends Go<Unit> { int n; Built size(int n) { this.n = n; return this; } }"
                        + " Go<Unit> f() { Built b = new Built(); b.size(3); return b; }",
                "static class Built extends Go<Unit> { @Keep Built size() { return new Built(); } }"
                        + " @interface Keep {} @interface CanIgnoreReturnValue {}"
                        + " @CanIgnoreReturnValue Go<Unit> noted() { return unit(); } void f() { noted(); }",
                "static class Steps { List<Go<?>> all = new ArrayList<>(); Steps add(Go<?> g) { all.add(g); return this; } }"
                        + " void f() { new Steps().add(ch.send(1)); }",
                // what is called to see what it throws
                "void thrownBy(org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {}"
                        + " void f() { thrownBy(() -> ch.send(null)); thrownBy(() -> { ch.send(null); }); thrownBy(ch::close); }",
                "void fail() {} void f() { try { ch.send(null); fail(); } catch (NullPointerException expected) { } }",
                "void f() { org.mockito.Mockito.verify(ch).send(1); }",
                // programs as values, on purpose
                "Go<?> f() { return programs.send(ch.send(1)).then(programs.receive().flatMap(p -> p)); }",
                "Go<?> f() { return zip(ch.receive(), ch.receive(), (a, b) -> out.send(a + b)).flatMap(p -> p); }",
                "Go<?> f() { return ctx.afterFunc(unit()).then(unit()); }",
                "void f() { rt.run(ctx.afterFunc(unit())); }",
                "Go<Go<Unit>> f() { return call(() -> ch.send(1)); }",
                // variables
                "Go<?> f() { Go<Unit> unusedForNow = ch.send(1); return unit(); }",
                "Go<?> f(List<Go<Unit>> gs) { int n = 0; for (Go<Unit> g : gs) { n++; } return println(n); }",
                "Go<?> f() { Go<Unit> g = ch.send(1); return suspend(() -> g); }",
                "Go<?> f() { Go<Unit> g = ch.send(1); Supplier<Go<Unit>> s = () -> g; return s.get(); }",
                "Go<?> f(Go<Unit> body) { return unit(); }",
                "Go<?> f() { Go<Unit> ch = unit(); return sequence(ch, this.ch.close()); }",
                // said to be wanted
                "@SuppressWarnings(\"gondola:dropped\") void f() { ch.send(1); }",
                "@SuppressWarnings({\"unchecked\", \"gondola\"}) void f() { ch.send(1); }",
                "void f() { @SuppressWarnings(\"gondola:dropped\") Go<Unit> g = ch.send(1); }",
                "@SuppressWarnings(\"gondola:dropped\") static class Inner { void f(Channel<Integer> c) { c.send(1); } }",
                // texts
                "Go<?> f() { return ch.receive().flatMap(v -> println(\"got \" + v)); }",
                "String f() { return \"of \" + ch; }",
            })
    void isFine(String members) {
        Compilation compilation = Compilation.of(members);

        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "peek", "forEach", "map", "call", "zip"})
    void theHintFitsTheCombinator(String combinator) {
        String body = switch (combinator) {
            case "run" -> "Go<?> f() { return run(() -> ch.send(1)); }";
            case "peek" -> "Go<?> f() { return ch.receive().peek(v -> out.send(v)); }";
            case "forEach" -> "Go<?> f(List<Integer> xs) { xs.forEach(ch::send); return unit(); }";
            case "map" -> "Go<?> f() { return ch.receive().map(v -> out.send(v)).then(unit()); }";
            case "call" -> "Go<?> f() { return go(call(() -> ch.send(1))); }";
            default -> "Go<?> f() { return go(zip(ch.receive(), ch.receive(), (a, b) -> out.send(a))); }";
        };
        String hint = switch (combinator) {
            case "run" -> "suspend(() -> …)";
            case "peek" -> "flatMap(v -> ….as(v))";
            case "forEach" -> "Go.forEach(xs, x -> …)";
            case "map" -> "flatMap in place of map";
            case "call" -> "suspend(() -> …)";
            default -> "zipFlat";
        };

        assertThat(Compilation.of(body).messages()).singleElement().asString().contains(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"void f() { ch.send(1) }", "void f() { nothing.send(1); }", "Go<Nothing> f() { g(); }"})
    void wrongCodeHasTheErrorsOfTheCompilerOnly(String members) {
        Compilation compilation = Compilation.of(members);

        assertThat(compilation.succeeded()).isFalse();
        assertThat(compilation.findings()).isNotEmpty().doesNotContainAnyElementsOf(List.of("dropped"));
    }
}
