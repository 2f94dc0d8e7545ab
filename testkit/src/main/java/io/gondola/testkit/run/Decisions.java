package io.gondola.testkit.run;

import io.gondola.scheduler.deterministic.SplitMix64;
import java.util.HashMap;
import java.util.Map;

/** What the chooser of an execution has decided. */
final class Decisions {
    private static final double ACTIVE_FAULT = 0.25;

    private final Execution x;
    private final Chooser chooser;
    private final Deviations deviations = new Deviations();
    private final Map<String, Boolean> faults = new HashMap<>(0);
    private long digest;

    Decisions(Execution x, Chooser chooser) {
        this.x = x;
        this.chooser = chooser;
    }

    Deviations deviations() {
        return deviations;
    }

    /** Of all decisions and steps. */
    long digest() {
        return digest;
    }

    /** Adds something that happened to the digest. */
    void note(long what) {
        digest = SplitMix64.mix(digest + what);
    }

    /** The index of the one that goes on. */
    int next(Task[] enabled, int n) {
        int i = chooser.next(x, enabled, n);
        deviations.decided(Code.GO, i, n, enabled[i]);
        return i;
    }

    /** Any other decision among {@code n} answers. */
    int choose(Code code, int n) {
        if (n == 1) {
            return 0;
        }
        int answer = chooser.choose(x, code, n);
        deviations.decided(code, answer, n, x.current());
        note(31L * answer + n);
        return answer;
    }

    /**
     * Whether the fault point {@code label} injects its fault now. A label is active in one run of four or so, and in those runs
     * with {@code probability} at each visit.
     */
    boolean fault(String label, double probability) {
        Boolean active = faults.get(label);
        if (active == null) {
            active = decideFault(ACTIVE_FAULT);
            faults.put(label, active);
        }
        return active && decideFault(probability);
    }

    private boolean decideFault(double probability) {
        int answer = chooser.fault(x, probability);
        deviations.decided(Code.FAULT, answer, 2, x.current());
        note(31L * answer + 2);
        return answer == 1;
    }
}
