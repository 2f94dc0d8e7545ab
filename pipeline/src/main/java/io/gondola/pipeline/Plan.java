package io.gondola.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline, taken apart into its head and the stages that are fused below it. Made once for each pipeline that runs.
 */
final class Plan {
    final Head<?> head;
    private final Stage[] stages;
    private final boolean shareable;

    /** See {@link Activation#attemptFrom}. */
    final int[] attempts;

    /** What takes elements through the stages; those that come later begin with what the ones before have found. */
    volatile Pass[] passes;

    private Plan(Head<?> head, List<Stage> stages) {
        this.head = head;
        this.stages = stages.toArray(Stage[]::new);
        this.shareable = stages.stream().allMatch(s -> s.fresh() == s);
        this.attempts = new int[this.stages.length + 1];
        this.passes = HotPasses.shared(Pass.count(this.stages.length));
        int next = -1;
        attempts[this.stages.length] = next;
        for (int i = this.stages.length - 1; i >= 0; i--) {
            next = this.stages[i].isAttempt() ? i : next;
            attempts[i] = next;
        }
    }

    /** The plan of {@code pipeline} with {@code last} below its stages, if that is not null. */
    static Plan of(Pipeline<?> pipeline, @Nullable Stage last) {
        List<Stage> stages = new ArrayList<>();
        if (last != null) {
            stages.add(last);
        }
        Pipeline<?> p = pipeline;
        while (p instanceof Fused<?> fused) {
            stages.add(fused.stage);
            p = fused.above;
        }
        Collections.reverse(stages);
        return new Plan((Head<?>) p, stages);
    }

    Stage[] freshStages() {
        if (shareable) {
            return stages;
        }
        Stage[] fresh = new Stage[stages.length];
        for (int i = 0; i < fresh.length; i++) {
            fresh[i] = stages[i].fresh();
        }
        return fresh;
    }
}
