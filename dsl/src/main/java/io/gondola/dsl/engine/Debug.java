package io.gondola.dsl.engine;

import io.gondola.scheduler.Log;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Debug mode: every program knows the line that built it, and what is built and dropped is warned about, once for each line.
 *
 * <p>On if {@code -Dgondola.debug=1}, or if assertions are enabled and it is not {@code -Dgondola.debug=0}.
 */
public final class Debug {
    /*
     * Algorithm. The lines are in a table beside the programs, which have no field for them, so that nothing is any larger when this is
     * off. The table holds programs weakly, by identity; whoever adds to it removes what was collected.
     *
     * Ordering. A program may be handed from one thread to another in any way, so the table is a concurrent map. What is added
     * before the program is handed out is found by whoever has it: the map's put comes before its get.
     */

    /** A constant: where it is false, the code that it guards is compiled to nothing. */
    public static final boolean ON = isOn();

    private static final int MAX_WARNED = 1_000;
    private static final Log LOG = new Log("io.gondola.dsl");

    private static final ConcurrentHashMap<Object, StackTraceElement> PLACES = new ConcurrentHashMap<>();
    private static final ConcurrentHashMap<StackTraceElement, StackTraceElement> SHARED = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Instruction> COLLECTED = new ReferenceQueue<>();
    private static final Set<Lost> WARNED = ConcurrentHashMap.newKeySet();

    private Debug() {}

    private static boolean isOn() {
        String text = System.getProperty("gondola.debug");
        return text == null
                ? Debug.class.desiredAssertionStatus()
                : Set.of("1", "true").contains(text.trim().toLowerCase(Locale.ROOT));
    }

    /** Notes where {@code built} is built, which is being constructed or copied. */
    static void note(Instruction built) {
        BuildSite site = BuildSite.here(0);
        StackTraceElement place = site.place();
        if (place != null) {
            StackTraceElement shared = SHARED.putIfAbsent(place, place);
            put(built, shared == null ? place : shared);
        }
        if (site.lost() != null && !(built instanceof Inert)) {
            warn(site.lost());
        }
    }

    /** Notes that {@code made} was built where {@code other} was. */
    static void like(Instruction other, Instruction made) {
        StackTraceElement place = placeOf(other);
        if (place != null) {
            put(made, place);
        }
    }

    private static void put(Instruction built, StackTraceElement place) {
        for (Reference<?> r = COLLECTED.poll(); r != null; r = COLLECTED.poll()) {
            PLACES.remove(r);
        }
        PLACES.put(new Key(built), place);
    }

    /** Where {@code program} was built; null if that is unknown, or this is off. */
    public static StackTraceElement placeOf(Instruction program) {
        return ON && program != null ? PLACES.get(new Wanted(program)) : null;
    }

    private static void warn(Lost lost) {
        if (WARNED.size() < MAX_WARNED && WARNED.add(lost)) {
            LOG.warn("{}", lost.text(lost.place().toString()));
        }
    }

    private static final class Key extends WeakReference<Instruction> {
        private final int hash;

        Key(Instruction program) {
            super(program, COLLECTED);
            hash = System.identityHashCode(program);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other; // a program is added once; those who look for one ask the other way round
        }
    }

    /** Equals the key of its program. */
    private record Wanted(Instruction program) {
        @Override
        public int hashCode() {
            return System.identityHashCode(program);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.refersTo(program);
        }
    }
}
