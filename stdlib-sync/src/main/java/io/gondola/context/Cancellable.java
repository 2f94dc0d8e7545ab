package io.gondola.context;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Program;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A context that can end.
 *
 * @go context/context.go, {@code cancelCtx}, {@code timerCtx}
 */
final class Cancellable extends Child implements CancelContext {
    /*
     * Algorithm. As in Go: a context that can end is a child of the nearest one above it that can. To end it, its
     * ending is written and its list of children taken, under its lock; then its channel is closed; then the same is
     * done to the children, with a stack of lists instead of recursion. A child that comes later finds the ending, and
     * ends at once.
     *
     * Invariants
     *   I1  The list of children and the children's links are guarded by this lock until the ending is written; after
     *       that they belong to the goroutine that wrote it.
     *   I2  `ending` is written once, under the lock, and read without it. Who reads it and finds that the context has
     *       ended closes the channel, unless that is done, before it goes on: nobody knows of an end whose channel is
     *       still open.
     *   I3  At most one lock is held at a time, and no user code runs and no goroutine is woken under it.
     *
     * Children of ended programs. A context that is neither ended nor used any more stays in its parent's list, as in
     * Go; but if the program that made it has ended, nobody can be blamed for that. So from then on it is in another
     * list, which has it weakly: it goes when nobody has it. All whom its end concerns have it: its children and those
     * who run in it (`above`), goroutines that wait for its channel (the channel keeps the context), and programs of
     * which a function is to start then (they keep their AfterFunc).
     *
     * The deadline's goroutine, and not its timer, ends the context: ending it stops other timers, which a timer must
     * not do. Go does the same.
     *
     * Differences from Go. A parent's lock is not held while its children end.
     */
    private static final int MIN_CHILDREN = 32;
    private static final EndReason BY_CANCEL = new EndReason(CANCELED, CANCELED);

    private final Context parent;
    private final @Nullable Cancellable above;

    /** The program that made this context. */
    private final WeakReference<Program> maker;

    /**
     * The topmost of those that end together with this one or before it: found in constant time, however long the chain
     * is.
     */
    private final Cancellable family;

    private final Channel<Unit> done = Channel.<Unit>unbuffered().named("context.done");
    private final Go<Unit> cancel;

    /** When this context ends at the latest; null if unknown. */
    private final @Nullable Instant endsAt;

    /** Written before the context is published; null if this context has no deadline of its own. */
    private @Nullable Expiry expiry;

    private volatile @Nullable EndReason ending;
    private @Nullable Child firstChild;

    /** The children of ended programs; null until there are some. */
    private @Nullable Faints faints;

    /** How many children may still come before those of ended programs are looked for. Guarded by the lock. */
    private int untilSweep = MIN_CHILDREN;

    private Cancellable(Context parent, @Nullable Cancellable above, Fiber f, @Nullable Instant endsAt) {
        this.parent = parent;
        this.maker = f.program().reference();
        this.above = above;
        this.family = above == null ? this : above.family;
        this.endsAt = endsAt;
        this.cancel = ending(BY_CANCEL);
        ((ChannelCore) done).ownedBy(this);
    }

    static Cancellable below(Context parent, Fiber f) {
        Cancellable above = Lookup.cancellable(parent);
        Cancellable c = new Cancellable(parent, above, f, above == null ? null : above.endsAt);
        c.join();
        return c;
    }

    /**
     * Makes a context that ends after {@code nanos}, which is at {@code at}, if the parent does not end before that.
     */
    static Cancellable withDeadline(Context parent, Fiber f, long nanos, Instant at, Throwable cause) {
        Cancellable above = Lookup.cancellable(parent);
        if (above != null && above.endsAt != null && above.endsAt.isBefore(at)) {
            return below(parent, f);
        }
        Cancellable c = new Cancellable(parent, above, f, at);
        EndReason expired = new EndReason(DEADLINE_EXCEEDED, cause);
        if (nanos <= 0) {
            c.join(); // an ended parent goes before a deadline that has passed
            end(c, expired);
            if (above != null) {
                above.remove(c);
            }
            c.expiry = new Expiry(f, null, at); // never started: for the text
            return c;
        }
        Go<Unit> expire = c.ending(expired);
        c.expiry = new Expiry(f, f.child(expire), at);
        c.expiry.start(Nanos.after(f.scheduler().nanoTime(), nanos));
        c.join();
        return c;
    }

    /**
     * Joins the parent's children. Ends at once if the parent has ended; leaves again if the deadline has passed
     * meanwhile.
     */
    private void join() {
        if (above == null) {
            return;
        }
        if (!above.add(this)) {
            end(this, above.ended());
        } else if (ending != null) {
            above.remove(this);
        }
    }

    private Go<Unit> ending(EndReason how) {
        return new Cancelling(this, how);
    }

    /** Takes this context, which has ended, out of the list of the one above. */
    void leave() {
        if (above != null) {
            above.remove(this);
        }
    }

    /**
     * Tells the channels that {@link #endAlone} would close now, in the order in which it would, and those of all
     * below.
     */
    void open(Consumer<Object> channels) {
        Deque<Cancellable> todo = new ArrayDeque<>(List.of(this));
        for (Cancellable c = todo.poll(); c != null; c = todo.poll()) {
            if (c.ending == null) {
                channels.accept(c.done);
                addContexts(c.firstChild, todo);
                addContexts(c.faints == null ? null : c.faints.first(), todo);
            }
        }
    }

    private static void addContexts(@Nullable Child list, Deque<Cancellable> todo) {
        for (Child child = list; child != null; child = child.next) {
            Cancellable below = child.context();
            if (below != null) {
                todo.add(below);
            }
        }
    }

    /** Ends {@code c} and all below it. */
    private static void end(Cancellable c, EndReason how) {
        endAll(c.endAlone(how), how);
    }

    /** Ends the contexts of a list, and all below them. */
    static void endAll(@Nullable Child list, EndReason how) {
        Child todo = list;
        while (todo != null) {
            Child child = todo;
            todo = child.next;
            child.next = null;
            todo = prepend(child.endAlone(how), todo);
        }
    }

    private static @Nullable Child prepend(@Nullable Child list, @Nullable Child rest) {
        if (list == null) {
            return rest;
        }
        Child last = list;
        while (last.next != null) {
            last = last.next;
        }
        last.next = rest;
        return list;
    }

    @Override
    @CanIgnoreReturnValue
    @Nullable
    Child endAlone(EndReason how) {
        lock();
        if (ending != null) {
            unlock();
            return null;
        }
        ending = how;
        Child children = firstChild;
        firstChild = null;
        Child faint = faints == null ? null : faints.first();
        faints = null;
        unlock();
        ((ChannelCore) done).closeCore();
        if (expiry != null) {
            expiry.stop();
        }
        return prepend(faint, children);
    }

    /** Adds a child. Returns false if this context has ended; its channel is closed then. */
    boolean add(Child child) {
        lock();
        boolean live = ending == null;
        if (live) {
            if (--untilSweep < 0) {
                dropGone();
            }
            child.next = firstChild;
            if (firstChild != null) {
                firstChild.previous = child;
            }
            firstChild = child;
        }
        unlock();
        return live || ending() == null;
    }

    private void unlink(Child child) {
        if (child.previous == null) {
            firstChild = child.next;
        } else {
            child.previous.next = child.next;
        }
        if (child.next != null) {
            child.next.previous = child.previous;
        }
        child.next = null;
        child.previous = null;
    }

    /** As the queues of channels do, in constant time for each child in the mean: see WaitQueue. The lock is held. */
    private void dropGone() {
        int left = 0;
        try {
            left = drop();
        } catch (VirtualMachineError e) {
            // no memory for a Faint: the next time
        }
        untilSweep = Math.max(MIN_CHILDREN, left);
    }

    private int drop() {
        int left = 0;
        Child child = firstChild;
        while (child != null) {
            Child after = child.next;
            if (child.isGone()) {
                unlink(child);
            } else {
                Faint fainter = child.fainter();
                if (fainter == null) {
                    left++;
                } else {
                    faints = faints == null ? new Faints() : faints;
                    unlink(child);
                    faints.add(fainter);
                }
            }
            child = after;
        }
        return left;
    }

    @Override
    @Nullable
    Faint fainter() {
        Program p = maker.get();
        return p == null || p.ended() ? new Faint(this) : null;
    }

    @Override
    Cancellable context() {
        return this;
    }

    /** As {@link #ending}, without closing the channel. */
    boolean hasEnded() {
        return ending != null;
    }

    /** How many children the list has: for tests. */
    int children() {
        lock();
        int n = 0;
        for (Child child = firstChild; child != null; child = child.next) {
            n++;
        }
        n += faints == null ? 0 : faints.count();
        unlock();
        return n;
    }

    /** Takes a child out, if it is in the list and the list is not being ended. */
    void remove(Child child) {
        lock();
        if (ending == null && (child.previous != null || firstChild == child)) {
            unlink(child);
        }
        unlock();
    }

    Cancellable family() {
        return family;
    }

    Context parent() {
        return parent;
    }

    ReceiveChannel<Unit> channel() {
        return done;
    }

    /** Null while this context goes on. */
    @Nullable
    EndReason ending() {
        EndReason how = ending;
        if (how != null && !((ChannelCore) done).isClosed()) { // I2; without the channel's lock a hint
            ((ChannelCore) done).closeCore();
        }
        return how;
    }

    /** As {@link #ending}, of a context that is known to have ended. */
    EndReason ended() {
        return Objects.requireNonNull(ending());
    }

    @Nullable
    Instant endsAt() {
        return endsAt;
    }

    @Override
    public Go<Unit> cancel() {
        return Built.here(cancel);
    }

    @Override
    public Go<Unit> cancel(@Nullable Throwable cause) {
        return cause == null ? cancel() : ending(new EndReason(CANCELED, cause));
    }

    @Override
    public String toString() {
        return Lookup.text(this);
    }

    /** What this context adds to the text of its parent. */
    String ownText() {
        return expiry == null ? ".WithCancel" : ".WithDeadline(" + expiry + ")";
    }
}
