package io.gondola.benchmarks;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.util.function.Consumer;
import java.util.function.Function;

/** A command line of {@code --flag} and {@code --name value}; says at once what it does not know. */
final class Arguments {
    private final Map<String, String> values;
    private final String usage;

    private Arguments(Map<String, String> values, String usage) {
        this.values = values;
        this.usage = usage;
    }

    static Arguments parse(String usage, List<String> flags, List<String> names, String... args) throws UsageError {
        Map<String, String> values = LinkedHashMap.empty();
        for (int i = 0; i < args.length; i++) {
            if (flags.contains(args[i])) {
                values = values.put(args[i], "");
            } else if (!names.contains(args[i])) {
                throw new UsageError("unknown option: " + args[i] + "\n" + usage);
            } else if (i + 1 == args.length) {
                throw new UsageError(args[i] + " needs a value\n" + usage);
            } else {
                values = values.put(args[i], args[++i]);
            }
        }
        return new Arguments(values, usage);
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    Option<String> text(String name) {
        return values.get(name);
    }

    Option<List<String>> list(String name) {
        return values.get(name)
                .map(value -> List.of(value.split(",", -1)).map(String::trim).filter(item -> !item.isEmpty()));
    }

    int number(String name, int from, int to, int otherwise) throws UsageError {
        Option<String> text = values.get(name);
        return text.isEmpty() ? otherwise : number(name, text.get(), from, to);
    }

    /** {@code text}, which came with {@code name}, as a number. */
    int number(String name, String text, int from, int to) throws UsageError {
        try {
            int n = Integer.parseInt(text);
            if (from <= n && n <= to) {
                return n;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageError(name + " must be from " + from + " to " + to + ": " + text + "\n" + usage);
    }

    /** The things that a list names; those that it does not know are handed to {@code unknown}. */
    <T> List<T> named(String name, Function<String, Option<T>> find, List<T> all, Consumer<String> unknown) {
        List<String> labels = list(name).getOrElse(List.of("all"));
        if (labels.contains("all")) {
            return all;
        }
        labels.filter(label -> find.apply(label).isEmpty()).forEach(unknown);
        return labels.flatMap(find).distinct();
    }
}
