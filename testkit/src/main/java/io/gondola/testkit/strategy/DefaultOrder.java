package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;

/** Stops nobody who can go on. Then the first in order goes on or, if that is wished, the one started last. */
public final class DefaultOrder extends Chooser {
    private final boolean newestFirst;

    public DefaultOrder(boolean newestFirst) {
        this.newestFirst = newestFirst;
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        if (!newestFirst || enabled[0] == x.current() || enabled[0].isSpinning()) {
            return 0;
        }
        int newest = 0;
        for (int i = 1; i < n; i++) {
            if (enabled[i].slot() > enabled[newest].slot() && !enabled[i].isSpinning()) {
                newest = i;
            }
        }
        return newest;
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        return 0;
    }
}
