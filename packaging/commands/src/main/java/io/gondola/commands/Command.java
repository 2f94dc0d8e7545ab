package io.gondola.commands;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a command understands, and how it says so. {@code --name value} and {@code --name=value} mean the same, options
 * stand before and after other words, and what follows {@code --} is no option. Each command has {@code --help}, which
 * is coloured on a terminal.
 */
public final class Command {
    public static final String HELP = "--help";

    private static final int MISUSE = 2;
    private static final int WIDTH = 120;
    private static final String END_OF_OPTIONS = "--";

    private final String name;
    private final String synopsis;
    private List<String> description = List.empty();
    private List<String> notes = List.empty();
    private List<OptionSpec.Builder> options = List.empty();
    private boolean takesWords;
    private boolean passesOn;

    private Command(String name, String synopsis) {
        this.name = name;
        this.synopsis = synopsis;
    }

    /** A command called {@code name} in messages, which is run as {@code synopsis} says. */
    public static Command named(String name, String synopsis) {
        return new Command(name, synopsis);
    }

    /** Says what it does, above the options. */
    public Command does(String... lines) {
        description = List.of(lines);
        return this;
    }

    /** Says what else there is to know, below the options. */
    public Command notes(String... lines) {
        notes = List.of(lines);
        return this;
    }

    /** Takes an option with a value, which the help calls {@code label}. */
    public Command option(String option, String label, String about) {
        return add(OptionSpec.builder(option)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .description(about));
    }

    /** Takes an option without a value. */
    public Command flag(String flag, String about) {
        return add(OptionSpec.builder(flag).type(boolean.class).arity("0").description(about));
    }

    private Command add(OptionSpec.Builder option) {
        options = options.append(option);
        return this;
    }

    /** Takes words that are no options; the help does not list them. */
    public Command words() {
        takesWords = true;
        return this;
    }

    /** Takes words, and options that are unknown and stand behind the first word: they are for what that word names. */
    public Command passingOn() {
        passesOn = true;
        return words();
    }

    /** Tells {@code errors} of a mistake, and returns the exit code for it. */
    public int refuse(PrintStream errors, UsageError mistake) {
        errors.println(name + ": " + mistake.getMessage());
        errors.println("Try " + HELP + ".");
        return MISUSE;
    }

    /** What it understands; coloured if the output is a terminal. */
    public String help() {
        return help(Ansi.AUTO);
    }

    String help(Ansi ansi) {
        return line().getUsageMessage(ansi);
    }

    private CommandLine line() {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage()
                .width(WIDTH)
                .sortOptions(false)
                .customSynopsis(literally(synopsis))
                .description(lines(description.append("")))
                .footer(lines(notes.prepend("")));
        options.forEach(option -> spec.addOption(option.build()));
        spec.addOption(OptionSpec.builder(HELP)
                .type(boolean.class)
                .arity("0")
                .usageHelp(true)
                .description("prints this")
                .build());
        if (takesWords) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("0..*")
                    .type(String[].class)
                    .hidden(true)
                    .build());
        }
        return new CommandLine(spec)
                .setInterpolateVariables(false)
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(false)
                .setUnmatchedOptionsArePositionalParams(passesOn);
    }

    private static String[] lines(List<String> texts) {
        return texts.map(Command::literally).toJavaArray(String[]::new);
    }

    /**
     * Sorts {@code args} into options and words.
     *
     * @throws UsageError if an option is unknown, given twice, or lacks its value
     */
    public Given read(Seq<String> args) {
        List<String> given = List.ofAll(args);
        try {
            ParseResult result = line().parseArgs(given.toJavaArray(String[]::new));
            Seq<String> words = takesWords ? List.of(result.matchedPositionalValue(0, new String[0])) : List.empty();
            words.headOption().filter(word -> isOptionAmong(given, word)).forEach(word -> {
                throw unknown(word);
            });
            Map<String, String> values = LinkedHashMap.empty();
            for (OptionSpec option : result.matchedOptions()) {
                Object value = option.getValue();
                values = values.put(option.longestName(), value.toString());
            }
            return new Given(values, words);
        } catch (UnmatchedArgumentException e) {
            String word = e.getUnmatched().get(0);
            throw word.startsWith("-") ? unknown(word) : new UsageError("unexpected word: " + word);
        } catch (OverwrittenOptionException e) {
            String option = nameOf(e.getOverwritten());
            throw new UsageError(option + " must be given once only"
                    + second(given, option).map(v -> ": " + v).getOrElse(""));
        } catch (MissingParameterException e) {
            throw new UsageError(nameOf(e.getMissing().get(0)) + " needs a value");
        } catch (ParameterException e) {
            throw wrong(given, e);
        }
    }

    /** As {@link #read(Seq)}. */
    public Given read(String... args) {
        return read(List.of(args));
    }

    /** Whether {@code word} stands where options may. */
    private static boolean isOptionAmong(Seq<String> args, String word) {
        return word.startsWith("-")
                && !word.equals("-")
                && args.takeUntil(END_OF_OPTIONS::equals).contains(word);
    }

    private static String nameOf(ArgSpec spec) {
        return ((OptionSpec) spec).longestName();
    }

    /** What was given the second time. */
    private static Option<String> second(Seq<String> args, String option) {
        int at = args.lastIndexWhere(arg -> arg.equals(option) || arg.startsWith(option + "="));
        String arg = args.get(at);
        return arg.equals(option)
                ? Option.when(at + 1 < args.size(), () -> args.get(at + 1))
                : Option.of(arg.substring(option.length() + 1));
    }

    /** What else can be wrong is a flag with a value. */
    private UsageError wrong(Seq<String> args, ParameterException e) {
        Seq<String> flags = List.ofAll(line().getCommandSpec().options())
                .filter(option -> option.arity().max() == 0)
                .map(OptionSpec::longestName);
        return args.find(arg -> flags.exists(flag -> arg.startsWith(flag + "=")))
                .map(arg -> new UsageError(arg.substring(0, arg.indexOf('=')) + " takes no value: " + arg))
                .getOrElse(() -> new UsageError(String.valueOf(e.getMessage())));
    }

    private UsageError unknown(String word) {
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        Seq<String> known = List.ofAll(line().getCommandSpec().options()).map(OptionSpec::longestName);
        return new UsageError("unknown option: " + word
                + NearestName.to(option, known)
                        .map(near -> ", did you mean " + near + "?")
                        .getOrElse(""));
    }

    /** What stands above and below the options is a format. */
    private static String literally(String text) {
        return text.replace("%", "%%");
    }
}
