package io.gondola.modelcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Runs a {@link Scenario} again and again until it has seen every order of its accesses to shared memory that can make
 * a difference, under sequential consistency.
 */
public final class Explorer {
    /*
     * Algorithm. Stateless search, depth first: an execution is a sequence of choices of the thread that goes on, the
     * path; the next execution repeats a prefix of it, and chooses otherwise then. Dynamic partial-order reduction
     * (Flanagan and Godefroid, POPL 2005) finds where: two accesses of two threads to one location, one of them a
     * write, that no chain of such accesses orders, are a race; before the first of the two the other thread must be
     * tried, too. Sleep sets (Godefroid, 1996) leave out what only repeats an order seen before.
     *
     * Races are looked for when a thread announces an access, among those made, and when an access is made, among those
     * announced: together that is for every thread in every state.
     *
     * With a bound on preemptions there is no reduction: every order is tried with at most so many switches away from a
     * thread that could have gone on.
     */
    static final int MAX_THREADS = 16;
    private static final int NO_BOUND = Integer.MAX_VALUE;

    /** A choice: who could go on, who must be tried, who has been or need not be. Sets of threads are bit masks. */
    private static final class Choice {
        int enabled;
        int sleeping;
        int toTry;
        int tried;
        int chosen;
        int preemptions;
        final Access[] announced = new Access[MAX_THREADS];
    }

    private final Callable<? extends Scenario> scenarios;
    private final List<Choice> path = new ArrayList<>();
    private final Locations locations = new Locations();
    private final Report report = new Report();
    private int bound = NO_BOUND;
    private long maxExecutions = Long.MAX_VALUE;
    private int depth;
    private Execution execution;

    /** {@code scenarios} makes a new one for each execution. */
    public Explorer(Callable<? extends Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    /** Tries only orders with at most {@code n} preemptions. */
    public Explorer atMostPreemptions(int n) {
        bound = n;
        return this;
    }

    /** Gives up after {@code n} executions; the report then says that it is not complete. */
    public Explorer atMostExecutions(long n) {
        maxExecutions = n;
        return this;
    }

    /** Explores; ends early at the first violation. */
    public Report explore() throws Exception {
        long start = System.nanoTime();
        try (Workers workers = new Workers()) {
            do {
                depth = 0;
                locations.clear();
                execution = new Execution(this, workers, scenarios.call());
                execution.run();
                report.count(execution, depth);
            } while (report.violation() == null && report.executions() < maxExecutions && backtrack());
        }
        report.complete = path.isEmpty();
        report.nanos = System.nanoTime() - start;
        return report;
    }

    private boolean backtrack() {
        while (!path.isEmpty()) {
            Choice last = path.get(path.size() - 1);
            last.tried |= 1 << last.chosen;
            int left = last.toTry & ~last.tried & ~last.sleeping;
            if (left != 0) {
                last.chosen = Integer.numberOfTrailingZeros(left);
                return true;
            }
            path.remove(path.size() - 1);
        }
        return false;
    }

    Locations locations() {
        return locations;
    }

    /**
     * Decides who makes its announced access now, {@code current} having just announced or ended. Null if the execution
     * ends.
     */
    ModelThread choose(ModelThread current) {
        boolean repeats = depth < path.size();
        Choice choice = repeats ? path.get(depth) : newChoice(current);
        if (choice == null) {
            return null;
        }
        ModelThread chosen = execution.threads().get(choice.chosen);
        if (repeats && !chosen.announced.equals(choice.announced[choice.chosen])) {
            throw new IllegalStateException("the scenario is not deterministic: step=" + depth + ", expected="
                    + choice.announced[choice.chosen] + ", announced=" + chosen.announced);
        }
        record(chosen);
        depth++;
        return chosen;
    }

    private Choice newChoice(ModelThread current) {
        Choice choice = new Choice();
        List<ModelThread> threads = execution.threads();
        for (ModelThread t : threads) {
            choice.announced[t.number] = t.announced;
            if (t.canGoOn()) {
                choice.enabled |= 1 << t.number;
            }
        }
        Choice before = depth == 0 ? null : path.get(depth - 1);
        choice.sleeping = before == null || bound != NO_BOUND ? 0 : stillAsleep(before);
        int candidates = choice.enabled & ~choice.sleeping;
        if (candidates == 0) {
            execution.ended(choice.enabled == 0);
            return null;
        }
        choose(choice, before, current, candidates);
        path.add(choice);
        return choice;
    }

    private void choose(Choice choice, Choice before, ModelThread current, int candidates) {
        boolean mayStay = current != null && (candidates & 1 << current.number) != 0;
        choice.chosen = mayStay ? current.number : Integer.numberOfTrailingZeros(candidates);
        choice.toTry = 1 << choice.chosen;
        if (bound != NO_BOUND) {
            choice.preemptions = before == null ? 0 : preemptionsUntil(before);
            choice.toTry = mayStay && choice.preemptions >= bound ? choice.toTry : candidates;
        }
    }

    /**
     * How many preemptions there were, the one at {@code choice} included. The thread of the choice before it could go
     * on there?
     */
    private int preemptionsUntil(Choice choice) {
        int at = depth - 1;
        int runner = at == 0 ? choice.chosen : path.get(at - 1).chosen;
        boolean preempted = runner != choice.chosen && (choice.enabled & 1 << runner) != 0;
        return choice.preemptions + (preempted ? 1 : 0);
    }

    private static int stillAsleep(Choice before) {
        int sleeping = (before.sleeping | before.tried) & ~(1 << before.chosen);
        Access done = before.announced[before.chosen];
        for (int left = sleeping; left != 0; left &= left - 1) {
            int t = Integer.numberOfTrailingZeros(left);
            if (before.announced[t].conflictsWith(done)) {
                sleeping &= ~(1 << t);
            }
        }
        return sleeping;
    }

    // races

    private void record(ModelThread chosen) {
        Access access = chosen.announced;
        int index = depth + 1;
        boolean enabling = access.enables();
        access.location.order(chosen, index, access.writes());
        access.location.add(index, chosen.number, access.writes(), enabling);
        if (bound != NO_BOUND) {
            return;
        }
        for (ModelThread other : execution.threads()) {
            Access announced = other.announced;
            if (other != chosen
                    && announced != null
                    && announced.conflictsWith(access)
                    && !(enabling && announced.waits())) {
                race(depth, other);
            }
        }
    }

    /** Looks for the last access that races with the one that {@code t} announces. */
    void announced(ModelThread t) {
        if (bound == NO_BOUND) {
            int index = t.announced.location.lastRace(t);
            if (index > 0) {
                race(index - 1, t);
            }
        }
    }

    /** Provides that {@code t}, or a thread that must come before it, is tried at the choice {@code at}. */
    private void race(int at, ModelThread t) {
        Choice choice = path.get(at);
        int before = 0;
        for (int q = 0; q < MAX_THREADS; q++) {
            if (t.clock[q] > at + 1) {
                before |= 1 << q;
            }
        }
        int able = (before | 1 << t.number) & choice.enabled;
        if ((able & choice.toTry) == 0) {
            choice.toTry |= able == 0 ? choice.enabled : Integer.highestOneBit(pick(able, t.number));
        }
    }

    private static int pick(int able, int preferred) {
        return (able & 1 << preferred) != 0 ? 1 << preferred : able;
    }

    List<String> trace() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            Choice c = path.get(i);
            lines.add(execution.threads().get(c.chosen).getName() + "  " + c.announced[c.chosen]);
        }
        return lines;
    }
}
