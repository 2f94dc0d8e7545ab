package io.gondola.conformance.differential;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.conformance.differential.RandomProgram.Body;
import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.select.Case;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;
import io.gondola.testkit.VisitedRun;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A random program on the DSL, for one run: it has channels, locks and logs of its own. */
final class DslProgram {
    private final RandomProgram program;
    private final List<Channel<Integer>> channels = new ArrayList<>();
    private final List<Mutex> mutexes = new ArrayList<>();
    private final WaitGroup all = new WaitGroup();
    private final List<List<String>> logs = new ArrayList<>();

    DslProgram(RandomProgram program) {
        this.program = program;
        for (int capacity : program.capacities()) {
            channels.add(
                    capacity == RandomProgram.NIL
                            ? Channel.nil()
                            : capacity == 0 ? Channel.unbuffered() : Channel.buffered(capacity));
        }
        for (int i = 0; i < program.mutexes(); i++) {
            mutexes.add(new Mutex());
        }
        for (int g = 0; g < program.goroutines().size(); g++) {
            // A program that dies of a panic may still be writing on another thread.
            logs.add(Collections.synchronizedList(new ArrayList<>()));
        }
    }

    Go<Unit> main() {
        return sequence(all.add(program.goroutines().size() - 1), body(0), all.await());
    }

    /** The outcome of a run that ended without a failure. */
    String ended() {
        return Outcome.ended(logs);
    }

    /** The outcome of a run that ended so. */
    String failed(Throwable failure) {
        if (failure instanceof FatalError) {
            String text = failure.getMessage().lines().findFirst().orElse("");
            return text.equals(Outcome.DEADLOCK) ? Outcome.deadlock(logs) : Outcome.fatal(text);
        }
        return failure instanceof Panic panic ? Outcome.panic(text(panic)) : "unexpected: " + failure;
    }

    /** The outcome of a schedule. That main has left goroutines behind counts for nothing: Go ends then. */
    String outcome(VisitedRun ending) {
        if (ending.kind().contains(Kind.DEADLOCK)) {
            return Outcome.deadlock(logs);
        }
        return ending.thrown().map(this::failed).getOrElse(this::ended);
    }

    /** Runs it once. */
    static String outcomeOf(RandomProgram program, GoRuntime runtime) {
        DslProgram dsl = new DslProgram(program);
        try {
            runtime.run(dsl.main());
            return dsl.ended();
        } catch (FatalError | Panic e) {
            return dsl.failed(e);
        }
    }

    private static String text(Panic panic) {
        return panic.value() instanceof Throwable t ? t.getMessage() : String.valueOf(panic.value());
    }

    private Go<Unit> body(int g) {
        Body body = program.goroutines().get(g);
        List<Go<?>> steps = new ArrayList<>();
        body.statements().forEach(statement -> steps.add(step(g, statement)));
        Go<Unit> all = sequence(steps);
        return body.recovers() ? all.recover(p -> log(g, "recovered " + text(p))) : all;
    }

    private Go<Unit> log(int g, String event) {
        return run(() -> logs.get(g).add(event));
    }

    private Go<?> step(int g, Statement statement) {
        if (statement instanceof Statement.Send send) {
            return channels.get(send.channel()).send(send.value()).then(log(g, "s" + send.channel()));
        } else if (statement instanceof Statement.Receive receive) {
            return channels.get(receive.channel())
                    .receiveOption()
                    .flatMap(v -> log(g, "r" + receive.channel() + "=" + text(v)));
        } else if (statement instanceof Statement.Range range) {
            return channels.get(range.channel())
                    .range(v -> log(g, "v" + range.channel() + "=" + v))
                    .then(log(g, "end" + range.channel()));
        } else if (statement instanceof Statement.Close close) {
            return channels.get(close.channel()).close().then(log(g, "c" + close.channel()));
        } else if (statement instanceof Statement.Length length) {
            return channels.get(length.channel()).length().flatMap(n -> log(g, "len" + length.channel() + "=" + n));
        } else if (statement instanceof Statement.Select select) {
            return select(cases(g, select));
        } else if (statement instanceof Statement.Lock lock) {
            return mutexes.get(lock.mutex()).lock().then(log(g, "l" + lock.mutex()));
        } else if (statement instanceof Statement.TryLock lock) {
            return mutexes.get(lock.mutex()).tryLock().flatMap(ok -> log(g, "t" + lock.mutex() + "=" + ok));
        } else if (statement instanceof Statement.Unlock unlock) {
            return mutexes.get(unlock.mutex()).unlock().then(log(g, "u" + unlock.mutex()));
        } else if (statement instanceof Statement.Spawn spawn) {
            return go(body(spawn.goroutine()).then(all.done()));
        } else if (statement instanceof Statement.Panic panic) {
            return panic(panic.text());
        } else {
            return gosched();
        }
    }

    private List<Case<Unit>> cases(int g, Statement.Select select) {
        List<Case<Unit>> cases = new ArrayList<>();
        for (int i = 0; i < select.cases().size(); i++) {
            String prefix = "sel" + i + ":";
            if (select.cases().get(i) instanceof Statement.Send send) {
                cases.add(onSend(channels.get(send.channel()), send.value(), log(g, prefix + "s" + send.channel())));
            } else {
                int c = ((Statement.Receive) select.cases().get(i)).channel();
                cases.add(onReceiveOption(channels.get(c), v -> log(g, prefix + "r" + c + "=" + text(v))));
            }
        }
        if (select.hasDefault()) {
            cases.add(onDefault(log(g, "default")));
        }
        return cases;
    }

    private static String text(Option<Integer> received) {
        return received.map(String::valueOf).getOrElse("closed");
    }
}
