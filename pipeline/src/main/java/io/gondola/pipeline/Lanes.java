package io.gondola.pipeline;

import io.gondola.scheduler.SpinLock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Jobs by their keys: while a worker has one, those of the same key wait. */
final class Lanes extends SpinLock implements Jobs {
    /*
     * Invariants
     *   I1  All fields, and those of the lanes, are guarded by the lock, under which no user code runs: the dispatcher
     *       finds the lane of a key before. But for `handed`, which is the dispatcher's own, and unlocked looks at
     *       `done` and `readyCount`.
     *   I2  A lane is in `ready` if and only if it has jobs and no worker has one of them.
     */
    private final Deque<Lane> ready = new ArrayDeque<>();

    /** That of `ready`. */
    private volatile int readyCount;

    /** The jobs of one key. */
    static final class Lane {
        private @Nullable Job first;
        private @Nullable Job last;
        private boolean busy;

        /** How many jobs it was given, and how many of them are done. */
        private long handed;

        private volatile long done;

        /** Whether all jobs that it was given are done: then nobody but the dispatcher has it. The dispatcher asks. */
        boolean isIdle() {
            return handed == done;
        }

        @SuppressWarnings("NullAway") // I2
        private Job take() {
            Job job = first;
            first = job.next();
            busy = true;
            return job;
        }
    }

    @Override
    @SuppressWarnings({"NonAtomicVolatileUpdate", "NullAway"}) // under the lock; where a job is first one is last
    public void add(Job job) {
        Lane lane = job.lane();
        lane.handed++;
        lock();
        if (lane.first == null) {
            lane.first = job;
        } else {
            lane.last.publishNext(job);
        }
        lane.last = job;
        if (!lane.busy && lane.first == job) {
            ready.add(lane);
            readyCount++;
        }
        unlock();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    public @Nullable Job poll(@Nullable Job done) {
        lock();
        if (done != null) {
            Lane lane = done.lane();
            lane.busy = false;
            lane.done++;
            if (lane.first != null) {
                ready.add(lane);
                readyCount++;
            }
        }
        Lane lane = ready.poll();
        Job job = null;
        if (lane != null) {
            readyCount--;
            job = lane.take();
        }
        unlock();
        return job;
    }

    @Override
    public boolean isAny() {
        return readyCount > 0;
    }
}
