package io.gondola.testkit.report;

import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The steps of a run that a reader needs: of a panic or fatal error its causal past only, of a long run the last ones.
 *
 * @param steps in the order of the run
 * @param unrelated how many were left out as they did not contribute
 * @param earlier how many were left out for length
 */
record Selection(List<Step> steps, int unrelated, int earlier) {
    private static final int MOST = 60;

    static Selection of(Trace trace) {
        List<Step> related = trace.pastOnly() ? past(trace.steps()) : trace.steps();
        int earlier = Math.max(0, related.size() - MOST);
        return new Selection(
                related.subList(earlier, related.size()), trace.steps().size() - related.size(), earlier);
    }

    /** The last step, and all that happened before it. */
    private static List<Step> past(List<Step> steps) {
        if (steps.isEmpty()) {
            return steps;
        }
        BitSet lanes = new BitSet(); // whose earlier steps happened before
        BitSet numbers = new BitSet();
        numbers.set(steps.get(steps.size() - 1).number());
        List<Step> past = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (lanes.get(step.lane()) || numbers.get(step.number())) {
                past.add(0, step);
                step.predecessors().forEach(numbers::set);
                lanes.set(step.lane());
            }
        }
        return past;
    }
}
