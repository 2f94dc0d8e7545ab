package io.gondola.conformance.differential;

import java.util.ArrayList;
import java.util.List;

/** Enumerates all answers to a sequence of questions: the first answers are repeated, the last one is counted up. */
final class Choices {
    private final List<Integer> answers = new ArrayList<>();
    private final List<Integer> bounds = new ArrayList<>();
    private int asked;

    /** Answers with a number below {@code bound}. */
    int choose(int bound) {
        if (asked == answers.size()) {
            answers.add(0);
            bounds.add(bound);
        }
        return answers.get(asked++);
    }

    /** Goes on to the next sequence of answers. Returns false if there is none. */
    boolean next() {
        asked = 0;
        for (int last = answers.size() - 1; last >= 0; last--) {
            int answer = answers.get(last) + 1;
            if (answer < bounds.get(last)) {
                answers.set(last, answer);
                return true;
            }
            answers.remove(last);
            bounds.remove(last);
        }
        return false;
    }
}
