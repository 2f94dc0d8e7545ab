package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.PROMPT;
import static io.gondola.conformance.scripts.Script.own;
import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.conformance.scripts.Script.text;
import static io.gondola.dsl.Go.forEach;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.zip;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Contexts, each below one that was made before. */
final class Contexts implements Interpreter {
    private static final Duration APART = Duration.ofNanos(1001);

    private final Channel<Unit> quit = Channel.unbuffered();
    private final Journal journal;
    private final Journal.Line main;
    private final List<Made> all = new ArrayList<>();
    private final List<Go<Boolean>> stops = new ArrayList<>();
    private int functions;

    Contexts(Journal journal, Journal.Line main) {
        this.journal = journal;
        this.main = main;
        all.add(new Made(Context.background(), false));
    }

    /** A context, and whether a cancel of it takes a cause. */
    private record Made(Context context, boolean takesCause) {
        Go<?> cancel(int cause) {
            if (!(context instanceof CancelContext c)) {
                return pure(null);
            }
            return takesCause ? c.cancel(cause(cause)) : c.cancel();
        }
    }

    private static Throwable cause(int n) {
        return n == 0 ? null : new IllegalStateException("cause " + n);
    }

    private static Throwable orExceeded(Throwable cause) {
        return cause == null ? Context.DEADLINE_EXCEEDED : cause;
    }

    @Override
    public Go<?> end() {
        return quit.close().then(forEach(all, made -> made.cancel(0)));
    }

    /** The place of a context, counted from the newest one. */
    private Made place(int n) {
        return all.get(all.size() - 1 - n % all.size());
    }

    private static Go<String> ending(Context context) {
        return zip(context.err(), context.cause(), (err, cause) -> text(err) + ", " + text(cause));
    }

    private Go<?> makes(Go<? extends Context> making, boolean takesCause) {
        return making.peek(c -> all.add(new Made(c, takesCause)));
    }

    @Override
    public Go<?> perform(Operation op) {
        Made made = place(op.arg(0));
        Context context = made.context();
        return switch (op.letter()) {
            case 'c' -> makes(context.withCancel(), false);
            case 'C' -> makes(context.withCancel(), true);
            case 't' -> makes(context.withTimeout(seconds(op.arg(1))), false);
            case 'T' -> makes(context.withTimeout(seconds(op.arg(1)), orExceeded(cause(op.arg(2)))), false);
            case 'd' -> makes(context.withDeadline(instant(op)), false);
            case 'D' -> makes(context.withDeadline(instant(op), orExceeded(cause(op.arg(2)))), false);
            case 'v' -> makes(pure(context.withValue("k" + op.arg(1), "v" + op.index())), false);
            case 'V' -> main.add("value " + context.value("k" + op.arg(1)).getOrElse("<nil>"));
            case 'o' -> makes(pure(context.withoutCancel()), false);
            case 'x' -> made.cancel(op.arg(1));
            case 'X' ->
                go(sleep(seconds(op.arg(1)).plus(own(functions++))).then(suspend(() -> made.cancel(op.arg(2)))));
            case 'a' -> function(op, context);
            case 'b' ->
                stops.isEmpty()
                        ? pure(null)
                        : stops.get(op.arg(0) % stops.size()).flatMap(b -> main.add("stop " + b));
            case 'e' -> ending(context).flatMap(e -> main.add(e + ", " + deadline(context)));
            case 'u' -> {
                ReceiveChannel<Unit> done = context.done();
                yield main.add("done " + (done != Channel.<Unit>nil()) + " " + (done == context.done()));
            }
            case 'p' -> main.add(context.toString());
            case 'g' -> waiter(op, context);
            case 'y' -> tie(context, seconds(op.arg(1)));
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    /** An instant that no other operation has. */
    private Instant instant(Operation op) {
        return journal.start().plus(seconds(op.arg(1))).plus(APART.multipliedBy(op.index() + 1L));
    }

    private String deadline(Context context) {
        return context.deadline()
                .map(at -> Long.toString(journal.sinceStart(at)))
                .getOrElse("none");
    }

    /** A function of the context's end, which may cancel another context a little later. */
    private Go<?> function(Operation op, Context context) {
        Journal.Line log = journal.open("f" + op.index());
        Made target = place(op.arg(1));
        Go<Unit> pause = sleep(own(functions++));
        Go<?> body = ending(context)
                .flatMap(log::add)
                .then(
                        op.arg(2) != 1
                                ? pure(null)
                                : pause.then(target.cancel(op.arg(3)))
                                        .then(ending(target.context()))
                                        .flatMap(log::add));
        return context.afterFunc(body).peek(stops::add);
    }

    private Go<?> waiter(Operation op, Context context) {
        Journal.Line log = journal.open("g" + op.index());
        return go(select(
                onReceive(context.done(), ending(context).flatMap(log::add)),
                onTimeout(seconds(op.arg(1)).plus(PROMPT), log.add("timeout")),
                onReceive(quit, log.add("quit"))));
    }

    /** Cancels a context at the very instant of its deadline: either may be first, but error and cause are of one. */
    private Go<?> tie(Context parent, Duration d) {
        Throwable slow = new IllegalStateException("slow");
        return parent.withTimeout(d, slow)
                .flatMap(ctx -> sleep(d).then(ctx.err())
                        .flatMap(before -> ctx.cancel()
                                .then(zip(ending(ctx), ctx.err(), (first, err) -> {
                                    boolean either = List.of(
                                                    "context canceled, context canceled",
                                                    "context deadline exceeded, slow")
                                            .contains(first);
                                    boolean kept = before.isEmpty() || before.equals(err);
                                    return sleep(PROMPT)
                                            .then(zip(
                                                    ending(ctx),
                                                    parent.err(),
                                                    (last, parents) -> parents.isDefined()
                                                            ? pure(null)
                                                            : main.add("tie " + either + " " + first.equals(last) + " "
                                                                    + kept)))
                                            .flatMap(p -> p);
                                }))
                                .flatMap(p -> p)));
    }
}
