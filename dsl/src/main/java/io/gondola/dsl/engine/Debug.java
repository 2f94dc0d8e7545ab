package io.gondola.dsl.engine;

import io.gondola.scheduler.Log;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Debug mode: every program knows the line that built it, and what is built and dropped, or kept and collected without
 * having run, is warned about, once for each line.
 *
 * <p>On if {@code -Dgondola.debug=1}, or if assertions are enabled and it is not {@code -Dgondola.debug=0}. If only
 * assertions turn it on, each thread has an {@link Allowance} for it, and some programs of those that build very many
 * have no line.
 */
public final class Debug {
    /*
     * The lines are in a table beside the programs, which have no field for them, so that nothing is any larger when
     * this is off.
     */

    /** A constant: where it is false, the code that it guards is compiled to nothing. */
    public static final boolean ON = isOn();

    /** Whether everything is noted, whatever it takes; else each thread has an {@link Allowance}. */
    static final boolean UNLIMITED = System.getProperty("gondola.debug") != null;

    private static final int MAX_WARNED = 1_000;
    private static final Log LOG = new Log("io.gondola.dsl");

    private static final WeakTable<Instruction, StackTraceElement> PLACES = new WeakTable<>();
    private static final Kept KEPT = new Kept(LOG::showsWarnings, Debug::warn);
    private static final Set<Lost> WARNED = ConcurrentHashMap.newKeySet();

    private Debug() {}

    private static boolean isOn() {
        String text = System.getProperty("gondola.debug");
        return text == null
                ? Debug.class.desiredAssertionStatus()
                : Set.of("1", "true").contains(text.trim().toLowerCase(Locale.ROOT));
    }

    /** Whether there are programs whose lines are not known because noting all of them would take too long. */
    public static boolean isIncomplete() {
        return ON && Allowance.isIncomplete();
    }

    /** Notes that {@code built} is built at {@code site}. */
    static void place(Instruction built, BuildSite site) {
        if (site.place() != null) {
            put(built, site.place());
        }
    }

    /** Notes that {@code built} is built at {@code site}, and warns if it is dropped there. */
    static void note(Instruction built, BuildSite site) {
        place(built, site);
        if (site.lost() != null && !(built instanceof Inert)) {
            if (site.lost().kept()) {
                KEPT.watch(built, site.lost());
            } else {
                warn(site.lost());
            }
        }
    }

    /** Notes that {@code program} begins to run. */
    static void ran(Instruction program) {
        KEPT.ran(program);
    }

    /** Notes that {@code made} was built where {@code other} was. */
    static void like(Instruction other, Instruction made) {
        StackTraceElement place = placeOf(other);
        if (place != null) {
            put(made, place);
        }
    }

    private static void put(Instruction built, StackTraceElement place) {
        PLACES.put(built, place);
    }

    /** Where {@code program} was built; null if that is unknown, or this is off. */
    public static @Nullable StackTraceElement placeOf(@Nullable Instruction program) {
        return ON && program != null ? PLACES.get(program) : null;
    }

    private static void warn(Lost lost) {
        if (WARNED.size() < MAX_WARNED && WARNED.add(lost)) {
            LOG.warnAlsoAtEnd("{}", lost.text(lost.place().toString()));
        }
    }
}
