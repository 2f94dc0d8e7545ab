package io.gondola.conformance.differential;

import io.gondola.conformance.differential.RandomProgram.Body;
import java.util.List;

/** Writes random programs in Go: many of them in one source, which runs the one that its argument names. */
final class GoSource {
    private static final String FRAME = """
            package main

            import (
            	"math/rand"
            	"os"
            	"runtime"
            	"strconv"
            	"sync"
            )

            var jitter = 0

            // Says what goroutine g did; unbuffered, for a deadlock ends the process.
            func log(g int, event string) { os.Stdout.WriteString(strconv.Itoa(g) + " " + event + "\\n") }

            // Lets other orders come about than that of an undisturbed run.
            func j() {
            	if jitter > 0 {
            		for k := rand.Intn(jitter); k > 0; k-- {
            			runtime.Gosched()
            		}
            	}
            }

            func received(v int, ok bool) string {
            	if ok {
            		return strconv.Itoa(v)
            	}
            	return "closed"
            }

            func main() {
            	id, _ := strconv.Atoi(os.Args[1])
            	jitter, _ = strconv.Atoi(os.Args[2])
            	programs[id]()
            }

            """;

    private final StringBuilder out = new StringBuilder(FRAME);

    private GoSource() {}

    /** One source for all; the i-th of them is run by the argument {@code i}. */
    static String of(List<RandomProgram> programs) {
        GoSource source = new GoSource();
        source.out.append("var programs = []func(){\n");
        for (int i = 0; i < programs.size(); i++) {
            source.out.append("\tp").append(i).append(",\n");
        }
        source.out.append("}\n");
        for (int i = 0; i < programs.size(); i++) {
            source.program(i, programs.get(i));
        }
        return source.out.toString();
    }

    private void line(int indent, String text) {
        out.append("\t".repeat(indent)).append(text).append('\n');
    }

    private void program(int number, RandomProgram program) {
        line(0, "");
        line(0, "// seed " + program.seed());
        line(0, "func p" + number + "() {");
        for (int c = 0; c < program.capacities().size(); c++) {
            int capacity = program.capacities().get(c);
            line(
                    1,
                    capacity == RandomProgram.NIL
                            ? "var c" + c + " chan int"
                            : "c" + c + " := make(chan int, " + capacity + ")");
            line(1, "_ = c" + c);
        }
        for (int m = 0; m < program.mutexes(); m++) {
            line(1, "var mu" + m + " sync.Mutex");
            line(1, "_ = &mu" + m);
        }
        int n = program.goroutines().size();
        line(1, "var all sync.WaitGroup");
        line(1, "all.Add(" + (n - 1) + ")");
        for (int g = n - 1; g >= 0; g--) {
            goroutine(g, program.goroutines().get(g));
        }
        line(1, "g0()");
        line(1, "all.Wait()");
        line(0, "}");
    }

    /** As a function variable: later goroutines come first, since earlier ones start them. */
    private void goroutine(int g, Body body) {
        line(1, "g" + g + " := func() {");
        if (body.recovers()) {
            line(2, "defer func() {");
            line(3, "if r := recover(); r != nil {");
            line(4, "if e, ok := r.(error); ok {");
            line(5, "log(" + g + ", \"recovered \"+e.Error())");
            line(4, "} else {");
            line(5, "log(" + g + ", \"recovered \"+r.(string))");
            line(4, "}");
            line(3, "}");
            line(2, "}()");
        }
        body.statements().forEach(statement -> statement(g, statement));
        line(1, "}");
        line(1, "_ = g" + g);
    }

    private void statement(int g, Statement statement) {
        line(2, "j()");
        if (statement instanceof Statement.Send send) {
            line(2, "c" + send.channel() + " <- " + send.value());
            log(2, g, "s" + send.channel());
        } else if (statement instanceof Statement.Receive receive) {
            int c = receive.channel();
            line(2, "{");
            line(3, "v, ok := <-c" + c);
            line(3, "log(" + g + ", \"r" + c + "=\"+received(v, ok))");
            line(2, "}");
        } else if (statement instanceof Statement.Range range) {
            int c = range.channel();
            line(2, "for v := range c" + c + " {");
            line(3, "log(" + g + ", \"v" + c + "=\"+strconv.Itoa(v))");
            line(3, "j()");
            line(2, "}");
            log(2, g, "end" + c);
        } else if (statement instanceof Statement.Close close) {
            line(2, "close(c" + close.channel() + ")");
            log(2, g, "c" + close.channel());
        } else if (statement instanceof Statement.Length length) {
            int c = length.channel();
            line(2, "log(" + g + ", \"len" + c + "=\"+strconv.Itoa(len(c" + c + ")))");
        } else if (statement instanceof Statement.Select select) {
            select(g, select);
        } else if (statement instanceof Statement.Lock lock) {
            line(2, "mu" + lock.mutex() + ".Lock()");
            log(2, g, "l" + lock.mutex());
        } else if (statement instanceof Statement.TryLock lock) {
            line(2, "log(" + g + ", \"t" + lock.mutex() + "=\"+strconv.FormatBool(mu" + lock.mutex() + ".TryLock()))");
        } else if (statement instanceof Statement.Unlock unlock) {
            line(2, "mu" + unlock.mutex() + ".Unlock()");
            log(2, g, "u" + unlock.mutex());
        } else if (statement instanceof Statement.Spawn spawn) {
            line(2, "go func() {");
            line(3, "g" + spawn.goroutine() + "()");
            line(3, "all.Done()");
            line(2, "}()");
        } else if (statement instanceof Statement.Panic panic) {
            // Behind a condition that is always true, so that vet does not see what follows as unreachable.
            line(2, "if jitter >= 0 {");
            line(3, "panic(\"" + panic.text() + "\")");
            line(2, "}");
        } else {
            line(2, "runtime.Gosched()");
        }
    }

    private void log(int indent, int g, String event) {
        line(indent, "log(" + g + ", \"" + event + "\")");
    }

    private void select(int g, Statement.Select select) {
        line(2, "select {");
        for (int i = 0; i < select.cases().size(); i++) {
            if (select.cases().get(i) instanceof Statement.Send send) {
                line(2, "case c" + send.channel() + " <- " + send.value() + ":");
                log(3, g, "sel" + i + ":s" + send.channel());
            } else {
                int c = ((Statement.Receive) select.cases().get(i)).channel();
                line(2, "case v, ok := <-c" + c + ":");
                line(3, "log(" + g + ", \"sel" + i + ":r" + c + "=\"+received(v, ok))");
            }
        }
        if (select.hasDefault()) {
            line(2, "default:");
            log(3, g, "default");
        }
        line(2, "}");
    }
}
