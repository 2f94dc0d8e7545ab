package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.PROMPT;
import static io.gondola.conformance.scripts.Script.own;
import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.conformance.scripts.Script.text;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Semaphore;
import io.vavr.control.Try;

/** A weighted semaphore of 4. */
final class Semaphores implements Interpreter {
    private static final int SIZE = 4;

    private final Journal journal;
    private final Journal.Line main;
    private final Semaphore semaphore = new Semaphore(SIZE);
    private final Cancelled all = new Cancelled();
    private int functions;

    Semaphores(Journal journal, Journal.Line main) {
        this.journal = journal;
        this.main = main;
    }

    @Override
    public Go<?> end() {
        return all.cancel();
    }

    @Override
    public Go<?> perform(Operation op) {
        int n = op.arg(0);
        Go<Unit> holds = sleep(seconds(op.arg(1)).plus(own(functions++))).then(semaphore.release(n));
        return switch (op.letter()) {
            case 'a' -> {
                Journal.Line log = journal.open("a" + op.index());
                yield go(all.within(op.arg(2) == 0 ? null : seconds(op.arg(2)).plus(PROMPT), ctx -> acquire(ctx, n))
                        .flatMap(t -> log.add(text(t)).then(t.isSuccess() ? holds : unit())));
            }
            case 't' -> semaphore.tryAcquire(n).flatMap(ok -> main.add("" + ok).then(ok ? go(holds) : pure(Unit.UNIT)));
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private Go<Try<Unit>> acquire(Context ctx, int n) {
        return semaphore.acquire(ctx, n);
    }
}
