package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import io.gondola.time.Timer;
import java.time.Duration;

/**
 * A loop that publishes after a quiet period stops its timer at each change. If the timer has fired it takes the tick
 * out of the channel, and waits there for ever if it has taken that tick before.
 */
final class Istio18454 implements Kernel {
    private static final Duration QUIET = Duration.ofMillis(10);

    @Override
    public String id() {
        return "istio#18454";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME).reports(Kind.LEAK).naming("loop");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> reset = Channel.<Unit>buffered(1).named("resetChan");
        return Context.background().withCancel().flatMap(ctx -> {
            Go<Unit> loop = Timer.start(QUIET).flatMap(timer -> loop(ctx, timer, reset, fixed));
            Go<Unit> change = select(onSend(reset, Unit.UNIT, unit()), onReceive(ctx.done(), unit()));
            Go<Unit> changes = forRange(0, 3, i -> sleep(QUIET).then(change));
            return sequence(go("loop", loop), go("changes", changes), sleep(QUIET.multipliedBy(5)), ctx.cancel());
        });
    }

    private static Go<Unit> loop(Context ctx, Timer timer, Channel<Unit> reset, boolean fixed) {
        Go<Unit> publish = unit();
        Go<Unit> drain = fixed
                ? select(onReceive(timer.channel(), unit()), onDefault(unit()))
                : timer.channel().receive().then(unit());
        Go<Unit> restart =
                when(timer.stop(), unit(), drain).then(timer.reset(QUIET)).then(unit());
        return forever(b -> select(
                        onReceive(ctx.done(), b.<Unit>exit()),
                        onReceive(reset, restart),
                        onReceive(timer.channel(), publish)))
                .defer(timer.stop());
    }
}
