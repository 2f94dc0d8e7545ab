package io.gondola.samples;

import io.gondola.commands.UsageError;
import io.vavr.control.Option;
import java.io.PrintStream;
import java.util.spi.ToolProvider;

/** The command that lists and runs the samples; see {@code --help}. */
public final class Main {
    private final PrintStream out;
    private final PrintStream errors;

    Main(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    public static void main(String[] args) {
        System.exit(new Main(System.out, System.err).run(args));
    }

    /** The exit code. */
    int run(String... args) {
        try {
            return run(CommandLine.parse(args));
        } catch (UsageError e) {
            return CommandLine.COMMAND.refuse(errors, e);
        }
    }

    private int run(CommandLine command) {
        return switch (command.action()) {
            case HELP -> help();
            case LIST -> list();
            case ALL -> new AllSamples(runner(command), command.setup().deterministic(), out).run(Catalog.samples());
            case TOP -> topOne(Catalog.named(command.name()), command);
            case RUN -> runOne(Catalog.named(command.name()), command);
        };
    }

    private int help() {
        out.print(CommandLine.COMMAND.help());
        return 0;
    }

    private int list() {
        int width =
                Catalog.samples().map(sample -> sample.name().length()).max().getOrElse(0);
        String line = "  %-" + width + "s  %s%n";
        for (Group group : Group.values()) {
            out.println(group.title());
            for (Sample sample : Catalog.in(group)) {
                out.printf(line, sample.name(), sample.summary());
                if (!sample.usage().isEmpty()) {
                    out.printf(line, "", "arguments: " + sample.usage());
                }
            }
            out.println();
        }
        out.println("Run one by its name, or all of them with the word all; --help says more.");
        return 0;
    }

    private int runOne(Sample sample, CommandLine command) {
        Setup setup = command.setup();
        sample.threadsOnly().filter(reason -> setup.deterministic()).forEach(reason -> {
            throw new UsageError("--seed must not be given for " + sample.name() + ": "
                    + setup.seed().get() + "; " + reason);
        });
        if (ignored(sample.maxProcs(), setup.procs())) {
            errors.println("gondola-samples: " + sample.name() + " always runs on maxProcs "
                    + sample.maxProcs().get() + ", --procs is ignored: "
                    + setup.procs().get());
        }
        Run run = runner(command).run(sample, command.arguments());
        run.failure().forEach(failure -> errors.println(GoText.report(failure)));
        return run.exitCode();
    }

    private int topOne(Sample sample, CommandLine command) {
        ToolProvider tool = ToolProvider.findFirst("gondola-top")
                .orElseThrow(() -> new UsageError("top needs gondola-top, which is not on the class path"));
        Run run = runner(command).watch(sample, command.arguments(), tool);
        run.failure().forEach(failure -> errors.println(GoText.report(failure)));
        return run.exitCode();
    }

    private static boolean ignored(Option<Integer> fixed, Option<Integer> asked) {
        return fixed.isDefined() && asked.isDefined() && !fixed.equals(asked);
    }

    private Runner runner(CommandLine command) {
        return new Runner(command.setup(), command.input(), command.trace(), out, errors);
    }
}
