package io.gondola.testkit.run;

/** Answers the decisions of an execution. One chooser serves one execution after another, on one thread. */
public abstract class Chooser {
    protected Chooser() {}

    /** A new execution begins. */
    public void begin(Execution x) {}

    /**
     * Which task goes on.
     *
     * @param enabled those that can, of which the first {@code n} elements count and the first is the default; not to
     *     be kept
     * @return an index from 0 to {@code n - 1}; {@code n} is at least 2
     */
    public abstract int next(Execution x, Task[] enabled, int n);

    /** Any other decision among {@code n} answers, at least 2; 0 is the default. */
    public abstract int choose(Execution x, Code code, int n);

    /** Whether a fault is injected, 1 or 0, which chance would decide with {@code probability}. */
    public int fault(Execution x, double probability) {
        return choose(x, Code.FAULT, 2);
    }

    /** A step was executed. */
    public void stepped(Execution x, Event e) {}

    /** The execution is over. */
    public void end(Execution x) {}

    /** Whether to give up the execution before {@code t} makes its step, because nothing new can come of it. */
    public boolean abandons(Execution x, Task t) {
        return false;
    }

    /** The clock has moved. */
    public void ticked(Execution x) {}
}
