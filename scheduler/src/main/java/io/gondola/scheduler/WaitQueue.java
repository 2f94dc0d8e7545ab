package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue of waiters, guarded by the lock of the object that it belongs to.
 *
 * @go runtime/chan.go, {@code waitq}
 */
public final class WaitQueue {
    /*
     * A goroutine that waits when its program ends stays where it is: nobody tells the queues of objects that outlive
     * programs. So a thread that queues there looks through the whole queue, once as many have been queued as were left
     * the last time; it then drops those that are gone. Thus a queue has at most about as many of these as of others,
     * or MIN_QUEUED, and each waiter pays for a constant number of looks.
     */
    private static final int MIN_QUEUED = 32;

    private @Nullable Waiter first;
    private @Nullable Waiter last;

    /**
     * Another queue of the same object, for a rare kind of waiter; null until there is one. It stands here, where it
     * takes the place of padding, and not in the object, which it would make larger.
     */
    private @Nullable WaitQueue aside;

    /** What lives as long as the object does; as above. */
    @SuppressWarnings("unused") // it is only to be reachable
    private @Nullable Object kept;

    /** How many may still be queued by {@link #addWhereSomeAreGone} before it looks through the queue. */
    private int untilSweep = MIN_QUEUED;

    public WaitQueue() {}

    /** Whether nobody waits. Without the lock the answer is a hint. */
    public boolean isEmpty() {
        return first == null;
    }

    /** The queue beside this one; null if there is none. */
    public @Nullable WaitQueue aside() {
        return aside;
    }

    public void aside(@Nullable WaitQueue queue) {
        aside = queue;
    }

    /** Keeps {@code object} as long as this queue. */
    public void keep(Object object) {
        kept = object;
    }

    /** Adds {@code w} at the end. */
    public void add(Waiter w) {
        Waiter tail = last;
        w.next = null;
        w.previous = tail;
        if (tail == null) {
            first = w;
        } else {
            tail.next = w;
        }
        last = w;
    }

    /**
     * Adds {@code w} at the end of a queue in which goroutines of ended programs may be left. Returns how many of these
     * it has dropped, for those who count.
     */
    public int addWhereSomeAreGone(Waiter w) {
        int dropped = --untilSweep < 0 ? sweep() : 0;
        add(w);
        return dropped;
    }

    private int sweep() {
        int left = 0;
        int dropped = 0;
        Waiter w = first;
        while (w != null) {
            Waiter after = w.next;
            if (w.isGone()) {
                remove(w);
                dropped++;
            } else {
                left++;
            }
            w = after;
        }
        untilSweep = Math.max(MIN_QUEUED, left);
        return dropped;
    }

    /** Adds {@code w} at the front. */
    public void addFirst(Waiter w) {
        Waiter head = first;
        w.previous = null;
        w.next = head;
        if (head == null) {
            last = w;
        } else {
            head.previous = w;
        }
        first = w;
    }

    /**
     * Takes the first waiter that can still be {@linkplain Waiter#claim() claimed}, dropping those that cannot; null if
     * there is none.
     */
    public @Nullable Waiter take() {
        while (true) {
            Waiter w = first;
            if (w == null) {
                return null;
            }
            remove(w);
            if (w.claim()) {
                return w;
            }
        }
    }

    /** Takes the first waiter, whether it can still be claimed or not; null if there is none. */
    public @Nullable Waiter poll() {
        Waiter w = first;
        if (w != null) {
            remove(w);
        }
        return w;
    }

    /** Takes out all waiters that are {@linkplain Waiter#isGone gone}. Returns how many are left. */
    public int dropGone() {
        int left = 0;
        Waiter w = first;
        while (w != null) {
            Waiter after = w.next;
            if (w.isGone()) {
                remove(w);
            } else {
                left++;
            }
            w = after;
        }
        return left;
    }

    /**
     * Returns the first waiter that is not gone, dropping those before it, and leaves it where it is; null if there is
     * none.
     */
    public @Nullable Waiter peekLive() {
        while (first != null && first.isGone()) {
            remove(first);
        }
        return first;
    }

    /** Returns the first waiter and leaves it where it is; null if there is none. */
    public @Nullable Waiter peek() {
        return first;
    }

    /** Takes {@code w} out, wherever it stands, in constant time. Returns false if it is in no queue. */
    public boolean remove(Waiter w) {
        Waiter before = w.previous;
        Waiter after = w.next;
        if (before == null && first != w) {
            return false;
        }
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        w.next = null;
        w.previous = null;
        return true;
    }

    /**
     * Lets {@code choice} say which of the {@code eligible} ones stands at the front from now on, if there are several:
     * given how many there are, it answers with a number from 0, by the order in which they came. For the explorer,
     * between two steps.
     */
    public void chooseFirst(Predicate<? super Waiter> eligible, IntUnaryOperator choice) {
        List<Waiter> candidates = new ArrayList<>();
        for (Waiter w = first; w != null; w = w.next) {
            if (eligible.test(w)) {
                candidates.add(w);
            }
        }
        if (candidates.size() > 1) {
            Waiter chosen = candidates.get(choice.applyAsInt(candidates.size()));
            remove(chosen);
            addFirst(chosen);
        }
    }

    /**
     * Links {@code w}, which is in no queue, before {@code onto}, which may be null: a stack of waiters to be woken.
     */
    public static Waiter stack(Waiter w, @Nullable Waiter onto) {
        w.next = onto;
        return w;
    }

    /** Unlinks the top of a stack and returns the next one. */
    public static @Nullable Waiter unstack(Waiter top) {
        Waiter next = top.next;
        top.next = null;
        return next;
    }
}
