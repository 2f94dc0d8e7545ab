package io.gondola.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** An element that the dispatcher of a boundary has handed out, and later its result. */
final class Job {
    /** Null once a worker has it. */
    private Object x;

    /** Null before it is done. */
    private Object result;

    /** The job that was handed out next; of the same key, where there are keys. */
    @SuppressWarnings("UnusedVariable") // through NEXT
    private Job next;

    /** The job that was done before, as long as nobody has taken either. */
    Job before;

    /** That of its key; null where there are none. */
    final Lanes.Lane lane;

    Job(Object x, Lanes.Lane lane) {
        this.x = x;
        this.lane = lane;
    }

    /** Takes the element out. The worker's who has this job. */
    Object takeElement() {
        Object taken = x;
        x = null;
        return taken;
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
    Object takeResult() {
        Object taken = result;
        result = null;
        return taken;
    }

    void publishNext(Job job) {
        NEXT.setVolatile(this, job);
    }

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
