package io.gondola.testkit.run;

import io.gondola.scheduler.deterministic.SplitMix64;
import org.jspecify.annotations.Nullable;

/**
 * How a run goes on that may be endless: fairly, whatever its chooser would like. Only what does not end then is said
 * not to end.
 */
final class Continuation {
    /*
     * Whether a program ends cannot be decided by running it. What is said here is: it does not end in a run of so many
     * steps that is as fair as those of a real scheduler, and in which all deadlines pass. The argument that nothing
     * else is reported:
     *
     *   F1  Everybody gets turns. Tasks go on in rounds: in each, every task that can go on has one turn, in an order
     *       drawn again. A turn is some steps, by chance between 1 and 512, and ends with a step in place. Who missed
     *       rounds, because the lock that it is before was held whenever its turn came, goes first once it can go on,
     *       in the middle of another one's turn; so nobody is kept out by somebody who locks and unlocks. Who was
     *       started in a round has had its turn in it, so a chain of tasks that start each other keeps nobody out
     *       either.
     *   F2  All answers come. What chance decides (which ready case, Testing.choose, faults) is drawn; what a program
     *       need not expect (a free lock that is not taken, a wait that returns for no reason) does not happen. Turns
     *       of many lengths are drawn, so tasks do not move in lockstep: those who give way to each other for ever only
     *       if all keep exactly in step end, as they do in Go.
     *   F3  All deadlines pass. Time passes by itself, by more and more, from a microsecond to nine years, again and
     *       again: a sleep of an hour beside a heartbeat of a millisecond is over after some hundred steps. A run in
     *       which somebody then still waits for a deadline far away is not judged.
     *
     * F3 is what no clock of the explorer does, so a panic or a deadlock found under it may be one that only time that
     * was lost explains. In a program that knows of time such findings are dropped, and the run counts as cut. A cycle
     * of locks is not one of them: who holds a lock and waits for another one does not care for time.
     *
     * What remains is a program that ends, but after more steps than that. Its report says how many were made, and
     * Explorer.maxSteps says how long to wait. Of a program whose first run was merely long not every run is continued.
     *
     * All is drawn from a seed made of what the run did so far, and asks no chooser: a token holds the decisions
     * before, and where the continuation began, and so a replay goes on in the same way to the same verdict.
     */
    private static final int FACTOR = 10;
    private static final int STEPS_AFTER_END = 100_000;
    private static final int MAX_TURN = 9;
    private static final int CYCLES = 90;
    private static final int MIN_CYCLE = 64;
    private static final int FIRST_LEAP = 10;
    private static final int LEAPS = 48;
    private static final long MAX_LEAPT = 1L << 61;
    private static final long FAR_NANOS = 20L * 365 * 24 * 3600 * 1_000_000_000;

    private final Execution x;
    private final SplitMix64 random = new SplitMix64(0);
    private boolean on;
    private int begin;
    private int end;
    private int round;
    private @Nullable Task running;
    private int left;
    private long cycleBegin;
    private long leapt;
    private int changesLately;
    private int ticksLately;

    Continuation(Execution x) {
        this.x = x;
    }

    /** Whether it has begun. */
    boolean isOn() {
        return on;
    }

    /** The run was cut. */
    void beginAtCut() {
        begin((int) Math.min(Integer.MAX_VALUE, (long) FACTOR * Math.max(1, x.steps())));
    }

    /** Main has finished, and timers fire on and on. */
    void beginAfterEnd() {
        begin(x.steps() + STEPS_AFTER_END);
    }

    private void begin(int newEnd) {
        on = true;
        begin = x.steps();
        end = newEnd;
        random.seed(x.decisions.digest());
        round = 1; // all tasks are at 0
    }

    /** Whether it has gone on for long enough to say that it does not end. */
    boolean isOver() {
        return x.steps() >= end;
    }

    /** Whether what goes wrong may be due to time that passed without reason. */
    boolean isDoubtful() {
        return on && x.ticks.timeMatters();
    }

    /** Whether somebody waits for a deadline that is so far away that it has not come. */
    boolean awaitsFarDeadline() {
        return x.latest() > x.nanoTime() + FAR_NANOS;
    }

    /** How many steps in the second half changed something. */
    int changesLately() {
        return changesLately;
    }

    /** How often the clock moved from deadline to deadline in the second half. */
    int ticksLately() {
        return ticksLately;
    }

    private boolean isLate() {
        return x.steps() > (begin + end) >>> 1;
    }

    // whose turn it is

    void started(Task t) {
        t.round = round;
    }

    Task next(Task[] enabled, int n) {
        Task longest = enabled[0];
        Task before = running;
        int equals = 1;
        boolean goesOn = longest == before;
        for (int i = 1; i < n; i++) {
            Task t = enabled[i];
            goesOn |= t == before;
            if (t.round < longest.round) {
                longest = t;
                equals = 1;
            } else if (t.round == longest.round && random.next(++equals) == 0) {
                longest = t;
            }
        }
        if (before != null && goesOn && left > 0 && longest.round >= round - 1) {
            return before;
        }
        if (longest.round >= round) {
            round = longest.round + 1;
        }
        longest.round = round;
        running = longest;
        left = 1 << random.next(MAX_TURN + 1);
        return longest;
    }

    /** A step was made. */
    void made(Task t, boolean inPlace, boolean changes) {
        if (t != running || inPlace || --left <= 0) {
            left = 0;
        }
        if (changes && isLate()) {
            changesLately++;
        }
        leap();
    }

    // what else is decided

    int answer(Code code, int n) {
        return switch (code) {
            case SELECT, DATA, TIE -> random.next(n);
            default -> 0;
        };
    }

    boolean fault(double probability) {
        return random.nextDouble() < probability;
    }

    // time

    void ticked() {
        if (isLate()) {
            ticksLately++;
        }
    }

    private void leap() {
        int cycle = Math.max(MIN_CYCLE, (end - begin) / CYCLES);
        int at = (x.steps() - begin) % cycle;
        if (at == 0) {
            cycleBegin = x.nanoTime();
        }
        long by = cycleBegin + (1L << (FIRST_LEAP + LEAPS * (long) at / cycle)) - x.nanoTime();
        if (by > 0 && leapt + by < MAX_LEAPT && x.nanoTime() < MAX_LEAPT) {
            leapt += by;
            x.letPass(by);
        }
    }
}
