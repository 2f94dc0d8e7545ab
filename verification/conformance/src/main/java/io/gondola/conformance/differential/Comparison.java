package io.gondola.conformance.differential;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What became of one program.
 *
 * @param allowed all that the model allows
 * @param certain those of them that need no spurious failure of a {@code TryLock}
 * @param go what Go did; empty if it was not asked
 * @param ours what Gondola did
 * @param exhausted whether Gondola's schedules were tried one and all
 */
record Comparison(
        RandomProgram program,
        SortedSet<String> allowed,
        SortedSet<String> certain,
        SortedSet<String> go,
        SortedSet<String> ours,
        boolean exhausted) {

    /** What Gondola did and Go may not do. */
    SortedSet<String> forbidden() {
        return minus(ours, allowed);
    }

    /** What Go did and the model does not know: the model is wrong. */
    SortedSet<String> unknown() {
        return minus(go, allowed);
    }

    /** What Gondola cannot do, or was not seen doing, though every schedule was tried. */
    SortedSet<String> missing() {
        return exhausted ? minus(certain, ours) : new TreeSet<>();
    }

    /** What Go did, and Gondola was not seen doing in the schedules that were tried. */
    SortedSet<String> unreached() {
        return minus(go, ours);
    }

    /**
     * What Gondola did, and Go was not seen doing in the runs that were made; Go may do it unless it is {@link
     * #forbidden}.
     */
    SortedSet<String> notSeenInGo() {
        return minus(ours, go);
    }

    boolean differs() {
        return !forbidden().isEmpty() || !unknown().isEmpty() || !missing().isEmpty();
    }

    /** For people. */
    String report() {
        StringBuilder out = new StringBuilder("program of seed " + program.seed() + ":\n");
        list(out, "forbidden: Gondola did it, Go may not", forbidden());
        list(out, "missing: Go may do it, no schedule of Gondola's does", missing());
        list(out, "unknown: Go did it, the model does not know it", unknown());
        out.append("  allowed outcomes:\n");
        allowed.forEach(o -> out.append("    ").append(o).append('\n'));
        return out.toString();
    }

    private static void list(StringBuilder out, String title, Collection<String> outcomes) {
        if (!outcomes.isEmpty()) {
            out.append("  ").append(title).append(":\n");
            outcomes.forEach(o -> out.append("    ").append(o).append('\n'));
        }
    }

    private static SortedSet<String> minus(SortedSet<String> a, SortedSet<String> b) {
        SortedSet<String> rest = new TreeSet<>(a);
        rest.removeAll(b);
        return rest;
    }
}
