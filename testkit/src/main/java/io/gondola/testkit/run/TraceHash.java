package io.gondola.testkit.run;

import io.gondola.scheduler.deterministic.SplitMix64;
import java.util.Arrays;

/** A number for a run that does not change when steps that do not depend on each other are swapped. */
final class TraceHash {
    /*
     * Each step has a signature made of who makes it, its number there, and for each location that it touches what was
     * written there last and, if it writes, what was read since. The signatures are added up, and addition commutes.
     */
    private long[] written = new long[16];
    private long[] read = new long[16];
    private long everything;
    private long sum;

    @SuppressWarnings("EnumOrdinal") // any number that differs
    void add(Event e, Execution x) {
        int locations = x.locations();
        if (locations > written.length) {
            written = Arrays.copyOf(written, 2 * locations);
            read = Arrays.copyOf(read, 2 * locations);
        }
        long id = SplitMix64.mix(e.task.lineage.hash() + e.local * 0x9E3779B97F4A7C15L + e.kind.ordinal());
        long signature = id + everything + e.takenCase + 31L * e.passedOver + 1009L * e.drawn;
        for (int i = 0; i < e.accessCount; i++) {
            int location = e.accesses[i] >> 1;
            boolean writes = (e.accesses[i] & 1) != 0;
            if (!x.isMeetingPoint(location)) {
                signature = signature * 31 + written[location] + (writes ? read[location] : 0);
            }
        }
        signature = SplitMix64.mix(signature);
        for (int i = 0; i < e.accessCount; i++) {
            int location = e.accesses[i] >> 1;
            if ((e.accesses[i] & 1) != 0) {
                written[location] = signature;
                read[location] = 0;
            } else {
                read[location] += signature;
            }
        }
        sum += signature;
    }

    /** The clock moves: nothing can be swapped with that. */
    void tick() {
        everything = SplitMix64.mix(everything + sum + 1);
    }

    long value() {
        return sum + everything;
    }
}
