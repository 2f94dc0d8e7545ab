package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static io.gondola.select.Select.selectPrioritised;
import static io.gondola.testkit.explored.Check.yields;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Testing;
import io.vavr.control.Option;
import java.time.Duration;

/** Programs over select that hold under every schedule. */
class SelectProgramsTest {
    @GoTest
    Go<Unit> aSelectTakesOneCaseAndLeavesTheOther() {
        Channel<Integer> a = Channel.<Integer>buffered(1).named("a");
        Channel<Integer> b = Channel.<Integer>buffered(1).named("b");
        Go<Integer> either = select(onReceive(a, v -> pure(v)), onReceive(b, v -> pure(v)));
        return sequence(go(a.send(1)), go(b.send(2)), yields(either.flatMap(x -> either.map(y -> x + y)), 3));
    }

    @GoTest
    Go<Unit> twoSelectsMeet() {
        Channel<Integer> a = Channel.<Integer>unbuffered().named("a");
        Channel<Integer> b = Channel.<Integer>unbuffered().named("b");
        Go<Unit> sends = select(onSend(a, 1, unit()), onSend(b, 2, unit()));
        Go<Integer> receives = select(onReceive(a, v -> pure(v)), onReceive(b, v -> pure(v + 10)));
        return go(sends)
                .then(receives)
                .flatMap(v -> v == 1 ? Testing.sometimes("a") : v == 12 ? Testing.sometimes("b") : panic(v));
    }

    @GoTest
    Go<Unit> selectsOnBothSidesOfOneChannelPairUp() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
        WaitGroup wg = new WaitGroup();
        Go<Unit> both = select(onSend(ch, 1, unit()), onReceive(ch, unit()));
        return sequence(wg.go(both), wg.go(both), wg.await());
    }

    @GoTest
    Go<Unit> aClosedChannelIsReady() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
        Channel<Integer> never = Channel.<Integer>unbuffered().named("never");
        return go(ch.close())
                .then(yields(
                        select(onReceiveOption(ch, v -> pure(v)), onReceiveOption(never, v -> pure(v))),
                        Option.none()));
    }

    @GoTest
    Go<Unit> theNilChannelIsNeverReady() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
        return go(ch.send(1))
                .then(yields(select(onReceive(Channel.<Integer>nil(), v -> pure(0)), onReceive(ch, v -> pure(v))), 1));
    }

    @GoTest
    Go<Unit> eitherTheValueOrTheTimeoutIsTaken() {
        Channel<Integer> ch = Channel.<Integer>buffered(1).named("ch");
        Duration d = Duration.ofMillis(1);
        return go(sleep(d).then(ch.send(1)))
                .then(select(
                        onReceive(ch, v -> Testing.sometimes("value")), onTimeout(d, Testing.sometimes("timeout"))));
    }

    @GoTest
    Go<Unit> aDefaultNeverWaits() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
        return yields(select(onReceive(ch, v -> pure(1)), onSend(ch, 1, pure(2)), onDefault(pure(3))), 3);
    }

    @GoTest
    Go<Unit> aPrioritisedSelectTakesTheFirstReadyCase() {
        Channel<Integer> a = Channel.<Integer>buffered(1).named("a");
        Channel<Integer> b = Channel.<Integer>buffered(1).named("b");
        Go<Integer> first = selectPrioritised(onReceive(a, v -> pure(v)), onReceive(b, v -> pure(v)));
        return sequence(a.send(1), b.send(2), yields(first, 1), yields(first, 2));
    }

    @GoTest
    Go<Unit> aLoserOfASelectCanWinLater() {
        Channel<Integer> a = Channel.<Integer>unbuffered().named("a");
        Channel<Integer> b = Channel.<Integer>unbuffered().named("b");
        WaitGroup wg = new WaitGroup();
        Go<Integer> either = select(onReceive(a, v -> pure(v)), onReceive(b, v -> pure(v)));
        return sequence(
                wg.go(a.send(1)), wg.go(b.send(2)), yields(either.flatMap(x -> either.map(y -> x + y)), 3), wg.await());
    }

    /** The sender comes when the select waits, so that it is one of the queued entries that decides. */
    @GoTest
    Go<Unit> ofCasesOnOneChannelAnyMayBeServed() {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named("ch");
        return go(sleep(Duration.ofMillis(1)).then(ch.send(1)))
                .then(select(
                        onReceive(ch, v -> Testing.sometimes("first")),
                        onReceive(ch, v -> Testing.sometimes("second")),
                        onReceive(ch, v -> Testing.sometimes("third"))));
    }

    @GoTest
    Go<Unit> aWorkerStopsWhenToldAndLosesNothingItTook() {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");
        Channel<Integer> results = Channel.<Integer>buffered(3).named("results");
        Channel<Unit> stop = Channel.<Unit>unbuffered().named("stop");
        Go<Unit> worker = forever(b -> select(onReceive(jobs, results::send), onReceive(stop, b.<Unit>exit())));
        WaitGroup wg = new WaitGroup();
        return sequence(
                wg.go(worker), forRange(0, 2, jobs::send), stop.close(), wg.await(), yields(results.length(), 2));
    }
}
