package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.testkit.explored.Check.holds;
import static io.gondola.testkit.explored.Check.yields;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Received;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;
import io.vavr.collection.List;
import io.vavr.control.Option;

/** Programs over channels that hold under every schedule. */
class ChannelProgramsTest {
    private static Go<Unit> everyElementArrivesOnce(int capacity) {
        Channel<Integer> ch = Channel.<Integer>buffered(capacity).named("ch");
        WaitGroup senders = new WaitGroup().named("senders");
        WaitGroup receivers = new WaitGroup().named("receivers");
        Mutex mu = new Mutex().named("mu");
        Shared<List<Integer>> got = Shared.of(List.<Integer>empty()).named("got");
        Go<Unit> receive = ch.range(v -> mu.withLock(got.update(l -> l.append(v))));
        return sequence(
                forRange(0, 2, i -> senders.go(ch.send(2 * i).then(ch.send(2 * i + 1)))),
                forRange(0, 2, i -> receivers.go(receive)),
                senders.await(),
                ch.close(),
                receivers.await(),
                yields(got.get().map(List::sorted), List.of(0, 1, 2, 3)));
    }

    @GoTest
    Go<Unit> everyElementArrivesOnceWithoutBuffer() {
        return everyElementArrivesOnce(0);
    }

    @GoTest
    Go<Unit> everyElementArrivesOnceThroughABuffer() {
        return everyElementArrivesOnce(1);
    }

    @GoTest
    Go<Unit> oneSendersElementsArriveInOrder() {
        Channel<Integer> ch = Channel.<Integer>buffered(1).named("ch");
        Go<Unit> send = forRange(0, 3, ch::send).then(ch.close());
        return go(send).then(yields(ch.receive(), 0))
                .then(yields(ch.receive(), 1))
                .then(yields(ch.receive(), 2))
                .then(yields(ch.receiveOption(), Option.none()));
    }

    @GoTest
    Go<Unit> closeWakesAllReceivers() {
        Channel<Unit> done = Channel.<Unit>unbuffered().named("done");
        WaitGroup wg = new WaitGroup();
        return sequence(
                forRange(0, 3, i -> wg.go(yields(done.receiveOption(), Option.none()))), done.close(), wg.await());
    }

    @GoTest
    Go<Unit> bufferedElementsOutliveTheClose() {
        Channel<Integer> ch = Channel.<Integer>buffered(2).named("ch");
        WaitGroup wg = new WaitGroup();
        return sequence(
                wg.go(ch.send(1).then(ch.send(2)).then(ch.close())),
                yields(ch.receive(), 1),
                wg.await(),
                yields(ch.receive(), 2),
                yields(ch.receiveOption(), Option.none()));
    }

    @GoTest
    Go<Unit> whatATrySendSaysIsTrue() {
        Channel<Integer> ch = Channel.<Integer>buffered(1).named("ch");
        WaitGroup wg = new WaitGroup();
        Shared<Boolean> sent = Shared.of(false).named("sent");
        return sequence(
                ch.send(1),
                wg.go(ch.trySend(2).flatMap(sent::set)),
                yields(ch.receive(), 1),
                wg.await(),
                sent.get().flatMap(s -> yields(ch.tryReceive().map(Received::isValue), s)));
    }

    @GoTest
    Go<Unit> lengthIsNeverMoreThanCapacity() {
        Channel<Integer> ch = Channel.<Integer>buffered(1).named("ch");
        Go<Unit> lengthFits = holds(ch.length().map(n -> n >= 0 && n <= 1), "a length from 0 to 1");
        return sequence(go(ch.send(1).then(ch.send(2))), lengthFits, ch.receive(), lengthFits, ch.receive());
    }

    @GoTest
    Go<Unit> aHandOffOrdersPlainAccesses() {
        Channel<Unit> ready = Channel.<Unit>unbuffered().named("ready");
        Shared<Integer> x = Shared.of(0).named("x");
        return go(x.set(1).then(ready.send(Unit.UNIT))).then(ready.receive()).then(yields(x.get(), 1));
    }

    @GoTest
    Go<Unit> aFreedSlotOrdersTheReceiverBeforeTheNextSender() {
        Channel<Unit> sem = Channel.<Unit>buffered(1).named("sem");
        Shared<Integer> x = Shared.of(0).named("x");
        WaitGroup wg = new WaitGroup();
        Go<Unit> work = sem.send(Unit.UNIT).then(x.update(n -> n + 1)).then(sem.receive());
        return sequence(wg.go(work), wg.go(work), wg.await(), yields(x.get(), 2));
    }

    @GoTest
    Go<Unit> aPingAnswersAPong() {
        Channel<Integer> ping = Channel.<Integer>unbuffered().named("ping");
        Channel<Integer> pong = Channel.<Integer>unbuffered().named("pong");
        Go<Unit> answer = ping.range(n -> pong.send(n + 1)).then(pong.close());
        return sequence(
                go(answer),
                forRange(0, 3, i -> ping.send(i).then(yields(pong.receive(), i + 1))),
                ping.close(),
                yields(pong.receiveOption(), Option.none()),
                unit());
    }
}
