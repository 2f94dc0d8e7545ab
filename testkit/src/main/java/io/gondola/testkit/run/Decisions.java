package io.gondola.testkit.run;

import io.gondola.scheduler.deterministic.SplitMix64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the chooser of an execution has decided. */
final class Decisions {
    private static final int DEFAULTS = 64;
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
        if (x.continuation.isOn()) {
            int drawn = x.continuation.answer(code, n);
            note(31L * drawn + n);
            return drawn;
        }
        int answer = chooser.choose(x, code, n);
        deviations.decided(code, answer, n, x.current());
        int meant = code == Code.SELECT || code == Code.DATA ? inTurn(x.current(), answer, n) : answer;
        note(31L * meant + n);
        return meant;
    }

    /**
     * What {@code answer} stands for. Who asks again and again and is always given the default would never see the
     * others, as if there was no chance: so after a while the default is each of the {@code n} in turn.
     */
    private static int inTurn(@Nullable Task t, int answer, int n) {
        if (t == null) {
            return answer;
        }
        t.defaults = answer == 0 ? t.defaults + 1 : 0;
        return t.defaults <= DEFAULTS ? answer : (t.defaults - DEFAULTS) % n;
    }

    /**
     * Whether the fault point {@code label} injects its fault now. A label is active in one run of four or so, and in
     * those runs with {@code probability} at each visit.
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
        if (x.continuation.isOn()) {
            boolean injected = x.continuation.fault(probability);
            note(injected ? 33 : 2);
            return injected;
        }
        int answer = chooser.fault(x, probability);
        deviations.decided(Code.FAULT, answer, 2, x.current());
        note(31L * answer + 2);
        return answer == 1;
    }
}
