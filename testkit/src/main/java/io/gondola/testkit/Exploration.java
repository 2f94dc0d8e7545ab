package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Sites;
import io.gondola.scheduler.SafeText;
import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Options;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.run.Sometimes;
import io.gondola.testkit.run.Token;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** An exploration that has been described, and can be run. */
final class Exploration extends Explorer {
    private static final int MAX_THREADS = 1024;

    final CheckedFunction0<? extends Go<?>> program;
    final String name;
    final Effort effort;
    final Options options;

    private Exploration(CheckedFunction0<? extends Go<?>> program, String name, Effort effort, Options options) {
        this.program = program;
        this.name = name;
        this.effort = effort;
        this.options = options;
    }

    static Exploration begin(CheckedFunction0<? extends Go<?>> program) {
        StackTraceElement site = Sites.element(program);
        String name = site == null ? nameOf(program.getClass()) : site.getClassName() + "." + site.getMethodName();
        return new Exploration(program, name, Effort.DEFAULT, Options.DEFAULTS);
    }

    /** The class's name, without what differs from one JVM to the next: tokens and kept failures go by it. */
    private static String nameOf(Class<?> type) {
        String name = type.getName();
        int suffix = type.isHidden() ? name.indexOf("$$Lambda") : -1;
        return suffix < 0 ? name : name.substring(0, suffix);
    }

    private static int positive(int n, String what) {
        if (n < 1) {
            throw new IllegalArgumentException(what + " must be positive: " + n);
        }
        return n;
    }

    private Explorer with(Effort e) {
        return new Exploration(program, name, e, options);
    }

    private Explorer with(Options o) {
        return new Exploration(program, name, effort, o);
    }

    @Override
    public Explorer named(String n) {
        return new Exploration(program, Objects.requireNonNull(n, "name"), effort, options);
    }

    @Override
    public Explorer schedules(int n) {
        return with(effort.withSchedules(positive(n, "schedules")));
    }

    @Override
    public Explorer seed(long n) {
        return with(effort.withSeed(n));
    }

    @Override
    public Explorer strategy(Strategy s) {
        return with(effort.withStrategy(Objects.requireNonNull(s, "strategy")));
    }

    @Override
    public Explorer clock(Clock c) {
        return with(options.withClock(Objects.requireNonNull(c, "clock")));
    }

    @Override
    public Explorer budget(Duration d) {
        if (Objects.requireNonNull(d, "budget").isNegative() || d.isZero()) {
            throw new IllegalArgumentException("budget must be positive: " + d);
        }
        return with(effort.withBudget(d));
    }

    @Override
    public Explorer maxSteps(int n) {
        return with(options.withMaxSteps(positive(n, "maxSteps")));
    }

    @Override
    public Explorer threads(int n) {
        if (n < 1 || n > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be from 1 to " + MAX_THREADS + ": " + n);
        }
        return with(effort.withThreads(n));
    }

    @Override
    public Explorer allowLeak(String goroutineName) {
        return with(options.withLeak(SafeText.quoted(Objects.requireNonNull(goroutineName, "goroutineName"))));
    }

    @Override
    public Explorer tryLockMayFail() {
        return with(options.withLiberties(options.liberties().withFailingTryLock()));
    }

    @Override
    public Explorer loose() {
        return with(options.withLiberties(options.liberties().withAnyOrder()));
    }

    @Override
    public Explorer spuriousWakeups() {
        return with(options.withLiberties(options.liberties().withSpuriousWakeups()));
    }

    @Override
    public Explorer allowLost() {
        return with(options.withLostAllowed());
    }

    @Override
    public Explorer javaSteps() {
        return with(options.withJavaSteps(true));
    }

    @Override
    public Explorer netFaults(NetFault... faults) {
        Objects.requireNonNull(faults, "faults");
        for (int i = 0; i < faults.length; i++) {
            Objects.requireNonNull(faults[i], "faults[" + i + "]");
        }
        return with(options.withNetFaults(Set.copyOf(List.of(faults))));
    }

    @Override
    public Report explore() {
        return explore(Watchdog.LIMIT);
    }

    @Override
    public boolean visit(Consumer<? super VisitedRun> visitor) {
        Objects.requireNonNull(visitor, "visitor");
        try (Watchdog watchdog = new Watchdog()) {
            return new Search(this, watchdog).visit(visitor);
        }
    }

    @Override
    public Report replay(String token) {
        Token parsed = Token.parse(Objects.requireNonNull(token, "token"));
        if (parsed.program() != name.hashCode()) {
            throw new IllegalArgumentException("the token is of another program: token=" + token + ", program=" + name
                    + "; replay it where it was reported, or give the program the name that it had, with"
                    + " Explorer.named");
        }
        try (Watchdog watchdog = new Watchdog()) {
            return watchdog.await(() -> new Search(this, watchdog).replay(parsed));
        }
    }

    /** Explores; a step may block the thread for as long as {@code patience}. */
    Report explore(Duration patience) {
        try (Watchdog watchdog = new Watchdog(patience)) {
            return watchdog.await(() -> new Search(this, watchdog).run());
        }
    }

    /** Of its runs, but for what a run has of its own. */
    Settings settings() {
        return Settings.of(options, effort.seed() & 0xFFFFFFFFL);
    }

    /** Makes the program, and runs it. */
    Execution execute(Chooser chooser, Settings settings, Watchdog watchdog) {
        Set<String> mentioned = new HashSet<>();
        Sometimes.mentionedTo(mentioned);
        try {
            Execution x = settings.notesBuilt()
                    ? Built.noted(() -> executeNow(chooser, settings, watchdog))
                    : Built.unnoted(() -> executeNow(chooser, settings, watchdog));
            x.mentioned(mentioned);
            return x;
        } finally {
            Sometimes.mentionedTo(null);
        }
    }

    private Execution executeNow(Chooser chooser, Settings settings, Watchdog watchdog) {
        Go<?> body;
        watchdog.watchMaking();
        try {
            body = Objects.requireNonNull(program.apply(), "the function that makes the program returned null");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the function that makes the program threw " + e, e);
        } finally {
            watchdog.over();
        }
        Execution x = Execution.run(body, chooser, settings, watchdog::watch);
        watchdog.over();
        if (x.brokenBy() != null) {
            throw x.brokenBy();
        }
        return x;
    }

    @Override
    public String toString() {
        return "Explorer[" + name + ", schedules=" + effort.schedules() + ", seed=" + effort.seed() + ", strategy="
                + effort.strategy() + ", clock=" + options.clock() + "]";
    }
}
