package io.gondola.modelcheck;

/** What an exploration found. */
public final class Report {
    boolean complete;
    long nanos;
    private long executions;
    private long ends;
    private long cut;
    private long steps;
    private int longest;
    private Throwable violation;
    private String trace;

    void count(Execution e, int depth) {
        executions++;
        steps += depth;
        longest = Math.max(longest, depth);
        if (e.violation() != null) {
            violation = e.violation();
            trace = e.trace();
        } else if (e.isCut()) {
            cut++;
        } else if (e.isDeadEnd()) {
            ends++;
        }
    }

    /** The executions, those that were left as repetitions included. */
    public long executions() {
        return executions;
    }

    /** The executions that ran to a state in which no thread can go on, where the scenario was checked. */
    public long checked() {
        return ends;
    }

    /** The executions in which a thread was stopped by a bound. */
    public long cut() {
        return cut;
    }

    /** Whether nothing is left to explore within the bounds. */
    public boolean complete() {
        return complete;
    }

    /** What went wrong; null if nothing did. */
    public Throwable violation() {
        return violation;
    }

    /** The accesses that led to the violation. */
    public String trace() {
        return trace;
    }

    @Override
    public String toString() {
        return String.format(
                "%s: %,d executions, %,d checked at their end, %,d cut by a bound; %,d steps, at most %d each; %.1f s%s",
                violation != null ? "VIOLATION" : complete ? "complete" : "NOT COMPLETE",
                executions,
                ends,
                cut,
                steps,
                longest,
                nanos / 1e9,
                violation == null ? "" : "\n" + violation + "\n" + trace);
    }
}
