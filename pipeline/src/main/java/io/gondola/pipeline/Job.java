package io.gondola.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** An element that the dispatcher of a boundary has handed out, and later its result. */
final class Job {
    /** Null once a worker has it. */
    private @Nullable Object x;

    /** Null before it is done. */
    private @Nullable Object result;

    /** The job that was handed out next; of the same key, where there are keys. */
    @SuppressWarnings("UnusedVariable") // through NEXT
    private @Nullable Job next;

    /** The job that was done before, as long as nobody has taken either. */
    @Nullable
    Job before;

    /** That of its key; null where there are none. */
    private final Lanes.@Nullable Lane lane;

    Job(@Nullable Object x, Lanes.@Nullable Lane lane) {
        this.x = x;
        this.lane = lane;
    }

    /** Takes the element out. The worker's who has this job. */
    @SuppressWarnings("NullAway") // one worker has it, and takes it once
    Object takeElement() {
        Object taken = x;
        x = null;
        return taken;
    }

    /** Where there are keys. */
    @SuppressWarnings("NullAway") // each job has one there
    Lanes.Lane lane() {
        return lane;
    }

    /** Before it is published by other means. */
    void plainResult(Object value) {
        result = value;
    }

    void publishResult(Object value) {
        RESULT.setVolatile(this, value);
    }

    boolean isDone() {
        return RESULT.getVolatile(this) != null;
    }

    /** Takes the result out of a job that is done. Who emits it. */
    @SuppressWarnings("NullAway") // it is done
    Object takeResult() {
        Object taken = result;
        result = null;
        return taken;
    }

    void publishNext(Job job) {
        NEXT.setVolatile(this, job);
    }

    @Nullable
    Job next() {
        return (Job) NEXT.getVolatile(this);
    }

    private static final VarHandle RESULT;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RESULT = lookup.findVarHandle(Job.class, "result", Object.class);
            NEXT = lookup.findVarHandle(Job.class, "next", Job.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
