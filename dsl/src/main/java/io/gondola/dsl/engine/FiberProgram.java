package io.gondola.dsl.engine;

import io.gondola.scheduler.Log;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.SafeText;
import io.gondola.scheduler.Scheduler;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A program whose goroutines are {@linkplain Fiber fibers}. */
public abstract class FiberProgram extends Program {
    private static final Log log = new Log(FiberProgram.class.getName());

    /*
     * What others wait for when this program ends. A goroutine that waits in a line may keep those behind it waiting,
     * in other programs, too; one that has begun something that others rely on may never finish it; one that waits for
     * other code's callback is kept by that code.
     *
     * No end is missed. The goroutine makes itself known (it stands in the line, and `inLine` holds; or it is in
     * `atEnd`), then looks whether the program has ended. The thread that ends the program writes that, then looks at
     * `inLine` and `atEnd`. With a full fence between the two steps on both sides, one of them sees the other.
     */
    private volatile boolean inLine;

    private final AtomicReference<@Nullable Set<Runnable>> atEnd = new AtomicReference<>();

    /** Null unless in debug mode. */
    private final @Nullable ProgramMark mark;

    @SuppressWarnings("this-escape") // asked for its number only, which is final by then
    protected FiberProgram(Scheduler scheduler) {
        super(scheduler);
        mark = Debug.ON ? mark(number()) : null;
    }

    private static ProgramMark mark(long number) {
        Allowance.programBegins();
        return new ProgramMark(number, Allowance.current().isPaused() ? null : BuildSite.ofCaller());
    }

    @Nullable
    ProgramMark mark() {
        return mark;
    }

    /**
     * To be called by the thread of a goroutine of this program that has just queued where its end would let others go
     * on: its instruction is then told to {@linkplain Instruction#passOn pass on}.
     *
     * @return whether the program has ended already, so that the caller must do so
     */
    public final boolean endedInLine() {
        if (!inLine) {
            inLine = true;
        }
        VarHandle.fullFence();
        return ended();
    }

    /**
     * Has {@code then} run when this program ends, unless it is {@linkplain #forgetAtEnd forgotten} before. It must not
     * run code of the user's but through {@link #runUsersCode}.
     *
     * @return false if the program has ended already; {@code then} may or may not run
     */
    @SuppressWarnings("NullAway") // there is a set once one was set
    public final boolean atEnd(Runnable then) {
        Set<Runnable> all = atEnd.get();
        if (all == null) {
            atEnd.compareAndSet(null, ConcurrentHashMap.newKeySet());
            all = atEnd.get();
        }
        all.add(then);
        VarHandle.fullFence();
        return !ended();
    }

    @SuppressWarnings("NullAway") // it was said to atEnd
    public final void forgetAtEnd(Runnable then) {
        atEnd.get().remove(then);
    }

    @Override
    protected final void onEnded() {
        if (mark != null) {
            mark.end();
        }
        VarHandle.fullFence();
        if (inLine) {
            forEach(g -> ((Fiber) g).passOn());
        }
        Set<Runnable> all = atEnd.get();
        if (all != null) {
            all.forEach(FiberProgram::runAtEnd);
        }
    }

    /**
     * Runs {@code code} of the user's, which the end of this program has made due, and which may block: so it runs
     * where neither the end nor a processor waits for it, if there are threads.
     */
    public final void runUsersCode(Runnable code) {
        elsewhere(() -> runAtEnd(code));
    }

    /** Runs {@code code} on a thread of its own, if there are threads. */
    protected void elsewhere(Runnable code) {
        code.run();
    }

    private static void runAtEnd(Runnable then) {
        try {
            then.run();
        } catch (Throwable t) { // the program ends all the same, and the others are told
            log.error("What was to run at a program's end threw: what={}", SafeText.of(then), t);
        }
    }

    /** Writes {@code text} to the program's output, at once and undivided. */
    public abstract void print(String text);

    /** Whether {@code thrown} ends the program at once, past all defers and recovers. */
    protected abstract boolean isFatal(Throwable thrown);

    /** Tells that {@code f} threw something fatal. The program must {@link #end}. */
    protected abstract void onFatal(Fiber f, Throwable thrown);

    /** Ends the program because of {@code cause}, which can be reported in no other way. */
    final void abort(Throwable cause) {
        onAbort(cause);
    }

    /** Tells that a panic left the last frame of {@code f}. The program must {@link #end}. */
    protected abstract void onUncaughtPanic(Fiber f, Panicking p);
}
