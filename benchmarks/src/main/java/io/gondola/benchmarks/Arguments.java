package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.commands.UsageError;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a benchmark was asked for: options whose values are numbers, and lists of names. */
final class Arguments {
    private final Given given;

    private Arguments(Given given) {
        this.given = given;
    }

    static Arguments parse(Command command, String... args) {
        return new Arguments(command.read(args));
    }

    /** A benchmark. */
    @FunctionalInterface
    interface Body<E extends Exception> {
        void run(Arguments given) throws E;
    }

    /** Runs {@code body} with what {@code args} ask for. A mistake is told, and ends the process. */
    static <E extends Exception> void run(Command command, String[] args, Body<E> body) throws E {
        try {
            Arguments given = parse(command, args);
            if (given.has(Command.HELP)) {
                System.out.print(command.help());
            } else {
                body.run(given);
            }
        } catch (UsageError e) {
            System.exit(command.refuse(System.err, e));
        }
    }

    boolean has(String flag) {
        return given.has(flag);
    }

    Option<String> text(String name) {
        return given.value(name);
    }

    /** The only word that is no option, as a number; {@code otherwise} if there is none. */
    int onlyCount(int otherwise) {
        if (given.words().size() > 1) {
            throw new UsageError(
                    "COUNT must be given once only: " + given.words().get(1));
        }
        return given.words()
                .headOption()
                .map(text -> number("COUNT", text, 1, Integer.MAX_VALUE))
                .getOrElse(otherwise);
    }

    Option<List<String>> list(String name) {
        return given.value(name)
                .map(value -> List.of(value.split(",", -1)).map(String::trim).filter(item -> !item.isEmpty()));
    }

    int number(String name, int from, int to, int otherwise) {
        return given.number(name, from, to).map(Long::intValue).getOrElse(otherwise);
    }

    /** {@code text}, which came with {@code name}, as a number. */
    static int number(String name, String text, int from, int to) {
        return (int) Given.number(name, text, from, to);
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
