package io.gondola.select;

import io.gondola.dsl.channel.ChannelCore;
import java.util.Arrays;
import java.util.Comparator;

/** The order in which selects lock channels: by identity hash codes, each channel once. */
final class LockOrder {
    private static final int MAX_INSERTED = 16;

    private LockOrder() {}

    static ChannelCore[] of(ChannelCase<?>[] cases) {
        ChannelCore[] sorted = new ChannelCore[cases.length];
        int n = 0;
        if (cases.length <= MAX_INSERTED) {
            for (ChannelCase<?> each : cases) {
                n = insert(each.channel(), sorted, n);
            }
        } else {
            for (int i = 0; i < cases.length; i++) {
                sorted[i] = cases[i].channel();
            }
            Arrays.sort(sorted, Comparator.comparingInt(System::identityHashCode));
            for (ChannelCore each : sorted) {
                n = insert(each, sorted, n); // at or near the end of what is in place already
            }
        }
        return n == sorted.length ? sorted : Arrays.copyOf(sorted, n);
    }

    /**
     * Inserts {@code channel} into the first {@code n} of {@code sorted}, unless it is there. Returns how many there
     * are then.
     */
    private static int insert(ChannelCore channel, ChannelCore[] sorted, int n) {
        int hash = System.identityHashCode(channel);
        int at = n;
        while (at > 0 && System.identityHashCode(sorted[at - 1]) >= hash) {
            at--;
            if (sorted[at] == channel) {
                return n;
            }
        }
        System.arraycopy(sorted, at, sorted, at + 1, n - at);
        sorted[at] = channel;
        return n + 1;
    }

    /** Whether two channels of {@code sorted} have one hash code. */
    static boolean hasTies(ChannelCore[] sorted) {
        for (int i = 1; i < sorted.length; i++) {
            if (System.identityHashCode(sorted[i - 1]) == System.identityHashCode(sorted[i])) {
                return true;
            }
        }
        return false;
    }
}
