package io.gondola.pipeline.kafka;

import io.gondola.dsl.engine.MeterCounter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Names the record that holds up its partition: in the note of a meter and, once, in the log. The owner's. */
final class Stuck {
    private static final System.Logger LOG = System.getLogger(Stuck.class.getName());

    private final MeterCounter meter;
    private final String what;
    private final Duration after;

    /** The one that was named last. */
    private @Nullable Ticket named;

    Stuck(MeterCounter meter, String what, Duration after) {
        this.meter = meter;
        this.what = what;
        this.after = after;
    }

    /** Looks for it. Lanes that have not been looked at before begin to wait now. */
    void look(Lanes lanes, long nowNanos) {
        Lane lane = lanes.heldUpLongest(nowNanos);
        if (lane == null || lane.heldUpNanos(nowNanos) < after.toNanos()) {
            forget();
            return;
        }
        Ticket t = lane.first();
        String text = t + " is unfinished since "
                + Duration.ofNanos(lane.heldUpNanos(nowNanos)).toSeconds() + " s; " + lane.gap()
                + " records since then wait to be committed";
        meter.note(text);
        if (t != named) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", what, text);
        }
        named = t;
    }

    void forget() {
        meter.note("");
        named = null;
    }
}
