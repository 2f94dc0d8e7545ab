package io.gondola.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;

class GondolaPluginTest {
    private static final String DROPPING = "void f() { ch.send(1); }";

    @Test
    void aFindingHasTheKeyThatSuppressesItAndAHint() {
        assertThat(Compilation.of(DROPPING).messages())
                .singleElement()
                .asString()
                .startsWith("[gondola:dropped] this program is built here and dropped: it never runs\n")
                .endsWith(" chain it to the program before it with then or flatMap, or return it");
    }

    @Test
    void anArgumentMakesAFindingAWarning() {
        Compilation compilation = Compilation.withArguments("dropped=warning", DROPPING);

        assertThat(compilation.kinds()).containsExactly(Diagnostic.Kind.WARNING);
        assertThat(compilation.succeeded()).isTrue();
    }

    @Test
    void anArgumentSwitchesAFindingOffAndNoOther() {
        Compilation compilation = Compilation.withArguments(
                "dropped=off shared=error", DROPPING, "boolean g(Integer a, Integer b) { return a == b; }");

        assertThat(compilation.findings()).containsExactly("boxed");
    }

    @Test
    void anUnknownFindingIsRefused() {
        assertThatThrownBy(() -> Compilation.withArguments("dropt=off", DROPPING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown finding: dropt; it is one of [dropped, boxed, blocking, run, shared]");
    }

    @Test
    void anUnknownSeverityIsRefused() {
        assertThatThrownBy(() -> Compilation.withArguments("dropped=eror", DROPPING))
                .hasMessage("severity must be error, warning or off: dropped=eror");
    }

    @Test
    void aFindingPointsAtTheLineAndItsNeighboursAreFoundToo() {
        Compilation compilation = Compilation.of(
                "void f() {",
                "  println(\"start\");",
                "  out.send(1);",
                "  go(ch.range(v -> out.send(v)));",
                "}",
                "boolean same(Integer a, Integer b) { return a != b; }");

        assertThat(compilation.findings()).containsExactly("dropped", "dropped", "dropped", "boxed");
    }

    /** Each top-level class is looked at once, also where a file has several, and nested ones with their outer one. */
    @Test
    void everyClassOfAFileIsLookedAtOnce() {
        String source = Compilation.user("class Inner { void f() { ch.send(1); } }")
                + "class Other { void f(Channel<Integer> c) { c.send(1); } }\n"
                + "interface Third { default void f(Channel<Integer> c) { c.send(1); } }\n"
                + "enum Fourth { A; void f(Channel<Integer> c) { c.send(1); } }\n";

        assertThat(Compilation.compile("-Xplugin:Gondola", source).findings())
                .containsExactly("dropped", "dropped", "dropped", "dropped");
    }

    @Test
    void codeThatDoesNotKnowGondolaCompiles() {
        Compilation compilation = Compilation.compile(
                "-Xplugin:Gondola", "class Plain { int f(int a) { Thread.yield(); return a + 1; } }");

        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.succeeded()).isTrue();
    }
}
