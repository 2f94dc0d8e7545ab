package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fatal error tells of the goroutines of its program.
 *
 * @param some those first that wait for each other's locks, then others, at most {@link #MOST}, and how many there are
 *     besides
 * @param all all of them; if the memory does not suffice for that, the same as {@code some}
 */
record GoroutineReport(String some, String all) {
    /*
     * A report must not fail, since it would hide what it is about: memory may be what the program has run out of. So
     * the bounded part is made first, and each further part that cannot be made is left out.
     */
    static final int MOST = 32;

    private static final GoroutineReport UNKNOWN = new GoroutineReport("(the goroutines cannot be shown)", "");

    /** Of a program that stands still, or is about to end. Never throws. */
    static GoroutineReport of(Program program) {
        String some;
        try {
            some = some(program);
        } catch (Throwable t) {
            return UNKNOWN;
        }
        try {
            return new GoroutineReport(some, ProgramDump.of(List.of(program)).report());
        } catch (Throwable t) { // most likely an OutOfMemoryError
            return new GoroutineReport(some, some);
        }
    }

    /** The same with {@code line} below. */
    GoroutineReport then(String line) {
        return new GoroutineReport(below(some, line), below(all, line));
    }

    private static String below(String text, String line) {
        return text.isEmpty() ? line : text + "\n\n" + line;
    }

    private static String some(Program program) {
        Seq<Seq<Dump.Entry>> cycles = cycles(program);
        Map<Long, Dump.Entry> first = new LinkedHashMap<>();
        for (Seq<Dump.Entry> cycle : cycles) {
            for (Dump.Entry e : cycle) {
                if (first.size() < MOST) {
                    first.putIfAbsent(e.id(), e);
                }
            }
        }
        int live = 0;
        for (Goroutine g : program.goroutines()) {
            if (g instanceof Fiber f) {
                live++;
                if (first.size() < MOST && !first.containsKey(f.id())) {
                    first.put(f.id(), DumpEntry.of(f));
                }
            }
        }
        List<String> parts = new ArrayList<>();
        cycles.take(MOST).forEach(cycle -> parts.add(ProgramDump.text(cycle)));
        first.values().forEach(e -> parts.add(e.toString()));
        if (live > first.size()) {
            parts.add("… and " + grouped(live - first.size()) + " more");
        }
        return String.join("\n\n", parts);
    }

    private static Seq<Seq<Dump.Entry>> cycles(Program program) {
        try {
            return LockCycles.of(program);
        } catch (OutOfMemoryError e) { // it looks at all goroutines
            return Vector.empty();
        }
    }

    /** {@code 99 968}. */
    private static String grouped(int n) {
        return String.format(java.util.Locale.ROOT, "%,d", n).replace(',', ' ');
    }
}
