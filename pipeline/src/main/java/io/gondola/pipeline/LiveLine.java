package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.select.Select;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows the {@linkplain Pipeline#meter meters} of the runtime on one line of a terminal, while a program runs: how many
 * elements have passed, what part of all that is where their number or the size of their files is known, how many a
 * second pass, and what part of the time the place waited for input and for output.
 *
 * <pre>{@code
 * LiveLine.on(System.err).during(Pipeline.lines(in)
 *         .meter("read")
 *         .parallel(8, order -> lookUp(order))
 *         .meter("looked up")
 *         .writeLines(out))
 * }</pre>
 *
 * <pre>
 * looked up 12,345 41% 2,010/s in 96% out 4% | read 12,353 41% 2,010/s in 1% out 99%
 * </pre>
 *
 * <p>A place that waits for output most of the time is faster than what is below it, one that waits for input faster
 * than what is above. The line is redrawn ten times a second by a goroutine, which erases it when the program has
 * ended, however it ends, and is gone by then. Where there is no terminal nothing is written, unless
 * {@link #withoutTerminal} says how often; then these are ordinary lines. What the program itself writes to the
 * terminal mixes with the line.
 *
 * <p>As with a ticker in Go, the runtime cannot report a deadlock of the program meanwhile, for there is a timer. The
 * line shows it: all places wait, and no element passes.
 */
@CheckReturnValue
public final class LiveLine {
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ZERO;
    private static final int USUAL_WIDTH = 80;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final Duration plainPeriod;
    private final int width;

    private LiveLine(PrintStream out, boolean terminal, Duration plainPeriod, int width) {
        this.out = out;
        this.terminal = terminal;
        this.plainPeriod = plainPeriod;
        this.width = width;
    }

    /**
     * Writes to {@code out}, which is taken for a terminal if the JVM has a console. The width is that of the
     * environment variable {@code COLUMNS}, or 80.
     */
    public static LiveLine on(PrintStream out) {
        return new LiveLine(Objects.requireNonNull(out, "out"), isTerminal(System.console()), NEVER, columns());
    }

    /** Says whether it is a terminal, and how wide that is. */
    public LiveLine terminal(boolean is, int columns) {
        return new LiveLine(out, is, plainPeriod, Checks.positive(columns, "columns"));
    }

    /**
     * Where there is no terminal, writes a line every {@code period}, and one at the end if the program takes that
     * long.
     */
    public LiveLine withoutTerminal(Duration period) {
        Checks.positive(period, "period");
        return new LiveLine(out, terminal, period, width);
    }

    /** Runs {@code program}, and shows the meters meanwhile. */
    public <A> Go<A> during(Go<A> program) {
        Objects.requireNonNull(program, "program");
        Duration period = terminal ? PERIOD : plainPeriod;
        if (period.isZero()) {
            return program;
        }
        return new Now().flatMap(start -> {
            MeterText text = new MeterText(start, terminal ? width - 1 : Integer.MAX_VALUE);
            Channel<Unit> over = Channel.<Unit>unbuffered().named("live line");
            Channel<Unit> gone = Channel.<Unit>unbuffered().named("live line");
            Go<Unit> end = over.close().then(gone.receiveOption()).as(Unit.UNIT);
            return Go.go("live line", show(text, period, over).then(gone.close()))
                    .then(program.defer(end));
        });
    }

    private Go<Unit> show(MeterText text, Duration period, Channel<Unit> over) {
        Go<Unit> drawn = new Now().flatMap(now -> draw(text.at(now)));
        Go<Boolean> next =
                Select.select(Select.onReceive(over, x -> Go.pure(false)), Select.onTimeout(period, drawn.as(true)));
        return Go.forWhile(next, Go.unit()).then(erase(text));
    }

    private Go<Unit> draw(String line) {
        return line.isEmpty() ? Go.unit() : print(terminal ? ERASE_LINE + line : line + "\n");
    }

    /** At the end. */
    private Go<Unit> erase(MeterText text) {
        return terminal
                ? Go.suspend(() -> text.wasShown() ? print(ERASE_LINE) : Go.unit())
                : new Now().flatMap(now -> text.wasShown() ? draw(text.at(now)) : Go.unit());
    }

    /** A terminal may be stopped, or a pipe full. */
    private Go<Unit> print(String s) {
        return Go.blocking(() -> {
            out.print(s);
            out.flush();
            return Unit.UNIT;
        });
    }

    private static int columns() {
        try {
            return Math.max(1, Integer.parseInt(Objects.requireNonNullElse(System.getenv("COLUMNS"), "")));
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** Since Java 22 there may be a console without a terminal; it says so itself. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22
        }
    }

    /** Reads all meters of the runtime. */
    private static final class Now extends Go<MeterText.Moment> {
        @Override
        public Object exec(Fiber f) {
            return MeterText.Moment.of(f.scheduler());
        }
    }
}
