package io.gondola.conformance.differential;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param goRuns how often Go runs each program
 * @param schedules how many schedules of each program are explored here, at most
 * @param record where to write the outcomes that Go showed
 * @param show print this program in Go, and all its outcomes
 */
record Options(
        int programs,
        long seed,
        int goRuns,
        int schedules,
        int maxStates,
        Optional<Path> record,
        boolean show,
        boolean help) {

    static final String HELP = """
            Compares random concurrent programs in Go and in Gondola.

            Each program is made from a seed: goroutines, channels, select, mutexes, panics. A model of the language finds all
            outcomes that Go allows. Go runs the program some times, each time in a process of its own; Gondola explores its
            schedules, and runs it on 1, 2 and 4 processors. No outcome of either may be outside the model's; if all schedules
            were tried, each outcome of the model must be among theirs.

              --programs N     how many programs                                        (1000)
              --seed N         the seed of the first one; the others follow             (1)
              --go-runs N      runs of each program in Go; 0 for none                   (8)
              --schedules N    the most schedules to explore of each program in Gondola; if these are not all,
                               as many random ones come on top                          (2000)
              --max-states N   leave out programs whose model has more states           (20000)
              --record FILE    write seeds with the outcomes that Go showed
              --show           print the program of --seed in Go with its outcomes, and stop
              --help

            The exit code is 0 if nothing differs, 1 if something does, 2 if the command line is wrong.
            Without a go command on the path, Gondola is compared with the model alone.
            """;

    static Options parse(String... args) {
        Options options = new Options(1000, 1, 8, 2_000, 20_000, Optional.empty(), false, false);
        Iterator<String> rest = Arrays.asList(args).iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private Options with(String name, Iterator<String> rest) {
        return switch (name) {
            case "--programs" ->
                new Options(positive(name, rest), seed, goRuns, schedules, maxStates, record, show, help);
            case "--seed" ->
                new Options(
                        programs, number(name, rest, Long.MIN_VALUE), goRuns, schedules, maxStates, record, show, help);
            case "--go-runs" ->
                new Options(programs, seed, (int) number(name, rest, 0), schedules, maxStates, record, show, help);
            case "--schedules" ->
                new Options(programs, seed, goRuns, positive(name, rest), maxStates, record, show, help);
            case "--max-states" ->
                new Options(programs, seed, goRuns, schedules, positive(name, rest), record, show, help);
            case "--record" ->
                new Options(
                        programs,
                        seed,
                        goRuns,
                        schedules,
                        maxStates,
                        Optional.of(Path.of(value(name, rest))),
                        show,
                        help);
            case "--show" -> new Options(programs, seed, goRuns, schedules, maxStates, record, true, help);
            case "--help" -> new Options(programs, seed, goRuns, schedules, maxStates, record, show, true);
            default -> throw new IllegalArgumentException("unknown option: " + name);
        };
    }

    private static int positive(String name, Iterator<String> rest) {
        return (int) number(name, rest, 1);
    }

    private static long number(String name, Iterator<String> rest, long least) {
        String text = value(name, rest);
        try {
            long n = Long.parseLong(text);
            if (n >= least && (least == Long.MIN_VALUE || n <= Integer.MAX_VALUE)) {
                return n;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number: " + text, e);
        }
        throw new IllegalArgumentException(name + " must be from " + least + " to " + Integer.MAX_VALUE + ": " + text);
    }

    private static String value(String name, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return rest.next();
    }
}
