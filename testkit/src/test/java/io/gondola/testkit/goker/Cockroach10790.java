package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forEach;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import java.util.List;

/**
 * Who waits for other commands leaves a drainer behind when its context ends; those who would send end with the
 * context, too.
 */
final class Cockroach10790 implements Kernel {
    @Override
    public String id() {
        return "cockroach#10790";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE).reports(Kind.LEAK).naming("drainer").namingOneOf("chans[0]", "chans[1]");
    }

    @Override
    public Go<?> program(boolean fixed) {
        List<Channel<Unit>> chans = List.of(
                Channel.<Unit>unbuffered().named("chans[0]"),
                Channel.<Unit>unbuffered().named("chans[1]"));
        Go<Unit> drain = fixed ? unit() : go("drainer", forEach(chans, Channel::receive));
        return Context.background().withCancel().flatMap(ctx -> {
            Go<Unit> send = forEach(
                    chans, (ch, b) -> select(onSend(ch, Unit.UNIT, unit()), onReceive(ctx.done(), b.<Unit>exit())));
            Go<Unit> begin = forEach(
                    chans, (ch, b) -> select(onReceive(ch, unit()), onReceive(ctx.done(), drain.then(b.<Unit>exit()))));
            return sequence(go("sender", send), go("beginCmds", begin), ctx.cancel());
        });
    }
}
