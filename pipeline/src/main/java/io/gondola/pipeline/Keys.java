package io.gondola.pipeline;

import io.vavr.CheckedFunction1;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lanes of the keys that have jobs on their way, and of some that had. The dispatcher's. */
final class Keys {
    /*
     * At most n jobs are on their way, and each of n workers may have delivered one more, of which its lane does not
     * know yet. So if there are more than 2n lanes one is idle, and is given to the next key that has none. As long as
     * they are few they are looked through, by the hashes; many are in a map, from which those that are idle are taken
     * out now and then.
     */
    static final int FEW = 32;
    private static final int FIRST = 4;

    private final CheckedFunction1<Object, Object> key;

    // a few lanes: none if there may be many
    private int[] hashes;
    private Object[] keys;
    private Lanes.Lane[] lanes;
    private int size;

    /** Where an idle one is looked for first: the one that was busy longest. */
    private int next;

    // many lanes: null if there are few
    private final @Nullable Map<Object, Lanes.Lane> map;
    private final long kept;

    /** For {@code n} jobs on their way. */
    Keys(CheckedFunction1<Object, Object> key, int n) {
        this.key = key;
        this.kept = 2L * n;
        if (kept < FEW) {
            map = null;
            hashes = new int[FIRST];
            keys = new Object[FIRST];
            lanes = new Lanes.Lane[FIRST];
        } else {
            map = new HashMap<>();
            hashes = new int[0];
            keys = new Object[0];
            lanes = new Lanes.Lane[0];
        }
    }

    Lanes.Lane laneOf(Object x) throws Throwable {
        Object k = key.apply(x);
        if (k == null) {
            throw new NullPointerException("the key is null");
        }
        return map == null ? amongFew(k, k.hashCode()) : amongMany(map, k);
    }

    private Lanes.Lane amongFew(Object k, int hash) {
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash && k.equals(keys[i])) {
                return lanes[i];
            }
        }
        int i = idle();
        hashes[i] = hash;
        keys[i] = k;
        return lanes[i];
    }

    /** The index of an idle lane. */
    private int idle() {
        for (int tried = 0; tried < size; tried++) {
            int i = next;
            next = next + 1 == size ? 0 : next + 1;
            if (lanes[i].isIdle()) {
                return i;
            }
        }
        if (size == lanes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
            lanes = Arrays.copyOf(lanes, 2 * size);
        }
        lanes[size] = new Lanes.Lane();
        return size++;
    }

    private Lanes.Lane amongMany(Map<Object, Lanes.Lane> many, Object k) {
        Lanes.Lane lane = many.get(k);
        if (lane == null) {
            if (many.size() >= kept) {
                many.values().removeIf(Lanes.Lane::isIdle);
            }
            lane = new Lanes.Lane();
            many.put(k, lane);
        }
        return lane;
    }
}
