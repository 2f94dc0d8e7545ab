package io.gondola.select;

import io.gondola.dsl.channel.ChannelCore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cases of one select of which each would be served by the same operation: they all send to, or all receive from, one
 * channel.
 */
final class Rivals {
    /*
     * Only the first of their entries in the channel's queue can ever be served, since the party that finds it claims
     * the whole select. Go queues them in an order that is random for each wait, so any may be the first; here one that
     * is drawn is queued alone.
     */
    private static final Rivals[] NONE = {};

    private final int[] indexes;

    private Rivals(List<Integer> indexes) {
        this.indexes = indexes.stream().mapToInt(i -> i).toArray();
    }

    /** Those among {@code cases}, which use {@code channels} different channels. */
    static Rivals[] among(ChannelCase<?>[] cases, int channels) {
        if (channels == cases.length) {
            return NONE;
        }
        Map<ChannelCore, List<Integer>> senders = new LinkedHashMap<>();
        Map<ChannelCore, List<Integer>> receivers = new LinkedHashMap<>();
        for (int i = 0; i < cases.length; i++) {
            (cases[i] instanceof SendCase ? senders : receivers)
                    .computeIfAbsent(cases[i].channel(), c -> new ArrayList<>())
                    .add(i);
        }
        return Stream.of(senders, receivers)
                .flatMap(m -> m.values().stream())
                .filter(indexes -> indexes.size() > 1)
                .map(Rivals::new)
                .toArray(Rivals[]::new);
    }

    /** How many cases there are. */
    int count() {
        return indexes.length;
    }

    /** Takes the entries of all but the one of number {@code kept} out of the queue again. */
    void leave(int kept, ChannelCase<?>[] cases, Wait wait) {
        for (int n = 0; n < indexes.length; n++) {
            if (n != kept) {
                int i = indexes[n];
                cases[i].dequeue(wait.entries[i]);
            }
        }
    }
}
