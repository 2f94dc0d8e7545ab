package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.own;
import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sleep;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.SingleFlight;

/** A group of calls with keys. */
final class Flights implements Interpreter {
    private final Journal journal;
    private final SingleFlight<String, String> group = new SingleFlight<>();
    private int functions;

    Flights(Journal journal, Journal.Line main) {
        this.journal = journal;
    }

    @Override
    public Go<?> end() {
        return Go.unit();
    }

    @Override
    public Go<?> perform(Operation op) {
        String key = "k" + op.arg(0);
        if (op.letter() == 'f') {
            return group.forget(key);
        }
        Journal.Line log = journal.open("d" + op.index());
        Go<String> body = sleep(seconds(op.arg(1)).plus(own(functions++))).then(call(() -> value(op)));
        return switch (op.letter()) {
            case 'd' -> go(group.run(key, body).flatMap(r -> tell(log, r)));
            case 'c' -> group.runChannel(key, body).flatMap(c -> go(c.receive().flatMap(r -> tell(log, r))));
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private static String value(Operation op) {
        if (op.arg(2) == 0) {
            throw new IllegalStateException("e" + op.index());
        }
        return "v" + op.index();
    }

    private static Go<Unit> tell(Journal.Line log, SingleFlight.Result<String> r) {
        return log.add((r.value().isSuccess() ? r.value().get() : Script.text(r.value())) + " " + r.shared());
    }
}
