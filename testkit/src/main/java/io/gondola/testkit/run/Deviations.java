package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decisions of an execution that differ from the default, and how many decisions there were in all. */
public final class Deviations {
    private final List<Deviation> list = new ArrayList<>();
    private int decisions;

    /**
     * A decision that differs from the default.
     *
     * @param at its number among all decisions of the execution, from 0
     * @param arity how many answers there were
     * @param who the goroutine that was chosen, or that chose
     * @param what what it was about to do; null for decisions of the clock
     */
    public record Deviation(
            int at,
            Code code,
            int answer,
            int arity,
            Lineage who,
            @Nullable OpKind what) {}

    void decided(Code code, int answer, int arity, @Nullable Task who) {
        if (answer != 0) {
            list.add(new Deviation(
                    decisions,
                    code,
                    answer,
                    arity,
                    who == null ? Lineage.root() : who.lineage,
                    who == null ? null : who.pendingKind));
        }
        decisions++;
    }

    public List<Deviation> list() {
        return list;
    }

    /** How many decisions there were, deviating or not. */
    public int decisions() {
        return decisions;
    }
}
