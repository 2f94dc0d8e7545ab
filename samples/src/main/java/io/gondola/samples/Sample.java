package io.gondola.samples;

import io.gondola.commands.UsageError;
import io.gondola.dsl.Go;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A program that can be run by name, together with what it prints and how it ends.
 *
 * <p>{@link #program} builds a program for every run, so that every run has channels of its own.
 *
 * @param name how the command line calls it, in kebab case
 * @param summary one line for the list
 * @param group the heading under which it is listed
 * @param usage the arguments it takes, as the list shows them; empty if it takes none
 * @param script builds the program, which yields the exit code
 * @param maxProcs the number of processors on which the sample insists, if it does
 * @param threadsOnly why the sample needs real threads, if it does
 * @param tour the arguments with which it runs among all samples
 * @param rehearsal the arguments with which tests run it
 * @param onThreads what it prints on real threads
 * @param onSeeds what it prints on the deterministic runtime, under every seed
 * @param ending how it ends
 */
public record Sample(
        String name,
        String summary,
        Group group,
        String usage,
        Script script,
        Option<Integer> maxProcs,
        Option<String> threadsOnly,
        Seq<String> tour,
        Seq<String> rehearsal,
        Expected onThreads,
        Expected onSeeds,
        ExpectedOutcome ending) {

    /** Builds a program that yields the exit code. */
    @FunctionalInterface
    public interface Script {
        Go<Integer> on(Stage stage);
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /**
     * The program for one run.
     *
     * @throws UsageError if the sample cannot make sense of its arguments
     */
    public Go<Integer> program(Stage stage) {
        if (usage.isEmpty() && stage.arguments().nonEmpty()) {
            throw new UsageError(
                    name + " takes no arguments: " + stage.arguments().mkString(" "));
        }
        return script.on(stage);
    }

    /** What is wrong about a run, if anything is. */
    public Option<String> objectionTo(Run run, boolean deterministic) {
        Expected expected = deterministic ? onSeeds : onThreads;
        return ending.objectionTo(run.failure())
                .orElse(() -> Option.when(run.exitCode() == 1, "it could not read all of its input"))
                .orElse(() -> Option.when(
                        !expected.accepts(run.lines()),
                        () -> "it prints " + expected + ", but printed " + run.lines()));
    }

    /** Collects what makes a sample; what is not said is usual: no arguments, any runtime, and a return. */
    public static final class Builder {
        private final String name;
        private String summary = "";
        private Group group = Group.CLASSIC;
        private String usage = "";
        private Option<Integer> maxProcs = Option.none();
        private Option<String> threadsOnly = Option.none();
        private Seq<String> tour = List.empty();
        private Seq<String> rehearsal = List.empty();
        private Expected onThreads = Expected.lines();
        private Expected onSeeds = Expected.lines();
        private ExpectedOutcome ending = ExpectedOutcome.returns();

        private Builder(String name) {
            this.name = name;
        }

        public Builder in(Group where) {
            group = where;
            return this;
        }

        public Builder summary(String line) {
            summary = line;
            return this;
        }

        public Builder takes(String arguments) {
            usage = arguments;
            return this;
        }

        public Builder amongAllWith(String... arguments) {
            tour = List.of(arguments);
            return this;
        }

        public Builder inTestsWith(String... arguments) {
            rehearsal = List.of(arguments);
            return this;
        }

        public Builder onMaxProcs(int n) {
            maxProcs = Option.of(n);
            return this;
        }

        public Builder onThreadsOnly(String reason) {
            threadsOnly = Option.of(reason);
            return this;
        }

        /** What it prints wherever it runs. */
        public Builder prints(Expected lines) {
            return printsOnThreads(lines).printsOnSeeds(lines);
        }

        /** The lines it prints wherever it runs. */
        public Builder prints(String... lines) {
            return prints(Expected.lines(lines));
        }

        public Builder printsOnThreads(Expected lines) {
            onThreads = lines;
            return this;
        }

        public Builder printsOnSeeds(Expected lines) {
            onSeeds = lines;
            return this;
        }

        public Builder panics(String text) {
            ending = ExpectedOutcome.panics(text);
            return this;
        }

        public Builder deadlocks() {
            ending = ExpectedOutcome.deadlocks();
            return this;
        }

        public Sample runs(Supplier<Go<?>> program) {
            return runs(stage -> program.get());
        }

        public Sample runs(Function<? super Stage, Go<?>> program) {
            return scripted(stage -> program.apply(stage).as(0));
        }

        public Sample scripted(Script script) {
            return new Sample(
                    name,
                    summary,
                    group,
                    usage,
                    script,
                    maxProcs,
                    threadsOnly,
                    tour,
                    rehearsal,
                    onThreads,
                    onSeeds,
                    ending);
        }
    }
}
