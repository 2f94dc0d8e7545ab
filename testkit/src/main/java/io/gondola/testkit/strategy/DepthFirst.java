package io.gondola.testkit.strategy;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;

/**
 * All schedules, or all that deviate from the default one no more than a bound allows; the bound then grows, until it
 * keeps nothing out.
 */
public final class DepthFirst extends TreeChooser {
    /** What is bounded. */
    public enum Bound {
        /** Nothing. */
        NONE,
        /** How many tasks are passed over, counted from the default one (delay bounding). */
        DELAYS,
        /** How often a task is stopped that could go on. */
        PREEMPTIONS
    }

    private final Bound bound;
    private int limit;
    private boolean restricted;
    private boolean canGoOn;

    public DepthFirst(Bound bound) {
        this.bound = bound;
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        canGoOn = enabled[0] == x.current() && enabled[0].pendingKind() != OpKind.YIELD;
        return super.next(x, enabled, n);
    }

    @Override
    void arrive(Execution x, Node node) {
        node.answer = 0;
        node.allowance = limit;
        if (path.size() > 1) {
            Node above = path.get(path.size() - 2);
            node.allowance = above.allowance - cost(above, above.answer);
        }
        node.preempts = node.code == Code.GO && canGoOn;
    }

    private int cost(Node node, int answer) {
        if (node.code != Code.GO || answer == 0) {
            return 0;
        }
        return switch (bound) {
            case NONE -> 0;
            case DELAYS -> answer;
            case PREEMPTIONS -> node.preempts ? 1 : 0;
        };
    }

    @Override
    boolean isDue(Node node, int i) {
        boolean affordable = cost(node, i) <= node.allowance;
        restricted |= !affordable;
        return affordable;
    }

    @Override
    public boolean advance() {
        if (super.advance()) {
            return true;
        }
        if (!restricted) {
            return false;
        }
        restricted = false;
        limit++;
        return true;
    }
}
