package io.gondola.select;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.StillProgram;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.scheduler.StillScheduler;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/**
 * Hazard: a goroutine waits in a select on two channels, and two senders find it at once, one on each; both hand it an
 * element, or it is readied twice. Results: whether each sender was served; how often the goroutine was readied.
 *
 * <p>{@code mvn -Pjcstress -pl verification/concurrency-tests -am -DskipTests verify
 * -Dgondola.jcstress.tests=ClaimStress}
 */
@JCStressTest
@Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "The first channel's sender was served.")
@Outcome(id = "false, true, 1", expect = ACCEPTABLE, desc = "The second channel's sender was served.")
@Outcome(expect = FORBIDDEN, desc = "Both senders were served, or none, or the goroutine was not readied once.")
@State
public class ClaimStress {
    private final StillScheduler still = new StillScheduler();
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();

    public ClaimStress() {
        Case<Unit> onA = Select.onReceive(a, Go.unit());
        Case<Unit> onB = Select.onReceive(b, Go.unit());
        new StillProgram(still.scheduler())
                .fiber(Select.select(List.of(onA, onB)), new StillProgram.Last())
                .run();
    }

    private static boolean offer(Channel<Integer> channel) {
        return ((ChannelCore) (Object) channel).offerElement(1) == Sent.YES;
    }

    @Actor
    public void first(ZZI_Result r) {
        r.r1 = offer(a);
    }

    @Actor
    public void second(ZZI_Result r) {
        r.r2 = offer(b);
    }

    @Arbiter
    public void end(ZZI_Result r) {
        r.r3 = still.takeReadied();
    }
}
