package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.loop;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import io.gondola.time.Ticker;
import io.gondola.time.Timer;
import java.time.Duration;
import java.time.Instant;

/** Who waits for a poller to be told that it may stop is the one who would tell it, by a deferred close. */
final class Kubernetes70277 implements Kernel {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Override
    public String id() {
        return "kubernetes#70277";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS, TIME).reports(Kind.DEADLOCK).naming("main", "done");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> done = Channel.<Unit>unbuffered().named("done");
        Channel<Unit> ticks = Channel.<Unit>unbuffered().named("ticks");
        Go<Unit> poll = go("poller", poller(ticks, done)).then(waitFor(ticks));
        Go<Unit> stopped = done.receive();
        return fixed
                ? poll.defer(done.close()).then(stopped)
                : poll.then(stopped).defer(done.close());
    }

    /** Ticks until it is done or its time is over. */
    private static Go<Unit> poller(Channel<Unit> ticks, ReceiveChannel<Unit> done) {
        Go<Unit> tick = select(onSend(ticks, Unit.UNIT, unit()), onDefault(unit()));
        Go<Unit> polling = Ticker.start(INTERVAL)
                .flatMap(ticker -> Timer.start(TIMEOUT)
                        .flatMap(timer -> poll(ticker.channel(), timer.channel(), done, tick)
                                .defer(timer.stop())
                                .defer(ticker.stop())));
        return polling.defer(ticks.close());
    }

    private static Go<Unit> poll(
            ReceiveChannel<Instant> tick, ReceiveChannel<Instant> timeout, ReceiveChannel<Unit> done, Go<Unit> onTick) {
        return forever(b ->
                select(onReceive(tick, onTick), onReceive(timeout, b.<Unit>exit()), onReceive(done, b.<Unit>exit())));
    }

    /** Takes ticks until the condition holds, which it does at the second one, or there are no more. */
    private static Go<Unit> waitFor(ReceiveChannel<Unit> ticks) {
        return loop(
                1,
                n -> ticks.receiveOption()
                        .flatMap(tick -> pure(
                                tick.isEmpty() || n == 2
                                        ? Loop.<Integer, Unit>done(Unit.UNIT)
                                        : Loop.<Integer, Unit>next(n + 1))));
    }
}
