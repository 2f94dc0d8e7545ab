package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.explored.Check.holds;
import static io.gondola.testkit.explored.Check.yields;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Testing;
import io.gondola.time.Ticker;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import java.time.Duration;

/** Programs over timers that hold under every schedule. */
class TimeProgramsTest {
    private static final Duration D = Duration.ofMillis(1);

    @GoTest
    Go<Unit> aTimerIsStoppedOrDelivers() {
        return Timer.start(D)
                .flatMap(timer -> sequence(
                        sleep(D),
                        timer.stop()
                                .flatMap(stopped -> stopped
                                        ? Testing.sometimes("stopped")
                                                .then(yields(
                                                        select(
                                                                onReceive(timer.channel(), Go.pure(1)),
                                                                onDefault(Go.pure(0))),
                                                        0))
                                        : unit())));
    }

    @GoTest
    Go<Unit> aTickIsTakenByOneOnly() {
        AtomicInt taken = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Channel<Unit> stop = Channel.<Unit>unbuffered().named("stop");
        return Timer.start(D).flatMap(timer -> {
            Go<Unit> take = select(onReceive(timer.channel(), taken.add(1).then(unit())), onReceive(stop, unit()));
            return sequence(
                    wg.go(take),
                    wg.go(take),
                    sleep(D.multipliedBy(3)),
                    stop.close(),
                    wg.await(),
                    holds(taken.load().map(n -> n <= 1), "one tick"));
        });
    }

    @GoTest
    Go<Unit> anAfterFuncRunsUnlessItIsStopped() {
        WaitGroup wg = new WaitGroup();
        return wg.add(1)
                .then(Time.afterFunc(D, wg.done()))
                .flatMap(timer ->
                        sequence(sleep(D), timer.stop().flatMap(stopped -> stopped ? wg.done() : unit()), wg.await()));
    }

    @GoTest
    Go<Unit> aResetTimerHasNoStaleTick() {
        return Timer.start(D)
                .flatMap(timer -> sequence(
                        sleep(D),
                        Time.now()
                                .flatMap(before -> timer.reset(D.multipliedBy(10))
                                        .then(timer.channel().receive())
                                        .flatMap(tick -> holds(
                                                Go.pure(!tick.isBefore(before.plus(D.multipliedBy(10)))),
                                                "the new deadline")))));
    }

    @GoTest
    Go<Unit> aTickerTicksUntilItIsStopped() {
        return Ticker.start(D)
                .flatMap(ticker -> sequence(
                        ticker.channel().receive(),
                        ticker.channel().receive(),
                        ticker.stop(),
                        yields(select(onReceive(ticker.channel(), Go.pure(1)), onDefault(Go.pure(0))), 0)));
    }

    @GoTest
    Go<Unit> sleepersWakeInAnyOrderWhenTheirTimeIsTheSame() {
        Channel<Integer> order = Channel.<Integer>buffered(2).named("order");
        return sequence(
                go(sleep(D).then(order.send(1))),
                go(sleep(D).then(order.send(2))),
                order.receive()
                        .flatMap(first -> first == 1 ? Testing.sometimes("1 first") : Testing.sometimes("2 first")),
                order.receive());
    }
}
