package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for names and reasons, the same for equal ones, and for the tokens of places. Number 0 is none; number 1
 * stands for all those that come when there are too many. Before that, names that differ by numbers only share one.
 */
final class Texts {
    static final int NONE = 0;
    static final int REST = 1;
    static final int MAX = 1 << 16;

    /** How many of {@link #MAX} are kept for names without their numbers. */
    private static final int SHAPES = 1 << 12;

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final Map<Object, Integer> numbers = new HashMap<>(); // guarded by this
    private final List<Object> all = new ArrayList<>(); // guarded by this

    private final UnaryOperator<Object> shape;

    private Texts(String rest, UnaryOperator<Object> shape) {
        this.shape = shape;
        all.add("");
        all.add(rest);
    }

    static Texts ofNames(String rest) {
        return new Texts(rest, text -> text instanceof String s ? shape(s) : text);
    }

    static Texts ofTokens(String rest) {
        return new Texts(rest, UnaryOperator.identity());
    }

    /** The name with {@code #} for each number in it. */
    static String shape(String name) {
        return DIGITS.matcher(name).replaceAll("#");
    }

    synchronized int number(@Nullable Object text) {
        if (text == null) {
            return NONE;
        }
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        if (all.size() <= MAX - SHAPES) {
            return added(text);
        }
        Object same = shape.apply(text);
        Integer shared = numbers.get(same);
        return shared != null ? shared : all.size() > MAX ? REST : added(same);
    }

    private int added(Object text) {
        int n = all.size();
        numbers.put(text, n);
        all.add(text);
        return n;
    }

    synchronized List<Object> all() {
        return List.copyOf(all);
    }
}
