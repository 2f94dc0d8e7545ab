package io.gondola.samples;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.commands.UsageError;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.file.Path;

/**
 * What the command line asks for.
 *
 * @param action what to do
 * @param name the sample's name; empty unless one sample is run
 * @param arguments what is left for the sample
 * @param setup on which runtime
 * @param input the folder for samples that read real input
 * @param trace the file that gets a trace of the run, if one is wanted
 */
record CommandLine(Action action, String name, Seq<String> arguments, Setup setup, Path input, Option<Path> trace) {
    /** What the command understands. */
    static final Command COMMAND = Command.named(
                    "gondola-samples", "gondola-samples [OPTION...] [list | all | [run | top] NAME [ARGUMENT...]]")
            .does(
                    "Programs that show goroutines, channels and select at work.",
                    "",
                    "  list                    lists the samples; so does no command at all",
                    "  run NAME [ARGUMENT...]  runs one sample; the word run may be left out",
                    "  top NAME [ARGUMENT...]  runs one sample with a live view of its goroutines; q quits",
                    "  all                     runs every sample and checks what it prints")
            .option("--procs", "N", "runs on N processors; one per processor of the machine by default")
            .option("--seed", "N", "runs on the deterministic runtime, with the schedule of this seed")
            .option("--input", "FOLDER", "what the samples on real input read; the current folder by default")
            .option(
                    "--trace",
                    "FILE",
                    "writes a trace of one sample's run: FILE.html is a page for any browser, FILE.json for Perfetto")
            .notes(
                    "Exit code: 0, or 1 if some input could not be read or a sample did not do what is expected of it,",
                    "or 2 after a mistake on the command line, an uncaught panic or a deadlock.")
            .passingOn();

    private static final int MAX_PROCS = 1024; // the runtime's limit

    enum Action {
        HELP,
        LIST,
        RUN,
        TOP,
        ALL
    }

    /**
     * Reads the command line.
     *
     * @throws UsageError if it makes no sense
     */
    static CommandLine parse(String... words) {
        Given options = COMMAND.read(words);
        Setup setup = setup(options);
        Path input = options.value("--input").map(Folders::named).getOrElse(Path.of(""));
        Seq<String> command = options.words();
        if (options.has(Command.HELP)) {
            return new CommandLine(Action.HELP, "", List.empty(), setup, input, Option.none());
        }
        String action = command.headOption().getOrElse("list");
        return switch (action) {
            case "help" -> new CommandLine(Action.HELP, "", none(command), setup, input, untraced(options, action));
            case "list" -> new CommandLine(Action.LIST, "", none(command), setup, input, untraced(options, action));
            case "all" -> new CommandLine(Action.ALL, "", none(command), setup, input, untraced(options, action));
            case "run" -> named(Action.RUN, command, setup, input, trace(options));
            case "top" -> named(Action.TOP, command, real(setup, options), input, trace(options));
            default -> new CommandLine(Action.RUN, command.head(), command.tail(), setup, input, trace(options));
        };
    }

    /** For a command that is followed by the name of a sample. */
    private static CommandLine named(Action action, Seq<String> command, Setup setup, Path input, Option<Path> trace) {
        String name = command.tail()
                .headOption()
                .getOrElseThrow(() -> new UsageError(command.head() + " needs the name of a sample"));
        return new CommandLine(action, name, command.drop(2), setup, input, trace);
    }

    private static Setup real(Setup setup, Given options) {
        options.value("--seed").forEach(seed -> {
            throw new UsageError("--seed must not be given for top, which looks at real threads: " + seed);
        });
        return setup;
    }

    private static Option<Path> trace(Given options) {
        return options.value("--trace").map(Path::of);
    }

    private static Option<Path> untraced(Given options, String action) {
        options.value("--trace").forEach(file -> {
            throw new UsageError("--trace is for one sample, not for " + action + ": " + file);
        });
        return Option.none();
    }

    private static Setup setup(Given options) {
        Option<Integer> procs = options.count("--procs", MAX_PROCS);
        Option<Long> seed = options.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE);
        if (procs.isDefined() && seed.isDefined()) {
            throw new UsageError("--procs must not be given together with --seed, which runs on one thread: "
                    + options.value("--procs").get());
        }
        return new Setup(procs, seed);
    }

    private static Seq<String> none(Seq<String> command) {
        Seq<String> arguments = command.drop(1);
        if (arguments.nonEmpty()) {
            throw new UsageError(command.head() + " takes no arguments: " + arguments.mkString(" "));
        }
        return List.empty();
    }
}
