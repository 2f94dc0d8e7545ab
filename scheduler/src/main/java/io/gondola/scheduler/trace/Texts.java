package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for names and reasons, the same for equal ones, and for the tokens of places. Number 0 is none; number 1
 * stands for all those that come when there are too many.
 */
final class Texts {
    static final int NONE = 0;
    static final int REST = 1;
    private static final int MAX = 1 << 16;

    private final Map<Object, Integer> numbers = new HashMap<>(); // guarded by this
    private final List<Object> all = new ArrayList<>(); // guarded by this

    Texts(String rest) {
        all.add("");
        all.add(rest);
    }

    synchronized int number(Object text) {
        if (text == null) {
            return NONE;
        }
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        if (all.size() > MAX) {
            return REST;
        }
        int n = all.size();
        numbers.put(text, n);
        all.add(text);
        return n;
    }

    synchronized List<Object> all() {
        return List.copyOf(all);
    }
}
