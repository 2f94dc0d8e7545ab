package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * A node of a description, as the run loop sees it: it executes itself.
 *
 * <p>Instructions are immutable and shared by all goroutines that run them; what belongs to one execution is in the
 * goroutine's frames.
 */
public abstract class Instruction implements Cloneable {
    protected Instruction() {}

    /**
     * Executes this instruction.
     *
     * @return its value, or a {@link Signal}
     * @throws Throwable what user code throws: a panic
     */
    protected abstract @Nullable Object exec(Fiber f) throws Throwable;

    /**
     * Publishes the parked goroutine to the party that will ready it, as the last thing that its thread does with it.
     * Called for the instruction that was given to {@link Fiber#park}, after all state of the goroutine was stored.
     */
    protected void commit(Fiber f) {
        throw new AssertionError(this + " does not park");
    }

    /**
     * Goes on after {@link #commit}, on whichever thread runs the goroutine next.
     *
     * @return as {@link #exec}
     */
    protected @Nullable Object resumed(Fiber f) throws Throwable {
        throw new AssertionError(this + " does not park");
    }

    /** Gives up between {@link #exec}, which asked to park, and {@link #commit}, which will not be called: unlocks. */
    protected void abort() {}

    /**
     * Takes back what {@link #commit} has published: {@code f}, which waits here, is readied by nobody any more but the
     * caller, who owns it then. Called by any thread, while {@code f} stands still. See {@link CancelGate}.
     *
     * @return false if somebody has served it, or may serve it at any moment; or if a wait of this kind cannot be given
     *     up
     */
    protected boolean withdraw(Fiber f) {
        return false;
    }

    /** What a goroutine must do whose wait was {@linkplain #withdraw withdrawn}, before its defers; null if nothing. */
    protected @Nullable Instruction afterWithdrawal() {
        return null;
    }

    /**
     * Passes on what {@code f}, which waited here, was woken for: it never goes on, since its program has ended. So a
     * lock that was given to it goes to the next one. Called once, by the thread that would have run it.
     */
    protected void dropped(Fiber f) {}

    /** As {@link #dropped}, of a goroutine that was stopped before it executed this. */
    protected void droppedBefore(Fiber f) {}

    /**
     * Lets those go on who wait, here or elsewhere, only because goroutines of a program that has ended stand before
     * them; or lets others go of {@code f}, which is of that program and seems to wait here. Any thread, without locks;
     * often for nothing. See {@link FiberProgram#endedInLine}.
     */
    protected void passOn(Fiber f) {}

    /** Why a goroutine waits here, in Go's words; null if it does not wait but merely does not run. */
    protected @Nullable String waitReason() {
        return null;
    }

    /** The channel, lock or other object on which a goroutine waits here; null if there is none. */
    protected @Nullable Object waitsOn() {
        return null;
    }

    /**
     * {@linkplain Fiber#identity Identity} of the goroutine that has locked what a goroutine waits for here; 0 if there
     * is none, or it is not known. A goroutine that waits here keeps one element for the whole wait. Any thread,
     * racily.
     */
    protected long heldBy() {
        return 0;
    }

    /** Whether a party outside the scheduler may ready a goroutine that waits here. */
    protected boolean mayBeReadiedFromOutside() {
        return false;
    }

    /** Another instruction that does the same. */
    final Instruction copy() {
        try {
            return (Instruction) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** The function of the user's that this instruction runs, for reports; null if there is none. */
    protected @Nullable Object site() {
        return null;
    }

    /**
     * Tells {@code out} what this instruction does, in one line at least. Neither runs nor calls anything of the
     * user's.
     */
    protected void outline(Outline out) {
        if (this instanceof Visible v) {
            Object subject = v.subject() instanceof OpKind ? null : v.subject();
            String operand = v.kind() == OpKind.GROUP_ADD ? " " + v.operand() : "";
            out.line(v.kind() + (subject == null ? "" : " " + out.shown(subject)) + operand, site());
        } else {
            out.line("step", site());
        }
    }
}
