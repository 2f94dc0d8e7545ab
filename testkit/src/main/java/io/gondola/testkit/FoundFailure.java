package io.gondola.testkit;

import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;

/** A failure, with the run in which it was seen. */
final class FoundFailure implements Failure {
    private static final int MAX_SHOWN = 100;

    private final Exploration settings;
    private final Execution x;
    private final Finding finding;
    private final String origin;

    /** A failure found in run {@code run}, from 1, of {@code search}. */
    FoundFailure(
            Exploration settings,
            Execution x,
            int run,
            Strategy strategy,
            int switchesBefore,
            int switchesAfter,
            Search search) {
        this(
                settings,
                x,
                "run " + run + " of " + settings.schedules + ", strategy " + strategy + ", seed " + settings.seed
                        + ", clock " + x.settings().clock() + " (confirmed 2/2, shrunk " + switchesBefore + " -> "
                        + switchesAfter + " switches; " + search.distinct() + " distinct of " + search.schedules()
                        + " runs)");
    }

    private FoundFailure(Exploration settings, Execution x, String origin) {
        this.settings = settings;
        this.x = x;
        this.finding = x.finding();
        this.origin = origin;
    }

    static FoundFailure ofReplay(Exploration settings, Execution x) {
        return new FoundFailure(settings, x, "replay");
    }

    @Override
    public Kind kind() {
        return Kind.valueOf(finding.kind().name());
    }

    @Override
    public String token() {
        return token(x.deviations().list());
    }

    private String token(List<Deviation> deviations) {
        return new Token(
                        settings.name.hashCode(),
                        x.settings().clock(),
                        x.settings().jitterSeed(),
                        deviations,
                        x.steps(),
                        (int) x.digest())
                .toString();
    }

    @Override
    public String message() {
        StringBuilder out =
                new StringBuilder(kind() + ": " + finding.summary() + "    " + settings.name + "    " + origin);
        out.append("\nreplay: ").append(token()).append('\n');
        int skipped = Math.max(0, x.events().size() - MAX_SHOWN);
        if (skipped > 0) {
            out.append("\n  ... ").append(skipped).append(" steps before");
        }
        for (Event e : x.events().subList(skipped, x.events().size())) {
            out.append("\n  ").append(e);
        }
        out.append('\n');
        finding.details().forEach(d -> out.append('\n').append(d));
        return out.toString();
    }

    @Override
    public String summary() {
        return finding.summary();
    }

    /** Further lines on what happened. */
    List<String> details() {
        return finding.details();
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
        return Vector.ofAll(x.events()).map(e -> new ShownStep(e));
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
        private final Event e;

        ShownStep(Event e) {
            this.e = e;
        }

        @Override
        public int number() {
            return e.number();
        }

        @Override
        public String lineage() {
            return e.task().lineage().toString();
        }

        @Override
        public String goroutine() {
            return e.task().name();
        }

        @Override
        public String operation() {
            return e.text();
        }

        @Override
        public Option<String> object() {
            return Option.of(e.object()).map(o -> o.name());
        }

        @Override
        public Option<String> site() {
            return Option.of(e.site());
        }

        @Override
        public boolean blocked() {
            return e.parked();
        }

        @Override
        public Seq<Integer> after() {
            return Vector.ofAll(x.events())
                    .filter(o -> o.number() < e.number()
                            && o.task() != e.task()
                            && o.woken().contains(e.task()))
                    .map(Event::number);
        }

        @Override
        public String token() {
            return FoundFailure.this.token(x.deviations().list().stream()
                    .filter(d -> d.at() < e.decisions())
                    .toList());
        }
    }
}
