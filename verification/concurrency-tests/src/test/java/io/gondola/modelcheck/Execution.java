package io.gondola.modelcheck;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One run of a scenario: threads of which one runs at a time, until it announces its next access to shared memory. */
final class Execution {
    private static final int MAX_STEPS = 5_000;
    private static volatile Execution current;

    private final Explorer explorer;
    private final Workers workers;
    private final Scenario scenario;
    private final List<ModelThread> threads = new ArrayList<>();
    private final IdentityHashMap<Object, ModelLock> monitors = new IdentityHashMap<>();
    private volatile ModelThread running;
    private volatile boolean over;
    private boolean deadEnd;
    private boolean cut;
    private volatile Throwable violation;
    private int steps;
    private String trace = "";
    long clock;

    Execution(Explorer explorer, Workers workers, Scenario scenario) {
        this.explorer = explorer;
        this.workers = workers;
        this.scenario = scenario;
    }

    static Execution current() {
        return current;
    }

    /** Whether the calling thread belongs to an execution; those that make or check a scenario do not. */
    static boolean isOn() {
        Execution e = current;
        if (e == null) {
            return false;
        }
        if (e.over && e.running != null) {
            throw Unwind.INSTANCE;
        }
        return e.running != null;
    }

    ModelThread running() {
        return running;
    }

    boolean isOver() {
        return over;
    }

    boolean isDeadEnd() {
        return deadEnd;
    }

    boolean isCut() {
        return cut;
    }

    Throwable violation() {
        return violation;
    }

    String trace() {
        return trace;
    }

    List<ModelThread> threads() {
        return threads;
    }

    void run() {
        current = this;
        int i = 0;
        for (Runnable body : scenario.threads()) {
            start(new ModelThread(null, body, "thread-" + i++, 0, false));
        }
        pass(null);
        workers.awaitAll();
        current = null;
    }

    void start(ModelThread t) {
        t.number = threads.size();
        t.execution = this;
        t.timeouts = scenario.timeouts(t.getName());
        if (running != null) {
            System.arraycopy(running.clock, 0, t.clock, 0, t.clock.length);
        }
        t.announced = new Access(explorer.locations().of(t, "start"), Access.Action.READ, null);
        threads.add(t);
        workers.run(() -> runThread(t));
    }

    private void runThread(ModelThread t) {
        t.carrier = Thread.currentThread();
        try {
            t.awaitTurn();
            t.run();
            t.announced = null;
            pass(t);
        } catch (Unwind e) {
            // the execution is over
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Announces an access, and returns when it may be made. */
    void announce(Object owner, Object name, Access.Action kind, java.util.function.BooleanSupplier condition) {
        ModelThread t = running;
        t.announced = new Access(explorer.locations().of(owner, name), kind, condition);
        explorer.announced(t);
        if (++steps > MAX_STEPS) {
            cut = true;
            end();
            throw Unwind.INSTANCE;
        }
        if (pass(t) != t) {
            t.awaitTurn();
        }
    }

    /** Stops a thread that has reached a bound: the execution goes on without it, and is not checked at its end. */
    void stop() {
        cut = true;
        announce(running, "bound", Access.Action.TAKE, () -> false);
    }

    private ModelThread pass(ModelThread from) {
        ModelThread next = explorer.choose(from);
        if (next == null) {
            if (from == null || from.announced == null) {
                return null;
            }
            throw Unwind.INSTANCE;
        }
        if (next != from) {
            running = next;
            LockSupport.unpark(next.carrier);
        }
        return next;
    }

    /** Nobody goes on: either because nobody can, or since what follows was seen before. */
    void ended(boolean nobodyCan) {
        deadEnd = nobodyCan;
        if (nobodyCan && !cut) {
            ModelThread last = running;
            running = null;
            try {
                scenario.check();
            } catch (Throwable t) {
                violated(t);
            }
            running = last;
        }
        end();
    }

    /** Ends the execution with what a thread threw. */
    void fail(Throwable t) {
        if (!over) {
            violated(t);
            end();
        }
    }

    private void violated(Throwable t) {
        violation = t;
        trace = String.join("\n", explorer.trace());
    }

    private void end() {
        over = true;
        for (ModelThread t : threads) {
            LockSupport.unpark(t.carrier);
        }
    }

    ModelLock monitor(Object o) {
        return monitors.computeIfAbsent(o, x -> new ModelLock());
    }
}
