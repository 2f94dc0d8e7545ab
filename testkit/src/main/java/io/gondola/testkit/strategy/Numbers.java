package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives recorded answers by their numbers, whatever they stand for by now, and the default everywhere else. */
public final class Numbers extends Chooser {
    private final Map<Integer, Integer> answers = new HashMap<>();
    private int at;

    /** Those of {@code deviations}, but {@code answer} in place of that of {@code changed}. */
    public Numbers(List<Deviation> deviations, Deviation changed, int answer) {
        deviations.forEach(d -> answers.put(d.at(), d.equals(changed) ? answer : d.answer()));
    }

    @Override
    public void begin(Execution x) {
        at = 0;
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        return answer(n);
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        return answer(n);
    }

    private int answer(int n) {
        return Math.min(answers.getOrDefault(at++, 0), n - 1);
    }
}
