package io.gondola.testkit;

import io.gondola.testkit.run.Execution;
import io.gondola.testkit.strategy.DepthFirst;
import io.gondola.testkit.strategy.Dpor;
import io.gondola.testkit.strategy.TreeChooser;

/** A search through all schedules, one after another. */
final class Systematic {
    private final Strategy strategy;
    private final TreeChooser tree;
    private boolean over;
    private boolean cut;

    Systematic(Strategy strategy) {
        this.strategy = strategy == Strategy.PORTFOLIO ? Strategy.DPOR : strategy;
        this.tree = switch (this.strategy) {
            case DFS -> new DepthFirst(DepthFirst.Bound.NONE);
            case DELAY_BOUNDED -> new DepthFirst(DepthFirst.Bound.DELAYS);
            case PREEMPTION_BOUNDED -> new DepthFirst(DepthFirst.Bound.PREEMPTIONS);
            default -> new Dpor();
        };
    }

    Strategy strategy() {
        return strategy;
    }

    TreeChooser chooser() {
        return tree;
    }

    /** Looks at a run that {@link #chooser} decided, and goes on to the next one. */
    void ran(Execution x) {
        cut |= x.isCut();
        over = !tree.advance();
    }

    /** Whether no schedule is left. */
    boolean isOver() {
        return over;
    }

    /** Whether every schedule was tried. */
    boolean isExhausted() {
        return over && !cut && (!(tree instanceof Dpor dpor) || dpor.isComplete());
    }
}
