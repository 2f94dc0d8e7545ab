package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mutex, or a mutex of readers and writers. */
final class LockShadow extends Shadow {
    /*
     * Dependency. Readers commute among themselves, except one who leaves without having come: whether that is an error
     * depends on who else is in. All else on one lock does not commute. The mutex that the writers of an RWMutex take
     * first is a location of its own.
     *
     * Order. An unlock releases to the task that locks next: of readers to the writer, of a writer to all.
     */
    private final int mutex;
    private final int access;
    private int[] mutexClock = VectorClock.EMPTY;
    private int[] writerClock = VectorClock.EMPTY;
    private int[] readerClock = VectorClock.EMPTY;

    /** Who has the mutex. */
    private @Nullable Task holder;

    /** Who has announced that it will write, or writes. */
    private @Nullable Task writer;

    private final List<Task> readers = new ArrayList<>();

    LockShadow(Execution x, Object subject) {
        super(x, subject);
        mutex = x.objects.newLocation(this);
        access = x.objects.newLocation(this);
    }

    @Override
    void after(Event e, Visible v) {
        switch (e.kind) {
            case LOCK -> locked(e);
            case UNLOCK -> unlocked(e);
            case TRY_LOCK -> triedLock(e);
            case READ_LOCK -> readLocked(e);
            case TRY_READ_LOCK -> triedReadLock(e);
            case READ_UNLOCK -> readUnlocked(e);
            case WRITE_LOCK -> writeLocked(e);
            case TRY_WRITE_LOCK -> triedWriteLock(e);
            case WRITE_UNLOCK -> writeUnlocked(e);
            default -> throw new AssertionError(e.kind);
        }
    }

    // the mutex

    private void locked(Event e) {
        e.touch(mutex, true);
        hold(e.task);
    }

    private void unlocked(Event e) {
        e.touch(mutex, true);
        mutexClock = release(e.task, mutexClock);
        holder = null;
    }

    private void triedLock(Event e) {
        boolean free = succeeds(e);
        e.touch(mutex, free);
        if (free) {
            hold(e.task);
        }
    }

    private void hold(Task t) {
        acquire(t, mutexClock);
        holder = t;
    }

    // readers

    private void readLocked(Event e) {
        e.touch(access, false);
        if (!e.parked) {
            enter(e.task);
        }
    }

    private void triedReadLock(Event e) {
        e.touch(access, false);
        if (succeeds(e)) {
            enter(e.task);
        }
    }

    private void readUnlocked(Event e) {
        boolean own = readers.remove(e.task);
        if (!own && !readers.isEmpty()) {
            readers.remove(0);
        }
        e.touch(access, !own);
        readerClock = release(e.task, readerClock);
        if (e.wokenCount > 0) {
            write(e.woken[0]);
        }
    }

    private void enter(Task reader) {
        acquire(reader, writerClock);
        readers.add(reader);
    }

    // writers

    private void writeLocked(Event e) {
        e.touch(access, true);
        writer = e.task;
        if (!e.parked) {
            write(e.task);
        }
    }

    private void triedWriteLock(Event e) {
        boolean free = succeeds(e);
        e.touch(mutex, free);
        e.touch(access, true); // also if it failed: a reader may be the reason
        if (free) {
            hold(e.task);
            writer = e.task;
            write(e.task);
        }
    }

    private void writeUnlocked(Event e) {
        e.touch(access, true);
        writerClock = release(e.task, writerClock);
        writer = null;
        for (int i = 0; i < e.wokenCount; i++) {
            enter(e.woken[i]);
        }
    }

    private void write(Task t) {
        acquire(t, readerClock);
        acquire(t, writerClock);
    }

    /** Whether the attempt that {@code e} is succeeds; one that fails changes nothing. */
    private boolean succeeds(Event e) {
        e.idle = e.refused || !isFree(e.kind);
        return !e.idle;
    }

    /** Whether an attempt of {@code kind} would succeed. */
    boolean isFree(OpKind kind) {
        return switch (kind) {
            case TRY_LOCK -> holder == null;
            case TRY_READ_LOCK -> writer == null;
            case TRY_WRITE_LOCK -> holder == null && writer == null && readers.isEmpty();
            default -> false;
        };
    }

    void touchMutex(Event e) {
        e.touch(mutex, true);
    }

    @Override
    @Nullable
    Task waitsFor(Task t) {
        if (t.pendingKind != null) {
            return holder;
        }
        return switch (Objects.requireNonNull(t.waitsSince, "wait").kind) {
            case READ_LOCK -> writer;
            case WRITE_LOCK -> readers.isEmpty() ? null : readers.get(0);
            default -> null;
        };
    }

    boolean isReader(Task t) {
        return readers.contains(t);
    }

    /** Those who have it now. */
    List<Task> holders() {
        List<Task> all = new ArrayList<>(readers);
        if (writer != null && readers.isEmpty()) {
            all.add(writer);
        } else if (holder != null) {
            all.add(holder);
        }
        return all;
    }

    List<Task> readers() {
        return readers;
    }
}
