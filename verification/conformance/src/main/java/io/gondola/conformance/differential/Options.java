package io.gondola.conformance.differential;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param goRuns how often Go runs each program
 * @param schedules how many schedules of each program are explored here, at most
 * @param record where to write the outcomes that Go showed
 * @param show print this program in Go, and all its outcomes
 */
record Options(int programs, long seed, int goRuns, int schedules, int maxStates, Optional<Path> record, boolean show) {

    static final Command COMMAND = Command.named("gondola-conformance", "gondola-conformance [OPTION...]")
            .does(
                    "Compares random concurrent programs in Go and in Gondola.",
                    "",
                    "Each program is made from a seed: goroutines, channels, select, mutexes, panics. A model of the language"
                            + " finds all outcomes that Go allows. Go runs the program some times, each time in a process"
                            + " of its own; Gondola explores its schedules, and runs it on 1, 2 and 4 processors. No"
                            + " outcome of either may be outside the model's; if all schedules were tried, each outcome of"
                            + " the model must be among theirs.")
            .option("--programs", "N", "how many programs; 1000 by default")
            .option("--seed", "N", "the seed of the first one; the others follow; 1 by default")
            .option("--go-runs", "N", "runs of each program in Go, 0 for none; 8 by default")
            .option(
                    "--schedules",
                    "N",
                    "the most schedules to explore of each program in Gondola; if these are not all, as many random"
                            + " ones come on top; 2000 by default")
            .option("--max-states", "N", "leave out programs whose model has more states; 20000 by default")
            .option("--record", "FILE", "write seeds with the outcomes that Go showed")
            .flag("--show", "print the program of --seed in Go with its outcomes, and stop")
            .notes(
                    "The exit code is 0 if nothing differs, 1 if something does, 2 if the command line is wrong.",
                    "Without a go command on the path, Gondola is compared with the model alone.");

    static Options of(Given given) {
        return new Options(
                number(given, "--programs", 1, 1_000),
                given.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE).getOrElse(1L),
                number(given, "--go-runs", 0, 8),
                number(given, "--schedules", 1, 2_000),
                number(given, "--max-states", 1, 20_000),
                given.value("--record").map(Path::of).toJavaOptional(),
                given.has("--show"));
    }

    private static int number(Given given, String option, int least, int otherwise) {
        return given.number(option, least, Integer.MAX_VALUE)
                .map(Long::intValue)
                .getOrElse(otherwise);
    }
}
