package io.gondola.testkit;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Coverage;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import io.gondola.testkit.run.Options;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.run.Token;
import io.gondola.testkit.strategy.DefaultOrder;
import io.gondola.testkit.strategy.Replay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One exploration under way. */
final class Search {
    /*
     * Threads take the numbers of runs in order; what a run does depends on its number only, but for the runs of the
     * systematic search, which one thread at a time makes, in order. All else here is guarded by this object's monitor.
     *
     * A failure ends the search as soon as all runs with lower numbers are over, so the one that is reported does not
     * depend on which thread was faster.
     */
    /** Coverage is taken of the first runs, and then of one in so many: it changes little after that. */
    private static final int COVERED_IN_FULL = 256;

    private static final int COVERED_THEN = 16;

    private static final int LOST_IN_FULL = 4;

    private final Exploration exploration;
    private final Watchdog watchdog;
    private final Settings settings;
    private final Systematic systematic;
    private final long begin = System.nanoTime();
    private final Map<Long, Integer> traces = new HashMap<>();
    private final TreeSet<String> reached = new TreeSet<>();
    private final TreeSet<String> mentioned = new TreeSet<>();
    private final Coverage coverage = new Coverage();
    private final Progress progress;
    private @Nullable Consumer<? super VisitedRun> visitor;

    @SuppressWarnings("NullAway.Init") // the first run makes it, before any other
    private Plan plan;

    private boolean timed;
    private int nextRun;
    private int schedules;
    private int abandoned;
    private long steps;
    private int cutRuns;
    private boolean systematicBusy;
    private @Nullable Failing failing;
    private @Nullable String cutShort;

    /** Whether the systematic search has tried everything; what is left tries plain Java code. */
    private boolean exhausted;

    /** A run that failed. */
    record Failing(int run, Plan.@Nullable Run how, Execution execution) {}

    Search(Exploration exploration, Watchdog watchdog) {
        this.exploration = exploration;
        this.watchdog = watchdog;
        this.settings = exploration.settings();
        this.systematic = new Systematic(exploration.effort.strategy());
        this.progress = new Progress(exploration.name, exploration.effort.schedules(), System.err, begin);
    }

    Execution execute(Chooser chooser, Settings s) {
        return exploration.execute(chooser, s, watchdog);
    }

    /** Goes on after failures, and tells {@code newVisitor} of all endings. Whether every schedule was tried. */
    boolean visit(Consumer<? super VisitedRun> newVisitor) {
        visitor = newVisitor;
        checkDeterminism();
        explore();
        return exhausted;
    }

    private void explore() {
        if (exploration.effort.threads() == 1) {
            loop();
        } else {
            loopOnThreads();
        }
    }

    Report run() {
        checkDeterminism();
        explore();
        if (failing != null) {
            return report(Verdict.FAILED, new Confirmation(exploration, failing, this).failure(), null);
        }
        return report(exhausted ? Verdict.EXHAUSTED : Verdict.PASSED, null, null);
    }

    /** Runs the first schedule twice. */
    private void checkDeterminism() {
        Chooser chooser = new DefaultOrder(false);
        Execution a = execute(chooser, settings.withPatience());
        Execution b = execute(chooser, settings);
        if (a.steps() != b.steps() || a.digest() != b.digest()) {
            throw new IllegalStateException(
                    "the program does not do the same under the same schedule: " + difference(a.events(), b.events())
                            + "; look for identity hash codes, random numbers, real time, the order of hash sets,"
                            + " state that runs share, and other threads; random numbers belong in Testing.choose,"
                            + " time into Time.now: program="
                            + exploration.name);
        }
        timed = a.usedTimers();
        plan = new Plan(exploration, settings, calibrations(a));
    }

    /** The runs from which the portfolio learns; {@code first} is the first one. */
    private List<Execution> calibrations(Execution first) {
        return exploration.effort.strategy() == Strategy.PORTFOLIO
                ? List.of(first, execute(new DefaultOrder(true), settings))
                : List.of(first);
    }

    private static String difference(List<Event> a, List<Event> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            String first = describe(a.get(i));
            String second = describe(b.get(i));
            if (!first.equals(second)) {
                return "at step " + i + " the first run did " + first + ", and the second one " + second;
            }
        }
        return "the first run made " + a.size() + " steps, and the second one " + b.size();
    }

    private static String describe(Event e) {
        return e.task().fullName() + " " + e.text() + (e.parked() ? " and waited" : "");
    }

    // the loop

    private void loopOnThreads() {
        ExecutorService pool = Executors.newFixedThreadPool(exploration.effort.threads(), r -> {
            Thread t = Executors.defaultThreadFactory().newThread(r);
            t.setDaemon(true);
            t.setName("gondola-explorer");
            return t;
        });
        try {
            List<Future<?>> workers = IntStream.range(0, exploration.effort.threads())
                    .<Future<?>>mapToObj(i -> pool.submit(this::loop))
                    .toList();
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            synchronized (this) {
                cutShort = "the thread was interrupted";
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            pool.shutdownNow();
        }
    }

    private void loop() {
        for (int i = take(); i >= 0; i = take()) {
            boolean isSystematic = takeSystematic(i);
            Plan.Run how = isSystematic
                    ? new Plan.Run(
                            systematic.chooser(), plan.settings(i), systematic.strategy(), exploration.effort.seed())
                    : plan.run(i);
            Execution x =
                    execute(how.chooser(), looksForLost(i) ? how.settings().withLost() : how.settings());
            if (visitor != null && !x.isAbandoned() && (!x.isCut() || x.ending() != null)) {
                visitor.accept(new SeenRun(x));
            }
            count(i, how, x, isSystematic);
        }
    }

    /**
     * The first runs look for programs that are dropped, then the 8th, 16th, 32nd …: what a program builds hardly
     * depends on them.
     */
    private boolean looksForLost(int i) {
        return visitor == null && (i < LOST_IN_FULL || Integer.bitCount(i + 1) == 1);
    }

    /** The number of the next run; -1 if there is to be none. */
    private synchronized int take() {
        boolean isDone = exhausted && nextRun >= plan.atLeast();
        if (failing != null || isDone || cutShort != null || nextRun - abandoned >= exploration.effort.schedules()) {
            return -1;
        }
        if (watchdog.isCancelled() || Thread.currentThread().isInterrupted()) {
            cutShort = "the thread was interrupted";
            return -1;
        }
        if (exploration.effort.budget() != null
                && System.nanoTime() - begin > exploration.effort.budget().toNanos()) {
            cutShort = exhausted
                    ? null
                    : "the budget of " + exploration.effort.budget() + " was spent after " + schedules + " of "
                            + exploration.effort.schedules() + " schedules";
            return -1;
        }
        return nextRun++;
    }

    private synchronized boolean takeSystematic(int i) {
        if (!plan.isSystematic(i) || systematic.isOver()) {
            return false;
        }
        boolean only = exploration.effort.strategy() != Strategy.PORTFOLIO;
        while (systematicBusy && only) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        if (systematicBusy || systematic.isOver()) {
            return false;
        }
        systematicBusy = true;
        return true;
    }

    private synchronized void count(int i, Plan.@Nullable Run how, Execution x, boolean isSystematic) {
        if (isSystematic) {
            systematicBusy = false;
            notifyAll();
            systematic.ran(x);
            exhausted = systematic.isOver() && exhausts();
        }
        steps += x.steps();
        if (x.isAbandoned() && x.finding() == null) {
            abandoned++;
            return;
        }
        schedules++;
        traces.merge(x.traceHash(), 1, Integer::sum);
        reached.addAll(x.reachedLabels());
        mentioned.addAll(x.mentionedLabels());
        if (x.isCut() && x.finding() == null) {
            cutRuns++;
        }
        if (x.finding() != null && visitor == null && (failing == null || i < failing.run())) {
            failing = new Failing(i, how, x);
        }
        if (schedules <= COVERED_IN_FULL || schedules % COVERED_THEN == 0) {
            coverage.add(x);
        }
        progress.tell(this, System.nanoTime());
    }

    /** Whether nothing is left to do when the systematic search is over. */
    private boolean exhausts() {
        if (exploration.effort.strategy() == Strategy.PORTFOLIO) {
            return systematic.isExhausted() && !timed;
        }
        if (exploration.options.clock() != Clock.IDLE) {
            return stop("the search is over, but it does not try every moment at which the clock "
                    + exploration.options.clock() + " may reach a deadline");
        }
        return systematic.isExhausted()
                || stop("not every schedule could be told apart: a run was cut, or the clock moved past goroutines"
                        + " that run on and on");
    }

    private boolean stop(String why) {
        cutShort = why;
        return false;
    }

    Report replay(Token token) {
        int longEnough = Math.max(settings.maxSteps(), Math.min(token.steps(), Integer.MAX_VALUE - 1) + 1);
        Options options = exploration
                .options
                .withClock(token.clock())
                .withLiberties(token.liberties())
                .withJavaSteps(token.javaSteps())
                .withNetFaults(token.netFaults())
                .withMaxSteps(token.cutAfter() != 0 ? token.cutAfter() : longEnough);
        Settings s = settings.with(options).withJitterSeed(token.jitterSeed()).withDetails();
        Replay replay = new Replay(token.deviations());
        Execution x = execute(replay, s);
        count(0, null, x, false);
        failing = null;
        String divergence = replay.divergence();
        boolean isWhole = token.steps() != Token.ANY_LENGTH;
        if (divergence == null && replay.used() < token.deviations().size()) {
            divergence =
                    "diverged at step " + x.steps() + ": expected a run of " + token.steps() + " steps, seen its end";
        }
        if (divergence == null && isWhole && (x.steps() != token.steps() || (int) x.digest() != token.digest())) {
            divergence = "diverged at or before step " + Math.min(x.steps(), token.steps()) + ": expected a run of "
                    + token.steps() + " steps with digest " + Integer.toHexString(token.digest()) + ", seen "
                    + x.steps()
                    + " steps with digest " + Integer.toHexString((int) x.digest());
        }
        Finding f = x.finding();
        FoundFailure failure = f == null ? null : FoundFailure.ofReplay(exploration, x);
        return report(f == null ? Verdict.PASSED : Verdict.FAILED, failure, divergence);
    }

    // for the report

    synchronized int schedules() {
        return schedules;
    }

    synchronized int distinct() {
        return traces.size();
    }

    synchronized int singletons() {
        return (int) traces.values().stream().filter(n -> n == 1).count();
    }

    private synchronized Report report(Verdict verdict, @Nullable Failure failure, @Nullable String divergence) {
        String cut = cutShort;
        if (cut == null && cutRuns > 0) {
            cut = cutRuns + " of " + schedules + " runs were cut after " + settings.maxSteps()
                    + " steps; see that the program ends, or raise maxSteps";
        }
        List<String> unreached =
                mentioned.stream().filter(label -> !reached.contains(label)).toList();
        List<String> gaps = new ArrayList<>(coverage.gaps());
        unreached.forEach(label -> gaps.add("sometimes \"" + label + "\": never reached"));
        return new FinalReport(
                verdict,
                schedules,
                steps,
                System.nanoTime() - begin,
                traces.size(),
                schedules == 0 ? 1 : (double) singletons() / schedules,
                failure,
                verdict == Verdict.FAILED ? null : cut,
                divergence,
                List.copyOf(reached),
                unreached,
                gaps,
                coverage.summary());
    }
}
