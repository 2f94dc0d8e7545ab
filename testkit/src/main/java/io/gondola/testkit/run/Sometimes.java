package io.gondola.testkit.run;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notes that a point of the program was reached. */
public final class Sometimes extends Operation<Unit> {
    /** Takes the labels of all that this thread makes; null if nobody wants to know. */
    private static final ThreadLocal<Set<String>> MENTIONED = new ThreadLocal<>();

    private final String label;

    public Sometimes(String label) {
        this.label = label;
        Set<String> mentioned = MENTIONED.get();
        if (mentioned != null) {
            mentioned.add(label);
        }
    }

    /** From here on {@code labels} takes the labels of all that this thread makes; nobody does if it is null. */
    public static void mentionedTo(@Nullable Set<String> labels) {
        MENTIONED.set(labels);
    }

    @Override
    public Object exec(Fiber f) {
        if (f.scheduler() instanceof Execution x) {
            x.reached(label);
        }
        return Unit.UNIT;
    }
}
