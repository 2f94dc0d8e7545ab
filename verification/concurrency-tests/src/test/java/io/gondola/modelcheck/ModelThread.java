package io.gondola.modelcheck;

import java.util.concurrent.locks.LockSupport;

/** Stands for {@link Thread} in the code that is checked. */
@SuppressWarnings({"NamedLikeContextualKeyword", "DoNotCallSuggester"}) // the names are Thread's
public class ModelThread implements Runnable {
    private static final ModelThread OUTSIDE = new ModelThread(null, null, "outside", 0, false);

    final int[] clock = new int[Explorer.MAX_THREADS];
    private final String name;
    private final Runnable body;
    int number;

    /** What it does next; null when it has ended. */
    volatile Access announced;

    Execution execution;
    volatile Thread carrier;

    boolean permit;

    /** How many of its timed waits may still end by time. */
    int timeouts;

    /** How often it may still search and find nothing. */
    int searches = Integer.getInteger("gondola.modelcheck.searches", 2);

    public ModelThread(ThreadGroup group, Runnable body, String name, long stackSize, boolean inherit) {
        this.name = name;
        this.body = body;
    }

    @Override
    public void run() {
        if (body != null) {
            body.run();
        }
    }

    public void start() {
        Execution.current().start(this);
    }

    boolean canGoOn() {
        return announced != null && announced.possible();
    }

    /** Waits until it is this thread's turn. */
    void awaitTurn() {
        while (execution.running() != this) {
            if (execution.isOver()) {
                throw Unwind.INSTANCE;
            }
            LockSupport.park(this);
        }
        if (execution.isOver()) {
            throw Unwind.INSTANCE;
        }
    }

    public static ModelThread currentThread() {
        Execution e = Execution.current();
        return e == null || e.running() == null ? OUTSIDE : e.running();
    }

    public final String getName() {
        return name;
    }

    public final void setDaemon(boolean on) {}

    public ClassLoader getContextClassLoader() {
        return null;
    }

    public void setContextClassLoader(ClassLoader loader) {}

    public void interrupt() {
        throw new UnsupportedOperationException("interrupts are not modelled");
    }

    public boolean isInterrupted() {
        return false;
    }

    public static boolean interrupted() {
        return false;
    }

    public static void onSpinWait() {}

    public static void yield() {}

    public final void join(long millis) {
        throw new UnsupportedOperationException("join is not modelled");
    }

    @Override
    public String toString() {
        return name;
    }
}
