package io.gondola.pipeline;

import org.jspecify.annotations.Nullable;

/** Results in the order in which the jobs were handed out: the list of a {@link JobList} is gone through once more. */
final class InOrder implements Results {
    /** The job whose result was emitted last. Owned by the side below. */
    private Job last;

    /** {@code first} stands before the first job. */
    InOrder(Job first) {
        last = first;
    }

    @Override
    public void add(Job job, Object result) {
        job.publishResult(result);
    }

    @Override
    public @Nullable Object poll() {
        Job job = last.next();
        if (job == null || !job.isDone()) {
            return null;
        }
        last = job;
        return job.takeResult();
    }

    @Override
    public Object awaited() {
        return last;
    }

    @Override
    public boolean isThere(Object awaited) {
        Job job = ((Job) awaited).next();
        return job != null && job.isDone();
    }
}
