package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Sites;
import io.gondola.scheduler.SafeText;
import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Execution;
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
import java.util.stream.Collectors;

/** The settings of an exploration. */
final class Exploration extends Explorer {
    private static final int MAX_THREADS = 1024;
    private static final int MAX_TICKS = 3;

    final CheckedFunction0<? extends Go<?>> program;
    final String name;
    final int schedules;
    final long seed;
    final Strategy strategy;
    final Clock clock;
    final Duration budget;
    final int maxSteps;
    final int threads;
    final Set<String> mayLeak;
    final Switches switches;

    private Exploration(
            CheckedFunction0<? extends Go<?>> program,
            String name,
            int schedules,
            long seed,
            Strategy strategy,
            Clock clock,
            Duration budget,
            int maxSteps,
            int threads,
            Set<String> mayLeak,
            Switches switches) {
        this.program = program;
        this.name = name;
        this.schedules = schedules;
        this.seed = seed;
        this.strategy = strategy;
        this.clock = clock;
        this.budget = budget;
        this.maxSteps = maxSteps;
        this.threads = threads;
        this.mayLeak = mayLeak;
        this.switches = switches;
    }

    static Exploration begin(CheckedFunction0<? extends Go<?>> program) {
        StackTraceElement site = Sites.element(program);
        String name = site == null ? nameOf(program.getClass()) : site.getClassName() + "." + site.getMethodName();
        return new Exploration(
                program, name, 1_000, 0, Strategy.PORTFOLIO, Clock.IDLE, null, 100_000, 1, Set.of(), Switches.NONE);
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

    @Override
    public Explorer named(String n) {
        return new Exploration(
                program,
                Objects.requireNonNull(n, "name"),
                schedules,
                seed,
                strategy,
                clock,
                budget,
                maxSteps,
                threads,
                mayLeak,
                switches);
    }

    @Override
    public Explorer schedules(int n) {
        return new Exploration(
                program,
                name,
                positive(n, "schedules"),
                seed,
                strategy,
                clock,
                budget,
                maxSteps,
                threads,
                mayLeak,
                switches);
    }

    @Override
    public Explorer seed(long n) {
        return new Exploration(
                program, name, schedules, n, strategy, clock, budget, maxSteps, threads, mayLeak, switches);
    }

    @Override
    public Explorer strategy(Strategy s) {
        Objects.requireNonNull(s, "strategy");
        return new Exploration(program, name, schedules, seed, s, clock, budget, maxSteps, threads, mayLeak, switches);
    }

    @Override
    public Explorer clock(Clock c) {
        Objects.requireNonNull(c, "clock");
        return new Exploration(
                program, name, schedules, seed, strategy, c, budget, maxSteps, threads, mayLeak, switches);
    }

    @Override
    public Explorer budget(Duration d) {
        if (Objects.requireNonNull(d, "budget").isNegative() || d.isZero()) {
            throw new IllegalArgumentException("budget must be positive: " + d);
        }
        return new Exploration(
                program, name, schedules, seed, strategy, clock, d, maxSteps, threads, mayLeak, switches);
    }

    @Override
    public Explorer maxSteps(int n) {
        return new Exploration(
                program,
                name,
                schedules,
                seed,
                strategy,
                clock,
                budget,
                positive(n, "maxSteps"),
                threads,
                mayLeak,
                switches);
    }

    @Override
    public Explorer threads(int n) {
        if (n < 1 || n > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be from 1 to " + MAX_THREADS + ": " + n);
        }
        return new Exploration(program, name, schedules, seed, strategy, clock, budget, maxSteps, n, mayLeak, switches);
    }

    @Override
    public Explorer allowLeak(String goroutineName) {
        Set<String> names = new HashSet<>(mayLeak);
        names.add(Objects.requireNonNull(goroutineName, "goroutineName"));
        return new Exploration(
                program,
                name,
                schedules,
                seed,
                strategy,
                clock,
                budget,
                maxSteps,
                threads,
                Set.copyOf(names),
                switches);
    }

    @Override
    public Explorer tryLockMayFail() {
        return with(switches.with(switches.liberties().withFailingTryLock()));
    }

    @Override
    public Explorer loose() {
        return with(switches.with(switches.liberties().withAnyOrder()));
    }

    @Override
    public Explorer spuriousWakeups() {
        return with(switches.with(switches.liberties().withSpuriousWakeups()));
    }

    @Override
    public Explorer allowLost() {
        return with(switches.withLostAllowed());
    }

    @Override
    public Explorer javaSteps() {
        return with(switches.withJavaSteps());
    }

    @Override
    public Explorer netFaults(NetFault... faults) {
        Objects.requireNonNull(faults, "faults");
        for (int i = 0; i < faults.length; i++) {
            Objects.requireNonNull(faults[i], "faults[" + i + "]");
        }
        return with(switches.withNetFaults(Set.copyOf(List.of(faults))));
    }

    private Explorer with(Switches s) {
        return new Exploration(program, name, schedules, seed, strategy, clock, budget, maxSteps, threads, mayLeak, s);
    }

    @Override
    public Report explore() {
        return explore(Watchdog.LIMIT);
    }

    @Override
    public boolean visit(Consumer<? super Ending> visitor) {
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

    Settings settings() {
        return new Settings(
                io.gondola.testkit.run.Clock.valueOf(clock.name()),
                maxSteps,
                MAX_TICKS,
                seed & 0xFFFFFFFFL,
                false,
                mayLeak.stream().map(SafeText::quoted).collect(Collectors.toSet()), // as tasks are called
                true,
                false,
                false,
                switches.liberties(),
                !switches.lostAllowed(),
                false,
                switches.javaSteps(),
                switches.netFaults().stream().map(Enum::name).collect(Collectors.toSet()));
    }

    /** Runs the program, made anew. */
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
        return "Explorer[" + name + ", schedules=" + schedules + ", seed=" + seed + ", strategy=" + strategy
                + ", clock=" + clock + "]";
    }
}
