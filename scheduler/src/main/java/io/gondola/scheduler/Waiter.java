package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a wait queue: who waits, and the value that the wait gives or takes.
 *
 * <p>A goroutine is its own entry, because outside a select it waits in at most one queue: parking allocates nothing.
 * A select has an entry for each case, a plain thread one for each call.
 *
 * @go runtime/runtime2.go, {@code sudog}
 */
public abstract class Waiter {
    /** The neighbours in the queue, guarded by the lock of the object whose queue it is; null outside a queue. */
    @Nullable
    Waiter next;

    @Nullable
    Waiter previous;

    /**
     * What the waiter offers or, after it was woken, what it got. Written before it is published or before {@link
     * #wake}, both of which order it before the read on the other side.
     */
    private @Nullable Object element;

    protected Waiter() {}

    /**
     * Decides that this entry is the one served. Called under the lock of the queue's object, once the entry has been
     * taken from the queue.
     *
     * @return false if another entry of the same wait was served already; the caller then looks at the next one
     */
    public boolean claim() {
        return true;
    }

    /**
     * Whether the goroutine that waits here never goes on any more, since its program has ended. Once true, it stays
     * so.
     */
    public boolean isGone() {
        return false;
    }

    /**
     * Lets the owner of a claimed entry go on. Called after the locks were released; its caller may not touch the entry
     * again.
     */
    public abstract void wake();

    /** Returns what the waiter offers or got. */
    public final @Nullable Object element() {
        return element;
    }

    /** Sets what the waiter offers or gets. */
    public final void element(@Nullable Object value) {
        element = value;
    }

    /** Returns what the waiter offers or got, and forgets it. */
    public final @Nullable Object takeElement() {
        Object value = element;
        element = null;
        return value;
    }
}
