package io.gondola.samples;

import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import io.vavr.control.Try;

/**
 * The options in a list of words, and the words that are none.
 *
 * <p>{@code --name value} and {@code --name=value} mean the same, options may stand before and after other words, and
 * what follows {@code --} is no option.
 */
public final class Options {
    private final Map<String, String> values;
    private final Seq<String> others;

    private Options(Map<String, String> values, Seq<String> others) {
        this.values = values;
        this.others = others;
    }

    /** Says which options there are. */
    public static Reader flags(String... names) {
        return new Reader(HashSet.of(names), HashSet.empty(), false);
    }

    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    public Option<String> value(String option) {
        return values.get(option);
    }

    /** The value of {@code option}, which must be from 1 to {@code most}. */
    public Option<Integer> count(String option, int most) {
        return value(option)
                .map(text -> Try.of(() -> Integer.valueOf(text))
                        .filter(n -> n >= 1 && n <= most)
                        .getOrElseThrow(() ->
                                new UsageError(option + " must be a whole number from 1 to " + most + ": " + text)));
    }

    public Option<Long> wholeNumber(String option) {
        return value(option)
                .map(text -> Try.of(() -> Long.valueOf(text))
                        .getOrElseThrow(() -> new UsageError(option + " must be a whole number: " + text)));
    }

    /** The words that are no options. */
    public Seq<String> others() {
        return others;
    }

    /** Knows the options, and reads them. */
    public static final class Reader {
        private final Set<String> flags;
        private final Set<String> valued;
        private final boolean passesOnAfterFirstWord;

        private Reader(Set<String> flags, Set<String> valued, boolean passesOnAfterFirstWord) {
            this.flags = flags;
            this.valued = valued;
            this.passesOnAfterFirstWord = passesOnAfterFirstWord;
        }

        public Reader withValue(String... names) {
            return new Reader(flags, valued.addAll(List.of(names)), passesOnAfterFirstWord);
        }

        /** Unknown options behind the first other word are for whoever that word names. */
        public Reader passingOnAfterFirstWord() {
            return new Reader(flags, valued, true);
        }

        /**
         * Sorts words into options and others.
         *
         * @throws UsageError if an option is unknown, given twice, or lacks its value
         */
        public Options read(Seq<String> words) {
            Map<String, String> values = HashMap.empty();
            List<String> others = List.empty(); // last one first
            Seq<String> left = words;
            while (left.nonEmpty()) {
                String word = left.head();
                left = left.tail();
                String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
                if (word.equals("--")) {
                    others = others.pushAll(left);
                    left = List.empty();
                } else if (!word.startsWith("-") || word.equals("-")) {
                    others = others.push(word);
                } else if (flags.contains(word)) {
                    values = put(values, word, "");
                } else if (valued.contains(name) && !name.equals(word)) {
                    values = put(values, name, word.substring(name.length() + 1));
                } else if (valued.contains(name)) {
                    values = put(values, name, left.getOrElseThrow(() -> new UsageError(name + " needs a value")));
                    left = left.tail();
                } else if (passesOnAfterFirstWord && others.nonEmpty()) {
                    others = others.push(word);
                } else {
                    throw new UsageError(explain(word, name));
                }
            }
            return new Options(values, others.reverse());
        }

        private String explain(String word, String name) {
            return flags.contains(name)
                    ? name + " takes no value: " + word
                    : "unknown option: " + word
                            + NearestName.to(name, flags.addAll(valued).toList())
                                    .map(near -> ", did you mean " + near + "?")
                                    .getOrElse("");
        }

        private static Map<String, String> put(Map<String, String> values, String name, String value) {
            if (values.containsKey(name)) {
                throw new UsageError(name + " must be given once only: " + value);
            }
            return values.put(name, value);
        }
    }
}
