package io.gondola.scheduler;

import java.lang.invoke.VarHandle;

/** Who looks at the channels: the poller, which waits in the selector, or machines that have run out of work. */
final class Duty {
    /*
     * While machines run, they look at the channels themselves when they run out of work, and at each 61st goroutine:
     * what they find, they run, and no thread is woken. The poller is off duty then. It goes off duty when it has
     * handed out goroutines, unless all processors are idle by then; for a millisecond, and then for another one if a
     * machine has looked meanwhile. A machine that gives its processor back, having found nothing, calls the poller to
     * its duty. So there is somebody who waits in the selector whenever a processor is idle, but for a moment, and
     * channels are looked at once in a millisecond at least if machines are in long steps.
     *   D1  The one who looks holds the lock of Netpoll; on duty the poller holds it while it waits.
     *   D2  A machine releases its processor, full fence, reads `off`. The poller sets `off`, full fence, looks whether
     *       all processors are idle. So when the last machine stops, the poller is on duty.
     *   D3  A goroutine's request that is posted while the poller is off duty wakes nobody. Its machine looks soon, or
     *       the poller does when it comes on duty: it reads the queue after it has cleared `off`, and the machine reads
     *       `off` after it has posted, with a full fence between. So the poller does not look at the queue before it
     *       parks off duty, and what a thread posts that comes just then waits for the end of that millisecond.
     *   D4  A poller that parks for there is no channel is woken by the machine whose look has registered one; it asks
     *       once more whether there is one after it has written its `target`.
     */
    private static final long OFF_NANOS = 1_000_000;

    private final ProcessorPool pool;
    private final Uptime uptime;

    private volatile boolean off;

    /** How often machines have looked. Guarded by Netpoll's lock; the poller reads it without. */
    private volatile long looks;

    /** How long the poller is off duty before it asks whether a machine has looked. Tests make it longer. */
    volatile long offNanos = OFF_NANOS;

    // poller thread only
    private long until;
    private long seenLooks;

    Duty(ProcessorPool pool, Uptime uptime) {
        this.pool = pool;
        this.uptime = uptime;
    }

    boolean isOff() {
        return off;
    }

    /** Whether the current thread is a machine that will look at the channels soon. */
    boolean isOfThisThread() {
        if (!off) {
            return false;
        }
        Machine m = Machine.current();
        return m != null && m.isOf(pool) && m.p != null;
    }

    /** A machine, under the lock. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the lock
    void machineLooked() {
        looks++;
    }

    /** A machine that has given its processor back: the poller is on duty from now on. Whether it was not. */
    boolean call() {
        VarHandle.fullFence(); // D2
        if (!off) {
            return false;
        }
        off = false;
        return true;
    }

    /** The poller, which has handed out goroutines. */
    void leave() {
        seenLooks = looks;
        until = uptime.nanos() + offNanos;
        off = true;
        VarHandle.fullFence(); // D2
        if (pool.allIdle()) {
            off = false;
        }
    }

    /** The poller: whether it is off duty, and stays so until {@link #until}. */
    boolean staysOff(long now) {
        if (off && now >= until) {
            if (looks == seenLooks) {
                off = false;
            } else {
                seenLooks = looks;
                until = now + offNanos;
            }
        }
        return off;
    }

    /** The poller, off duty. */
    long until() {
        return until;
    }
}
