package io.gondola.conformance.differential;

import io.gondola.commands.Command;
import io.gondola.commands.Given;
import io.gondola.commands.UsageError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The command of the differential test; see {@code --help}. */
public final class Main {
    private static final int BATCH = 250;
    private static final int MAX_REPORTS = 10;
    private static final int[] JITTERS = {0, 4, 40};
    private static final int[] PROCS = {2, 1, 4};

    private final Options options;
    private final PrintStream out;
    private final Optional<GoToolchain> go;
    private final List<String> recorded = new ArrayList<>();
    private int tooBig;
    private int compared;
    private int differing;
    private long goOutcomes;
    private long ourOutcomes;
    private long onlyOurs;
    private long allowedOutcomes;
    private int withUnreached;
    private int exhausted;

    private Main(Options options, PrintStream out, Optional<GoToolchain> go) {
        this.options = options;
        this.out = out;
        this.go = go;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(System.out, System.err, args));
    }

    /** The exit code. */
    static int run(PrintStream out, PrintStream errors, String... args) throws IOException, InterruptedException {
        Options options;
        try {
            Given given = Options.COMMAND.read(args);
            if (given.has(Command.HELP)) {
                out.print(Options.COMMAND.help());
                return 0;
            }
            options = Options.of(given);
        } catch (UsageError e) {
            return Options.COMMAND.refuse(errors, e);
        }
        if (options.show()) {
            show(out, Generator.program(options.seed()), options.maxStates());
            return 0;
        }
        return new Main(options, out, options.goRuns() == 0 ? Optional.empty() : GoToolchain.find()).compare();
    }

    private static void show(PrintStream out, RandomProgram program, int maxStates) {
        out.print(GoSource.of(List.of(program)));
        out.println("// allowed outcomes:");
        Model.outcomes(program, maxStates, true)
                .ifPresentOrElse(
                        all -> all.forEach(o -> out.println("//   " + o)),
                        () -> out.println("//   more than --max-states can find: " + maxStates));
    }

    private int compare() throws IOException, InterruptedException {
        out.println(go.map(GoToolchain::version).orElse("no go: Gondola is compared with the model alone"));
        try (Ours ours = new Ours()) {
            for (int done = 0; done < options.programs(); done += BATCH) {
                batch(options.seed() + done, Math.min(BATCH, options.programs() - done), ours);
                out.printf("%d of %d programs, %d differ%n", tooBig + compared, options.programs(), differing);
            }
        }
        if (options.record().isPresent()) {
            Files.write(options.record().get(), recorded);
        }
        out.printf(
                "programs compared: %d; left out, too many states: %d; outcomes allowed: %d, seen in Go: %d, in Gondola: %d, in"
                        + " Gondola only: %d%n",
                compared, tooBig, allowedOutcomes, goOutcomes, ourOutcomes, onlyOurs);
        out.printf("programs of which every schedule was tried: %d%n", exhausted);
        out.printf("programs of which Go showed an outcome that the schedules tried did not: %d%n", withUnreached);
        out.printf("programs that differ: %d%n", differing);
        return differing == 0 ? 0 : 1;
    }

    private void batch(long firstSeed, int n, Ours ours) throws IOException, InterruptedException {
        List<RandomProgram> programs = new ArrayList<>();
        List<SortedSet<String>> allowed = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + n; seed++) {
            RandomProgram program = Generator.program(seed);
            Model.outcomes(program, options.maxStates(), true)
                    .ifPresentOrElse(
                            outcomes -> {
                                programs.add(program);
                                allowed.add(outcomes);
                            },
                            () -> tooBig++);
        }
        List<SortedSet<String>> seenInGo = inGo(programs);
        for (int i = 0; i < programs.size(); i++) {
            RandomProgram program = programs.get(i);
            SortedSet<String> certain =
                    Model.outcomes(program, options.maxStates(), false).orElseThrow();
            Ours.Explored explored = Ours.underSchedules(program, options.schedules());
            SortedSet<String> seenHere = new TreeSet<>(explored.outcomes());
            seenHere.addAll(ours.onThreads(program));
            judge(new Comparison(program, allowed.get(i), certain, seenInGo.get(i), seenHere, explored.exhausted()));
        }
    }

    private void judge(Comparison c) {
        compared++;
        allowedOutcomes += c.allowed().size();
        goOutcomes += c.go().size();
        ourOutcomes += c.ours().size();
        onlyOurs += c.notSeenInGo().size();
        exhausted += c.exhausted() ? 1 : 0;
        if (!c.unreached().isEmpty()) {
            withUnreached++;
            out.printf(
                    "program of seed %d: Go showed what none of %d schedules here did: %s%n",
                    c.program().seed(), options.schedules(), String.join("; ", c.unreached()));
        }
        if (!c.go().isEmpty()) {
            recorded.add(new StoredOutcomes(c.program(), c.go()).line());
        }
        if (c.differs() && differing++ < MAX_REPORTS) {
            out.print(c.report());
        }
    }

    private List<SortedSet<String>> inGo(List<RandomProgram> programs) throws IOException, InterruptedException {
        List<SortedSet<String>> outcomes = new ArrayList<>();
        programs.forEach(p -> outcomes.add(new TreeSet<>()));
        if (go.isEmpty()) {
            return outcomes;
        }
        Path folder = Files.createTempDirectory("gondola-differential");
        try {
            GoToolchain.Binary binary = go.get().build(programs, folder);
            for (int i = 0; i < programs.size(); i++) {
                for (int run = 0; run < options.goRuns(); run++) {
                    int jitter = JITTERS[run % JITTERS.length];
                    int procs = PROCS[run / JITTERS.length % PROCS.length];
                    outcomes.get(i).add(binary.run(i, procs, jitter));
                }
            }
        } finally {
            delete(folder);
        }
        return outcomes;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
