package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.own;
import static io.gondola.conformance.scripts.Script.panicking;
import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.conformance.scripts.Script.text;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.zip;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.ErrGroup;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A group with a context, or without. */
final class ErrGroups implements Interpreter {
    private final Journal journal;
    private final Journal.Line main;
    private ErrGroup group = new ErrGroup();
    private int limit = -1;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private int functions;

    ErrGroups(Journal journal, Journal.Line main) {
        this.journal = journal;
        this.main = main;
    }

    @Override
    public Go<?> end() {
        return Go.unit();
    }

    @Override
    public Go<?> perform(Operation op) {
        return switch (op.letter()) {
            case 'n' ->
                active.get() > 0
                        ? pure(null)
                        : ErrGroup.withContext(Context.background()).peek(g -> {
                            group = g;
                            limit = -1;
                        });
            case 'L' -> active.get() > 0 && limit < 0 ? pure(null) : limit(op.arg(0));
            case 'g' -> {
                Go<?> member = member(op);
                yield limit == 0 || (limit > 0 && active.get() >= limit && waiting.get() > 0)
                        ? main.add("would wait")
                        : group.go(member).then(main.add("went"));
            }
            case 't' -> group.tryGo(member(op)).flatMap(ok -> main.add("" + ok));
            case 'W' -> {
                Journal.Line log = journal.open("w" + op.index());
                Context ctx = group.context();
                waiting.incrementAndGet();
                yield go(group.await()
                        .peek(t -> waiting.decrementAndGet())
                        .flatMap(t -> log.add(text(t)))
                        .then(ending(ctx))
                        .flatMap(log::add));
            }
            case 'e' -> ending(group.context()).flatMap(main::add);
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private static Go<String> ending(Context ctx) {
        return zip(ctx.err(), ctx.cause(), (err, cause) -> text(err) + ", " + text(cause));
    }

    private Go<?> limit(int n) {
        return panicking(group.setLimit(n)).flatMap(outcome -> {
            if (outcome.equals("no panic")) {
                limit = n;
            }
            return main.add(outcome);
        });
    }

    private Go<?> member(Operation op) {
        Journal.Line log = journal.open("m" + op.index());
        Duration d = seconds(op.arg(0)).plus(own(functions++));
        Context ctx = group.context();
        Try<Unit> outcome =
                op.arg(2) == 0 ? Try.success(Unit.UNIT) : Try.failure(new IllegalStateException("cause " + op.arg(2)));
        Go<Try<Unit>> ends = log.add(op.arg(1) == 1 ? "timeout" : "ends").as(outcome);
        Go<Try<Unit>> cancelled = ctx.cause()
                .flatMap(cause -> log.add(text(cause)))
                .then(ctx.err())
                .map(err -> Try.failure(err.get()));
        Go<Try<Unit>> works =
                op.arg(1) == 1 ? select(onReceive(ctx.done(), cancelled), onTimeout(d, ends)) : sleep(d).then(ends);
        return run(() -> active.incrementAndGet())
                .then(log.add("begins"))
                .then(works)
                .defer(run(() -> active.decrementAndGet()));
    }
}
