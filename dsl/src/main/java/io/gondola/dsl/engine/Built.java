package io.gondola.dsl.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The visible instructions that one thread has built while what it {@linkplain #noted notes} ran, each with the line of
 * the user's code that built it, and what of these the user's code has dropped. The explorer records some runs so, and
 * each that failed; in {@link Debug} mode all threads note the lines.
 */
public final class Built {
    /*
     * Algorithm. The constructor of every program calls `note`, which walks the stack to the first frame that is not
     * ours (BuildSite). An instruction that is made once and handed out many times, such as a channel's receive, is
     * handed out through `here`, which makes a copy of it; so each place in the user's code has an instruction of its
     * own, and only while somebody records.
     *
     * Invariants
     *   I1  `recording` is true while any thread records; whose instructions are noted is decided by the thread-local.
     *   I2  A copy does what the original does: instructions are immutable, and nobody asks which one it is.
     *
     * Ordering. `recording` is read without any order by all threads that build programs. A thread that records has
     * written it itself, and so sees true; what other threads see does not matter, for they have no Built of their own.
     * It costs the constructors a read of a static field that nobody writes, and no more.
     */
    private static final ThreadLocal<Built> CURRENT = new ThreadLocal<>();
    private static boolean recording;
    private static int recorders;

    private final IdentityHashMap<Instruction, BuildSite> sites = new IdentityHashMap<>();
    private final List<Instruction> inOrder = new ArrayList<>();
    private final Set<Lost> lost = new LinkedHashSet<>();
    private final IdentityHashMap<Instruction, Lost> kept = new IdentityHashMap<>();
    private final Set<Lost> used = new HashSet<>();

    private Built() {}

    /** Records what the current thread builds while {@code run} runs. */
    public static <T> T noted(Supplier<T> run) {
        CURRENT.set(new Built());
        count(1);
        try {
            return run.get();
        } finally {
            CURRENT.remove();
            count(-1);
        }
    }

    /** Lets {@code run} build programs that nobody wants to know the lines of: in debug mode they are not noted. */
    public static <T> T unnoted(Supplier<T> run) {
        if (!Debug.ON) {
            return run.get();
        }
        Allowance allowance = Allowance.current();
        allowance.pause(true);
        try {
            return run.get();
        } finally {
            allowance.pause(false);
        }
    }

    private static synchronized void count(int change) {
        recorders += change;
        recording = recorders > 0;
    }

    /** What the current thread records; null if nothing. */
    public static @Nullable Built current() {
        return recording ? CURRENT.get() : null;
    }

    /**
     * Notes where {@code built}, which is being constructed, is built. To be called while somebody
     * {@linkplain #isWatching watches}; each frame of the stack takes time, so there is none in between.
     */
    public static void note(Instruction built) {
        Built b = current();
        if (b != null) {
            BuildSite site = BuildSite.hereWithCallers();
            b.add(built, site);
            if (Debug.ON) {
                Debug.place(built, site);
            }
        } else if (Debug.ON) {
            Allowance allowance = Allowance.current();
            if (allowance.begin()) {
                Debug.note(built, BuildSite.here());
                allowance.done();
            }
        }
    }

    /** Whether each place in the user's code is to get an instruction of its own. */
    public static boolean isNoted() {
        return isWatching()
                && (current() != null || (Debug.ON && Allowance.current().isLeft()));
    }

    /**
     * {@code shared}, or a copy of it that is noted as built by the caller, while somebody records or in debug mode.
     */
    public static <I extends Instruction> I here(I shared) {
        return isNoted() ? copyOf(shared) : shared;
    }

    /** {@code made}, noted as built where {@code other} was, whose work it goes on with. */
    public static <I extends Instruction> I like(Instruction other, I made) {
        Built b = current();
        if (b != null) {
            BuildSite site = b.sites.get(other);
            if (site != null) {
                b.sites.put(made, site);
            }
        }
        if (Debug.ON) {
            Debug.like(other, made);
        }
        return made;
    }

    @SuppressWarnings("unchecked") // a copy is of the same class
    private static <I extends Instruction> I copyOf(I shared) {
        I copy = (I) shared.copy();
        note(copy);
        return copy;
    }

    private void add(Instruction built, BuildSite site) {
        if (site.place() != null && built instanceof Visible) {
            sites.put(built, site);
            inOrder.add(built);
        }
        if (site.lost() != null && !(built instanceof Inert)) {
            if (site.lost().kept()) {
                kept.put(built, site.lost());
            }
            lost.add(site.lost());
        }
    }

    /** Whether anybody wants to know what is {@linkplain #note built} and what {@linkplain #ran runs}. */
    public static boolean isWatching() {
        return Debug.ON || recording;
    }

    /** Notes that {@code program}, which a runtime was given or a function has returned, begins to run. */
    static void ran(Instruction program) {
        Built b = current();
        if (b != null) {
            if (!b.kept.isEmpty()) {
                Parts.each(program, part -> {
                    Lost line = b.kept.get(part);
                    if (line != null) {
                        b.used.add(line);
                    }
                });
            }
        } else if (Debug.ON) {
            Debug.ran(program);
        }
    }

    /** Where {@code i} was built; null if it was not noted. */
    public @Nullable StackTraceElement placeOf(Instruction i) {
        BuildSite site = i == null ? null : sites.get(i);
        return site == null ? null : site.place();
    }

    /**
     * From where the method that built {@code i} was called, nearest first: at most three lines of different methods.
     */
    public List<StackTraceElement> callersOf(Instruction i) {
        BuildSite site = i == null ? null : sites.get(i);
        return site == null ? List.of() : site.callers();
    }

    /**
     * What was built and dropped, in that order; and, if the run {@code ended} well and so has come to all that it
     * wanted to run, what was kept in a collection and is no part of anything that ran.
     */
    public List<Lost> lost(boolean ended) {
        return lost.stream()
                .filter(l -> !l.kept() || (ended && !used.contains(l)))
                .toList();
    }

    /** What was noted, in the order in which it was built. */
    public List<Instruction> all() {
        return Collections.unmodifiableList(inOrder);
    }
}
