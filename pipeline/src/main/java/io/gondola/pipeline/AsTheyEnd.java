package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Results in the order in which they were added. */
final class AsTheyEnd implements Results {
    /*
     * Workers push onto a stack. The side below takes all that is there in one step, and turns it round. Nothing but
     * this takes from the stack, so a push that succeeds has seen it as it is.
     */
    private final AtomicReference<Job> stack = new AtomicReference<>();

    /** What was taken from the stack, the oldest first. Owned by the side below. */
    private @Nullable Job next;

    @Override
    public void add(Job job, Object result) {
        job.plainResult(result);
        Job top;
        do {
            top = stack.get();
            job.before = top;
        } while (!stack.compareAndSet(top, job));
    }

    @Override
    public @Nullable Object poll() {
        if (next == null && stack.get() != null) {
            for (Job job = stack.getAndSet(null); job != null; ) {
                Job before = job.before;
                job.before = next;
                next = job;
                job = before;
            }
        }
        Job job = next;
        if (job == null) {
            return null;
        }
        next = job.before;
        job.before = null;
        return job.takeResult();
    }

    @Override
    public Object awaited() {
        return Unit.UNIT; // nothing
    }

    @Override
    public boolean isThere(Object awaited) {
        return stack.get() != null;
    }
}
