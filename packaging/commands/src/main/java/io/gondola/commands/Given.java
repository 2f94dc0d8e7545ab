package io.gondola.commands;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;

/** The options that were given, by their names, and the words that are no options. */
public final class Given {
    private final Map<String, String> values;
    private final Seq<String> words;

    Given(Map<String, String> values, Seq<String> words) {
        this.values = values;
        this.words = words;
    }

    public boolean has(String option) {
        return values.containsKey(option);
    }

    public Option<String> value(String option) {
        return values.get(option);
    }

    /** The words that are no options. */
    public Seq<String> words() {
        return words;
    }

    /**
     * The value of {@code option} as a number.
     *
     * @throws UsageError if it is not a whole number from {@code from} to {@code to}
     */
    public Option<Long> number(String option, long from, long to) {
        return value(option).map(text -> number(option, text, from, to));
    }

    /** The value of {@code option}, which must be from 1 to {@code most}. */
    public Option<Integer> count(String option, int most) {
        return number(option, 1, most).map(Long::intValue);
    }

    /** As {@link #number(String, long, long)}, of {@code text}, which was given as {@code what}. */
    public static long number(String what, String text, long from, long to) {
        return Try.of(() -> Long.valueOf(text))
                .filter(n -> n >= from && n <= to)
                .getOrElseThrow(() -> new UsageError(what + " must be a whole number" + range(from, to) + ": " + text));
    }

    private static String range(long from, long to) {
        return from == Long.MIN_VALUE && to == Long.MAX_VALUE ? "" : " from " + from + " to " + to;
    }
}
