package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import java.util.ArrayList;
import java.util.List;

/** A mutex, or a mutex of readers and writers. */
final class LockShadow extends Shadow {
    /*
     * Dependency. Readers commute among themselves, except one who leaves without having come: whether that is an error
     * depends on who else is in. All else on one lock does not commute. The mutex that the writers of an RWMutex take
     * first is a location of its own.
     *
     * Order. An unlock releases to whoever locks next: of readers to the writer, of a writer to all.
     */
    private final int mutex;
    private final int access;
    private int[] mutexClock = VectorClock.EMPTY;
    private int[] writerClock = VectorClock.EMPTY;
    private int[] readerClock = VectorClock.EMPTY;

    /** Who has the mutex. */
    private Task holder;

    /** Who has announced that it will write, or writes. */
    private Task writer;

    private final List<Task> readers = new ArrayList<>();

    LockShadow(Execution x, Object subject) {
        super(x, subject);
        mutex = x.objects.newLocation(this);
        access = x.objects.newLocation(this);
    }

    @Override
    void after(Event e, Visible v) {
        Task t = e.task;
        switch (e.kind) {
            case LOCK -> {
                e.touch(mutex, true);
                acquire(t, mutexClock);
                holder = t;
            }
            case UNLOCK -> {
                e.touch(mutex, true);
                mutexClock = release(t, mutexClock);
                holder = null;
            }
            case TRY_LOCK -> {
                boolean free = !e.refused && isFree(e.kind);
                e.touch(mutex, free);
                e.idle = !free;
                if (free) {
                    acquire(t, mutexClock);
                    holder = t;
                }
            }
            case READ_LOCK -> {
                e.touch(access, false);
                if (!e.parked) {
                    enter(t);
                }
            }
            case TRY_READ_LOCK -> {
                e.touch(access, false);
                e.idle = e.refused || !isFree(e.kind);
                if (!e.idle) {
                    enter(t);
                }
            }
            case READ_UNLOCK -> {
                boolean own = readers.remove(t);
                if (!own && !readers.isEmpty()) {
                    readers.remove(0);
                }
                e.touch(access, !own);
                readerClock = release(t, readerClock);
                if (e.wokenCount > 0) {
                    write(e.woken[0]);
                }
            }
            case WRITE_LOCK -> {
                e.touch(access, true);
                writer = t;
                if (!e.parked) {
                    write(t);
                }
            }
            case TRY_WRITE_LOCK -> {
                boolean free = !e.refused && isFree(e.kind);
                e.touch(mutex, free);
                e.touch(access, true); // also if it failed: a reader may be the reason
                e.idle = !free;
                if (free) {
                    acquire(t, mutexClock);
                    holder = t;
                    writer = t;
                    write(t);
                }
            }
            case WRITE_UNLOCK -> {
                e.touch(access, true);
                writerClock = release(t, writerClock);
                writer = null;
                for (int i = 0; i < e.wokenCount; i++) {
                    enter(e.woken[i]);
                }
            }
            default -> throw new AssertionError(e.kind);
        }
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

    private void enter(Task reader) {
        acquire(reader, writerClock);
        readers.add(reader);
    }

    private void write(Task t) {
        acquire(t, readerClock);
        acquire(t, writerClock);
    }

    @Override
    Task waitsFor(Task t) {
        if (t.pendingKind != null) {
            return holder;
        }
        return switch (t.waitsSince.kind) {
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
