package io.gondola.pipeline;

import io.vavr.CheckedFunction1;
import java.util.HashMap;
import java.util.Map;

/** The lanes of the keys that have jobs on their way, and of some that had. The dispatcher's. */
final class Keys {
    private static final int MIN_KEPT = 64;

    private final CheckedFunction1<Object, Object> key;
    private final long kept;
    private final Map<Object, Lanes.Lane> lanes = new HashMap<>();

    /**
     * {@code n} jobs are on their way at most, so twice as many lanes are half of them idle: to look through them pays.
     */
    Keys(CheckedFunction1<Object, Object> key, int n) {
        this.key = key;
        this.kept = Math.max(2L * n, MIN_KEPT);
    }

    Lanes.Lane laneOf(Object x) throws Throwable {
        Object k = key.apply(x);
        if (k == null) {
            throw new NullPointerException("the key is null");
        }
        Lanes.Lane lane = lanes.get(k);
        if (lane == null) {
            if (lanes.size() >= kept) {
                lanes.values().removeIf(Lanes.Lane::isIdle);
            }
            lane = new Lanes.Lane();
            lanes.put(k, lane);
        }
        return lane;
    }
}
