package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Waits;
import io.gondola.scheduler.Goroutine;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.HashMap;

/** Counts goroutines, one by one, for a {@link Census}. */
final class Count {
    private static final byte[] STATES = {Goroutine.RUNNING, Goroutine.RUNNABLE, Goroutine.SYSCALL, Goroutine.WAITING};
    private static final String UNKNOWN = "unknown";

    private final Numbers all = new Numbers();
    private final HashMap<String, long[]> waits = new HashMap<>();
    private final HashMap<Object, Numbers> sites = new HashMap<>();

    /** Of each state. */
    private static final class Numbers {
        final long[] of = new long[Goroutine.DEAD + 1];

        long sum() {
            long sum = 0;
            for (byte state : STATES) {
                sum += of[state];
            }
            return sum;
        }

        Map<String, Long> byName() {
            Map<String, Long> named = LinkedHashMap.empty();
            for (byte state : STATES) {
                named = named.put(DumpEntry.text(state), of[state]);
            }
            return named;
        }
    }

    private record Result(Map<String, Long> states, Map<String, Long> waits, Seq<Census.Site> sites)
            implements Census {}

    private record Place(String place, long goroutines, Map<String, Long> states) implements Census.Site {}

    /** What {@code g} does is read racily. */
    void add(Goroutine g) {
        byte state = g.state();
        if (state == Goroutine.DEAD) {
            return;
        }
        all.of[state]++;
        if (state == Goroutine.WAITING && g instanceof Fiber f) {
            Instruction at = f.at();
            String reason = at == null ? null : Waits.reason(at);
            waits.computeIfAbsent(reason == null ? UNKNOWN : reason, r -> new long[1])[0]++;
        }
        Object place = g.startPlace();
        sites.computeIfAbsent(place == null ? UNKNOWN : place, p -> new Numbers()).of[state]++;
    }

    Census census() {
        return new Result(
                all.byName(),
                TreeMap.ofAll(waits).mapValues(n -> n[0]),
                Vector.ofAll(sites.entrySet())
                        .map(e -> (Census.Site) new Place(
                                String.valueOf(e.getKey()),
                                e.getValue().sum(),
                                e.getValue().byName()))
                        .sorted(Comparator.comparingLong(Census.Site::goroutines)
                                .reversed()
                                .thenComparing(Census.Site::place)));
    }
}
