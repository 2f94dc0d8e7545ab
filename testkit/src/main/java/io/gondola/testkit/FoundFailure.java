package io.gondola.testkit;

import io.gondola.testkit.report.HtmlReport;
import io.gondola.testkit.report.TerminalReport;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.gondola.testkit.run.Recording;
import io.gondola.testkit.run.Token;
import io.gondola.testkit.trace.Found;
import io.gondola.testkit.trace.Lane;
import io.gondola.testkit.trace.Trace;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A failure, with the run in which it was seen. */
final class FoundFailure implements Failure {
    private final Exploration settings;
    private final Execution x;
    private final @Nullable String otherOrder;
    private final Finding finding;
    private final Trace trace;
    private final Found found;

    /**
     * A failure found in run {@code run}, from 1, of {@code search}; {@code x} was recorded in detail.
     * {@code otherOrder} is a run of the same race with the two accesses in the other order; null if there is none.
     */
    FoundFailure(
            Exploration settings,
            Execution x,
            @Nullable Execution otherOrder,
            int run,
            Strategy strategy,
            int switchesBefore,
            int switchesAfter,
            Search search) {
        this(
                settings,
                x,
                otherOrder == null ? null : token(settings, otherOrder),
                String.format(
                        "run %d of %d, strategy %s, clock %s, seed 0x%x",
                        run, settings.effort.schedules(), strategy, x.settings().clock(), settings.effort.seed()),
                "confirmed 2/2, shrunk " + switchesBefore + " -> " + switchesAfter + " switches",
                Found.explored(search.schedules(), search.distinct(), search.singletons()));
    }

    private FoundFailure(
            Exploration settings,
            Execution x,
            @Nullable String otherOrder,
            String origin,
            String confirmation,
            String explored) {
        this.settings = settings;
        this.x = x;
        this.otherOrder = otherOrder;
        this.finding = x.failure();
        this.trace = Recording.of(x, this::tokenUpTo);
        this.found = new Found(settings.name, origin, token(), confirmation, explored, turned(confirmation));
    }

    static FoundFailure ofReplay(Exploration settings, Execution x) {
        return new FoundFailure(settings, x, null, "replay", "", "");
    }

    /** Whether the accesses of a race were seen the other way round, in words; empty if nobody looked. */
    private String turned(String confirmation) {
        if (confirmation.isEmpty() || !OtherOrder.appliesTo(x)) {
            return "";
        }
        return otherOrder == null ? "not seen in the runs that were led there" : "seen as well: " + otherOrder;
    }

    @Override
    public Kind kind() {
        return finding.kind();
    }

    @Override
    public String token() {
        return token(settings, x);
    }

    @Override
    public Option<String> otherOrder() {
        return Option.of(otherOrder);
    }

    private String tokenUpTo(Event e) {
        return token(
                settings,
                x,
                x.deviations().list().stream()
                        .filter(d -> d.at() < e.decisions())
                        .toList(),
                Token.ANY_LENGTH,
                0);
    }

    private static String token(Exploration settings, Execution x) {
        return token(settings, x, x.deviations().list(), x.steps(), (int) x.digest());
    }

    private static String token(Exploration settings, Execution x, List<Deviation> deviations, int steps, int digest) {
        return new Token(
                        settings.name.hashCode(),
                        x.settings().clock(),
                        x.settings().liberties(),
                        x.settings().jitterSeed(),
                        deviations,
                        steps,
                        x.isCut() && steps != Token.ANY_LENGTH ? x.settings().maxSteps() : 0,
                        x.settings().javaSteps(),
                        x.settings().options().netFaults(),
                        digest)
                .toString();
    }

    @Override
    public String message() {
        return TerminalReport.of(found, trace);
    }

    /** Its kind, what is wrong, and the token. */
    @Override
    public String toString() {
        return message().lines().limit(3).collect(Collectors.joining("\n"));
    }

    @Override
    public String html() {
        return HtmlReport.of(found, trace);
    }

    @Override
    public String summary() {
        return finding.summary();
    }

    @Override
    public Seq<String> goroutines() {
        return Vector.ofAll(finding.goroutines());
    }

    @Override
    public Seq<String> objects() {
        return Vector.ofAll(finding.objects());
    }

    @Override
    public Seq<Step> steps() {
        return Vector.ofAll(trace.steps()).map(ShownStep::new);
    }

    @Override
    public Seq<String> output() {
        return Vector.ofAll(x.output().lines());
    }

    @Override
    public Option<Throwable> thrown() {
        return Option.of(finding.thrown());
    }

    private final class ShownStep implements Step {
        private final io.gondola.testkit.trace.Step step;

        ShownStep(io.gondola.testkit.trace.Step step) {
            this.step = step;
        }

        private Lane lane() {
            return trace.lanes().get(step.lane());
        }

        @Override
        public int number() {
            return step.number();
        }

        @Override
        public String lineage() {
            return lane().lineage();
        }

        @Override
        public String goroutine() {
            return lane().name().isEmpty() ? lane().lineage() : lane().name();
        }

        @Override
        public String operation() {
            return step.text();
        }

        @Override
        public Option<String> object() {
            return Option.of(step.object()).filter(o -> !o.isEmpty());
        }

        @Override
        public Option<String> site() {
            return Option.of(step.site()).filter(s -> !s.isEmpty());
        }

        @Override
        public boolean blocked() {
            return step.blocked();
        }

        @Override
        public Seq<Integer> after() {
            return Vector.ofAll(step.predecessors());
        }

        @Override
        public String token() {
            return step.token().get();
        }

        @Override
        public String toString() {
            return number() + " " + lane().title() + " " + operation();
        }
    }
}
