package io.gondola.net;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.net.transport.Route;
import io.gondola.scheduler.IoWait;
import io.gondola.scheduler.Program;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is tried until it does not block any more: read, write, accept, connect. See {@link Descriptor}.
 *
 * @param <A> the type of its value
 */
abstract class Transfer<A> extends Operation<A> implements Entrance.Entering {
    private static final long SOON_NANOS = 100_000_000;

    final Descriptor d;
    private final Side side;
    private final int operation;

    Transfer(Descriptor d, int operation) {
        this.d = d;
        this.operation = operation;
        this.side = reads() ? d.reading : d.writing;
    }

    private boolean reads() {
        return (operation & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0;
    }

    /** The goroutine works on its side from now on. */
    void begin(Side s) {}

    /** Makes the system call. Returns null if it would block. */
    abstract @Nullable Object attempt(Fiber f, Side s) throws IOException;

    /** What it is called in errors. */
    abstract String op();

    /** The addresses in its errors. */
    Route route() {
        return d.route;
    }

    /** How many bytes went so far. */
    long written(Side s) {
        return 0;
    }

    /** Whether the next attempt does not block, though the channel may never be ready. Asked again before each wait. */
    boolean isOver() {
        return false;
    }

    /** What needs no wait, and no turn; null if there is nothing of the kind. */
    @Nullable
    Object atOnce() throws IOException {
        return null;
    }

    @Override
    public final Object exec(Fiber f) throws Throwable {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        if (d.isClosed()) {
            throw NetException.closed(route(), op(), 0);
        }
        Object known = atOnce();
        if (known != null) {
            return known;
        }
        return side.enter(f) || side.enterOrLock(f) ? entered(f) : f.park(new Entrance(side, this));
    }

    @Override
    public final Object entered(Fiber f) throws Throwable {
        try {
            begin(side);
            return goOn(f, reads());
        } catch (Throwable t) {
            throw left(f, t);
        }
    }

    /** @param predicts whether it may wait without having tried: see {@link Side} */
    private Object goOn(Fiber f, boolean predicts) throws Throwable {
        while (true) {
            if (d.isClosed()) {
                throw NetException.closed(route(), op(), written(side));
            }
            long left = side.timeLeft(f.scheduler());
            if (left <= 0) {
                throw NetException.timeout(route(), op(), written(side));
            }
            if (!predicts || !maySkip(f, left) || !side.waitsFirst()) {
                Object value = attempt(f, side);
                if (predicts) {
                    side.tried(value == null);
                }
                if (value != null) {
                    side.current = null;
                    side.leave(f);
                    return value;
                }
            }
            predicts = false;
            if (f.scheduler() != d.scheduler) {
                throw new IllegalStateException("a connection must wait in the runtime that opened it: operation="
                        + op() + ", connection=" + d);
            }
            IoWait wait = f.scheduler().ioWait(f, d.channel, operation);
            side.waiting = wait;
            wait.limit(side.deadline);
            if (!d.isClosed() && !isOver() && !wait.decided()) {
                d.scheduler.sockets().waits(reads());
                f.element(wait);
                return f.park(this);
            }
            side.waiting = null;
        }
    }

    /** Where the wait may end before the channel is looked at, what is there must come first. */
    private boolean maySkip(Fiber f, long left) {
        return left >= SOON_NANOS && f.scheduler() == d.scheduler && !f.isInCancelScope();
    }

    private Throwable left(Fiber f, Throwable t) {
        side.current = null;
        side.waiting = null;
        side.leave(f);
        return t;
    }

    @Override
    @SuppressWarnings("NullAway") // it has one while it waits
    public final void commit(Fiber f) {
        Program program = f.program();
        Side s = side;
        f.scheduler().awaitIo((IoWait) f.element());
        if (program.ended()) { // it may have ended after the goroutine had entered: nobody else lets the others in
            s.letIn();
        }
    }

    @Override
    @SuppressWarnings("NullAway") // it has one until it goes on
    public final Object resumed(Fiber f) throws Throwable {
        try {
            side.waiting = null;
            var unused = ((IoWait) f.takeElement()).outcome(); // whatever it is, the look at the state decides
            return goOn(f, false);
        } catch (Throwable t) {
            throw left(f, t);
        }
    }

    @Override
    public final void abort() {
        side.waiting = null;
        side.leave();
    }

    @Override
    @SuppressWarnings("NullAway") // it has one while it waits
    public final boolean withdraw(Fiber f) {
        return ((IoWait) f.element()).withdraw();
    }

    @Override
    public final Instruction afterWithdrawal() {
        return new Leave(side);
    }

    @Override
    public final void dropped(Fiber f) {
        side.leave(f);
    }

    @Override
    public final void passOn(Fiber ignored) {
        side.letIn();
    }

    @Override
    public final String waitReason() {
        return "IO wait";
    }

    @Override
    public final Object waitsOn() {
        return d;
    }

    @Override
    public final boolean mayBeReadiedFromOutside() {
        return true;
    }

    /** A goroutine whose wait was given up leaves the side to others. */
    private static final class Leave extends Instruction {
        private final Side side;

        Leave(Side side) {
            this.side = side;
        }

        @Override
        public Object exec(Fiber f) {
            side.current = null;
            side.waiting = null;
            side.leave(f);
            return Unit.UNIT;
        }

        @Override
        public void droppedBefore(Fiber f) {
            side.leave(f);
        }
    }
}
