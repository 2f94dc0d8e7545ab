package io.gondola.pipeline;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Jobs that any worker may do, in the order in which they came. */
final class JobList implements Jobs {
    /*
     * Algorithm. A list that grows at one end, by the dispatcher. `taken` is the last job that a worker has taken: who
     * moves it to the next one has that. Jobs are never used again, so a compare-and-set that succeeds has seen the
     * list as it is.
     */
    private final AtomicReference<Job> taken;

    /** The dispatcher's own. */
    private Job last;

    /** {@code first} stands before the first job. */
    JobList(Job first) {
        last = first;
        taken = new AtomicReference<>(first);
    }

    @Override
    public void add(Job job) {
        Job before = last;
        last = job;
        before.publishNext(job);
    }

    @Override
    public @Nullable Job poll(@Nullable Job done) {
        while (true) {
            Job before = taken();
            Job job = before.next();
            if (job == null || taken.compareAndSet(before, job)) {
                return job;
            }
        }
    }

    @SuppressWarnings("NullAway") // it begins with a job, and jobs follow
    private Job taken() {
        return taken.get();
    }

    @Override
    public boolean isAny() {
        return taken().next() != null;
    }
}
