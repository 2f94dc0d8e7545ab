package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Directions of channels are types: what Go's compiler refuses, Java's does, too. */
class DirectionRowsTest {
    private static final String ONLY = "it is the compiler's";

    private static List<String> errorsOf(String statement) {
        String source = """
            import static io.gondola.dsl.Go.*;
            import static io.gondola.select.Select.*;
            import io.gondola.dsl.*;

            class Program {
                Object program(Channel<Integer> c, ReceiveChannel<Integer> cr, SendChannel<Integer> cs) {
                    %s
                }
            }
            """.formatted(statement);
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        compiler.getTask(
                        null,
                        null,
                        diagnostics,
                        List.of("-proc:none", "-d", System.getProperty("java.io.tmpdir"), "-Xdiags:verbose"),
                        null,
                        List.of(file))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getMessage(Locale.ROOT))
                .toList();
    }

    private static void assertRefused(String statement, String... text) {
        assertThat(errorsOf(statement)).as(statement).singleElement().asString().contains(text);
    }

    @Row(
            id = "1.3-1",
            rule = "A receive-only channel where a send-only one is wanted, and the other way round",
            go = "`cannot use cs (variable of type chan<- int) as <-chan int value in assignment`",
            ours = "`incompatible types: SendChannel<Integer> cannot be converted to ReceiveChannel<Integer>`",
            why = "it is Java's compiler that speaks",
            only = ONLY)
    @Test
    void oneDirectionIsNotTheOther() {
        assertRefused(
                "cr = cs; return cr;",
                "SendChannel<java.lang.Integer> cannot be converted to io.gondola.dsl.ReceiveChannel");
        assertRefused(
                "cs = cr; return cs;",
                "ReceiveChannel<java.lang.Integer> cannot be converted to io.gondola.dsl.SendChannel");
        assertRefused(
                "c = cr; return c;", "ReceiveChannel<java.lang.Integer> cannot be converted to io.gondola.dsl.Channel");
        assertRefused(
                "c = cs; return c;", "SendChannel<java.lang.Integer> cannot be converted to io.gondola.dsl.Channel");
    }

    @Row(
            id = "1.3-2",
            rule = "A send on a receive-only channel, also in a select",
            go = "`invalid operation: cannot send to receive-only channel cr (variable of type <-chan int)`",
            ours = "`cannot find symbol: method send(int)`; in a select, no method `onSend` is applicable",
            why = "it is Java's compiler that speaks",
            only = ONLY)
    @Test
    void aReceiveOnlyChannelHasNoSend() {
        assertRefused("return cr.send(1);", "cannot find symbol", "method send(int)");
        assertRefused("return cr.trySend(1);", "cannot find symbol", "method trySend(int)");
        assertRefused("return select(onSend(cr, 1, unit()));", "no suitable method found for onSend");
        assertRefused("return cr.blocking().send(1);", "cannot find symbol", "method send(int)");
    }

    @Row(
            id = "1.3-3",
            rule = "A receive from a send-only channel, also in `range` and in a select",
            go = "`invalid operation: cannot receive from send-only channel cs (variable of type chan<- int)`",
            ours = "`cannot find symbol: method receive()`; in a select, no method `onReceive` is applicable",
            why = "it is Java's compiler that speaks",
            only = ONLY)
    @Test
    void aSendOnlyChannelHasNoReceive() {
        assertRefused("return cs.receive();", "cannot find symbol", "method receive()");
        assertRefused("return cs.receiveOption();", "cannot find symbol", "method receiveOption()");
        assertRefused("return cs.tryReceive();", "cannot find symbol", "method tryReceive()");
        assertRefused("return cs.range(v -> unit());", "cannot find symbol", "range");
        assertRefused("return select(onReceive(cs, unit()));", "no suitable method found for onReceive");
        assertRefused("return cs.blocking().receive();", "cannot find symbol", "method receive()");
    }

    @Row(
            id = "1.3-4",
            rule = "`close` of a receive-only channel",
            go = "`invalid operation: cannot close receive-only channel c (variable of type <-chan int)`",
            ours = "`cannot find symbol: method close()`",
            why = "it is Java's compiler that speaks",
            only = ONLY)
    @Test
    void aReceiveOnlyChannelHasNoClose() {
        assertRefused("return cr.close();", "cannot find symbol", "method close()");
    }

    @Row(
            id = "1.3-5",
            rule = "A channel of both directions where either is wanted; `close` on it and on a send-only one",
            go = "allowed",
            only = ONLY)
    @Test
    void aChannelOfBothDirectionsIsEither() {
        assertThat(errorsOf("cr = c; cs = c; return sequence(c.close(), cs.close(), cr.receive(), cs.send(1));"))
                .isEmpty();
    }
}
