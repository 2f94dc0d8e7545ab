package io.gondola.sync;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The state and the operations of a {@link RWMutex}.
 *
 * @go sync/rwmutex.go
 */
final class RWState extends SpinLock {
    /*
     * Algorithm. Go's. Writers first lock a mutex among themselves. The one that has it announces itself: from then on
     * newcomers that want to read queue. It has the lock once the readers of before have left; the last of them wakes
     * it. Unlock lets all queued readers in, then unlocks the writers' mutex, so that the next writer announces itself
     * and waits for these readers. Hence neither side starves.
     *
     * Invariants
     *   I1  All fields are guarded by the spin lock; no user code runs under it. It may be held when that of `writers`
     *       is taken, never the other way round.
     *   I2  writer implies that `writers` is held, and readers are queued only while it is true.
     *   I3  announced is the writer that waits for the readers of before; it is null once the writer has the lock, that
     *       is when writer is true and readers is 0.
     *   I4  Readers that are let in do not count if their program has ended. A reader or writer that got the lock, but
     *       never runs again since its program ends just then, is dropped by the scheduler, and unlocks. An announced
     *       writer whose program ends is taken back, by the thread that ends the program, or by the last reader: with
     *       what it has of `writers`.
     *   I5  A woken reader is counted in `readers` before it is woken; a woken writer has the lock.
     *   I6  A reader's element has the queue in which it stands. That is replaced when its readers are let in, so one
     *       that finds itself in `queue` is still queued. A writer that gives up lets in the readers that queued
     *       because of it.
     *   I7  reader, if not 0, is the goroutine that locked for reading when nobody else did, and still is the only
     *       reader.
     *
     * Who holds it. A dump finds cycles of goroutines that wait for each other's locks, for which it must know who
     * holds them. A reader waits for the holder of `writers`: only that one's unlock, or its giving up, lets readers in
     * (I2). A writer waits for the readers of before. Of these one is known if it is alone (I7), for the price of a
     * store; to know all of them each lock for reading would have to keep a list. So a cycle that goes through one of
     * several readers is not found. Each wait has an element of its own, and no goroutine becomes `reader` while it
     * waits: both are what LockCycles relies on. Once a goroutine was seen to unlock what another one had locked for
     * reading, the mutex names no reader any more.
     *
     * Differences from Go. One spin lock guards everything. Unlock by somebody else while the writer still waits for
     * readers is refused; Go breaks its state.
     */
    final RWMutex shown;
    private int readers;

    /** {@linkplain Fiber#identity Identity} of the only reader; 0 if there is none, or more, or it is not known. I7. */
    private long reader;

    /** Whether a goroutine has ever unlocked what another one had locked for reading. */
    private boolean passedOn;

    private boolean writer;
    private @Nullable Fiber announced;
    private int queued;
    private WaitQueue queue = new WaitQueue();

    private final MutexState writers;

    /** For reports; null if it has none. Written before the mutex is used. */
    @Nullable
    String name;

    final Go<Unit> rLock = new RLock();
    final Go<Unit> rUnlock = new RUnlock();
    final Go<Unit> acquire;
    final Go<Unit> release;

    RWState(RWMutex shown) {
        this.shown = shown;
        this.writers = new MutexState(shown);
        this.acquire = locking();
        this.release = unlocking();
    }

    Go<Unit> locking() {
        return Built.here(writers.acquire).then(new Announce());
    }

    Go<Unit> unlocking() {
        return new Unlock().then(Built.here(writers.release));
    }

    boolean lockIfFree(Fiber f) {
        lock();
        boolean free = !writer && readers == 0 && writers.acquireIfFree(f);
        writer |= free;
        unlock();
        return free;
    }

    boolean rLockIfFree(Fiber f) {
        lock();
        boolean free = !writer;
        if (free) {
            letIn(f);
        }
        unlock();
        return free;
    }

    private void letIn(Fiber f) {
        reader = readers == 0 ? f.identity() : 0;
        readers++;
    }

    /** Ends the writer's claim, and unlocks the spin lock, which is held. */
    private void letReadersIn() {
        WaitQueue woken = queued == 0 ? null : replaceQueue();
        writer = false;
        if (woken != null) {
            readers += woken.dropGone();
            reader = 0;
            queued = 0;
        }
        unlock();
        WaitQueues.wakeAll(woken);
    }

    /**
     * Returns the queue of readers, in whose place is a new one. The spin lock is held, and released if there is no
     * memory.
     */
    private WaitQueue replaceQueue() {
        WaitQueue full = queue;
        boolean replaced = false;
        try {
            queue = new WaitQueue();
            replaced = true;
        } finally {
            if (!replaced) {
                unlock();
            }
        }
        return full;
    }

    /** A reader leaves; if it was the last one, it wakes the writer. The spin lock is held, and is released. */
    private void leave() {
        reader = 0;
        readers--;
        Fiber next = null;
        if (readers == 0) {
            next = announced;
            announced = null;
        }
        if (next != null && next.isGone()) {
            takeBack(next);
            return;
        }
        unlock();
        if (next != null) {
            next.wake();
        }
    }

    /**
     * Undoes what {@code gone} has of the lock for writing: its program has ended. The spin lock is held, and is
     * released.
     */
    private void takeBack(Fiber gone) {
        letReadersIn();
        writers.unlockFor(gone);
    }

    private FatalError misuse(String text) {
        unlock();
        return new FatalError("sync: " + text + " of unlocked RWMutex" + (name == null ? "" : ": mutex=" + name));
    }

    private final class RLock extends RWParking {
        RLock() {
            super(RWState.this, OpKind.READ_LOCK, "sync.RWMutex.RLock");
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            lock();
            if (writer) {
                return parkIn(queue, f);
            }
            letIn(f);
            unlock();
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber f) {
            queued += 1 - queue.addWhereSomeAreGone(f);
            unlock();
        }

        @Override
        public boolean withdraw(Fiber f) {
            RWState.this.lock();
            boolean there = isIn(queue, f) && queue.remove(f);
            if (there) {
                queued--;
            }
            unlock();
            return there;
        }

        /** It was counted. */
        @Override
        public void dropped(Fiber f) {
            RWState.this.lock();
            leave();
        }

        @Override
        public long heldBy() {
            return writers.knownHolder();
        }
    }

    private final class RUnlock extends Operation<Unit> implements Visible {
        @Override
        public OpKind kind() {
            return OpKind.READ_UNLOCK;
        }

        @Override
        public Object subject() {
            return shown;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            lock();
            if (readers == 0) {
                throw misuse("RUnlock");
            }
            if (reader != 0 && reader != f.identity()) {
                passedOn = true;
            }
            leave();
            return Unit.UNIT;
        }
    }

    private final class Announce extends RWParking {
        Announce() {
            super(RWState.this, OpKind.WRITE_LOCK, "sync.RWMutex.Lock");
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            lock();
            writer = true;
            if (readers > 0) {
                return parkIn(queue, f);
            }
            unlock();
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber f) {
            FiberProgram program = f.program();
            announced = f;
            unlock();
            if (program.endedInLine()) {
                passOn(f);
            }
        }

        @Override
        public void passOn(Fiber ignored) {
            RWState.this.lock();
            Fiber gone = announced;
            if (gone != null && gone.isGone()) {
                announced = null;
                takeBack(gone);
            } else {
                unlock();
            }
        }

        /** It has the lock. */
        @Override
        public void dropped(Fiber f) {
            RWState.this.lock();
            takeBack(f);
        }

        /** It has `writers` only. */
        @Override
        public void droppedBefore(Fiber f) {
            writers.unlockFor(f);
        }

        @Override
        public boolean withdraw(Fiber f) {
            RWState.this.lock();
            boolean there = announced == f;
            if (there) {
                announced = null;
                letReadersIn();
            } else {
                unlock();
            }
            return there;
        }

        @Override
        public long heldBy() {
            return passedOn ? 0 : (long) READER.getOpaque(RWState.this);
        }

        /** The writer has its mutex already. */
        @Override
        public Instruction afterWithdrawal() {
            return writers.release;
        }
    }

    private final class Unlock extends Operation<Unit> implements Visible {
        @Override
        public OpKind kind() {
            return OpKind.WRITE_UNLOCK;
        }

        @Override
        public Object subject() {
            return shown;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step(this)) {
                return f.yieldThen(this);
            }
            lock();
            if (!writer || readers > 0) {
                throw misuse("Unlock");
            }
            letReadersIn();
            return Unit.UNIT;
        }
    }

    private static final VarHandle READER;

    static {
        try {
            READER = MethodHandles.lookup().findVarHandle(RWState.class, "reader", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
