package io.gondola.scheduler;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the earliest deadline and for channels to be ready, on a thread of its own, and hands out in batches the
 * goroutines that can go on.
 *
 * <p>Machines that run out of work look at the timers and the channels, too; the poller makes sure that a deadline is
 * met, and a channel noticed, when all of them sleep, or are busy.
 *
 * @go runtime/proc.go, {@code findRunnable} (its wait in {@code netpoll}), {@code injectglist}
 */
final class Poller extends Thread {
    /*
     * Algorithm. A round handles the requests that came in, takes timers that are due and channels that are ready, and
     * hands out the goroutines that these have readied. A round without anything left to do waits: by parking as long
     * as no channel is registered, so that a program without input and output pays for no selector, and else in the
     * selector.
     *
     * What the poller learns from others: a deadline, through the `earliest` of a processor's heap; a request, through
     * the queue; that the runtime closes, through its flag. Timers are not sent through the queue: stop and reset
     * answer at once whether they came in time, so they have to change the heap themselves, under its lock; all that is
     * left to tell the poller is that it must wait for less long.
     *
     * `target` is the time until which the poller waits; AWAKE while it does not. A waker swaps a target that is too
     * late for AWAKE and then wakes the poller, from where `selecting` says that it waits. So of many who have
     * something for one wait, one pays for the system call. `selecting` is written before `target`; a waker that comes
     * so late that it reads that of a later wait wakes the poller for nothing, from a wait that has seen the waker's
     * news.
     *
     * Ordering. A waker makes its news visible (heap, queue, flag), full fence, reads `target`. The poller writes
     * `target`, full fence, looks at all three again. One of the two sees the other: nothing is slept through.
     *
     * While machines look at the channels themselves the poller is off duty, and waits for deadlines only: see Duty.
     *
     * The selector counts in milliseconds. The rest of a wait, less than one, is spent parked in slices, between which
     * the selector is asked without waiting: a deadline is met within tens of microseconds and a channel is late by a
     * slice at most.
     *
     * Go's sysmon polls the network when nobody did for 10 ms, since there a machine that has run out of work waits in
     * the selector. Here that is a thread of its own, which sees to it itself.
     */
    private static final long AWAKE = Long.MIN_VALUE;
    private static final int TIMER_BATCH = 1024;
    private static final int REQUEST_BATCH = 1024;
    private static final int BATCH_CAPACITY = 256;
    private static final int MAX_KEPT = 16 * BATCH_CAPACITY;
    private static final int REQUEST_CHUNK = 128;
    private static final long MILLI = 1_000_000;
    private static final long SLICE_NANOS = 100_000;
    private static final long SWEEP_NANOS = 1_000_000_000;

    private final WorkStealingScheduler scheduler;
    private final Timers timers;
    private final Netpoll netpoll;
    final Duty duty;
    private final MessagePassingQueue.Consumer<Netpoll.Request> handler;
    private final MpscUnboundedVarHandleArrayQueue<Netpoll.Request> requests =
            new MpscUnboundedVarHandleArrayQueue<>(REQUEST_CHUNK);

    @SuppressWarnings("unused") // through TARGET
    private long target = AWAKE;

    private volatile boolean selecting;

    /** Whether there ever was a request. */
    private volatile boolean requested;

    /** How often machines have readied goroutines when they looked. Guarded by netpoll's lock. */
    private volatile long finds;

    // poller thread only
    private final Goroutine[] smallBatch = new Goroutine[BATCH_CAPACITY];
    private Goroutine[] batch = smallBatch;
    private int batched;
    private long lastSweep;

    /** Written by the poller only. */
    private volatile long handOuts;

    Poller(WorkStealingScheduler scheduler, Timers timers, Selectors selectors) {
        super(null, null, "gondola-poller", 0, false);
        setDaemon(true);
        this.scheduler = scheduler;
        this.timers = timers;
        this.netpoll = new Netpoll(selectors);
        this.duty = new Duty(scheduler.pool, scheduler.uptime);
        this.handler = request -> request.handle(netpoll);
    }

    // any thread

    /** How often goroutines were readied by channels, or handed out by the poller. */
    long polls() {
        return handOuts + finds;
    }

    /** Called after {@code deadline} became the earliest of some heap. */
    void deadlineAdded(long deadline) {
        long t = (long) TARGET.getVolatile(this);
        if (deadline < t && TARGET.compareAndSet(this, t, AWAKE)) {
            wakeFromWait();
        }
    }

    /** Makes the poller thread handle {@code request} soon. */
    void post(Netpoll.Request request) {
        postLazily(request);
        wake();
    }

    /** Makes the poller thread handle {@code request} when it has something else to do. */
    void postLazily(Netpoll.Request request) {
        if (!requested) {
            requested = true;
        }
        requests.offer(request);
    }

    /** Makes the poller look at everything. */
    void wake() {
        VarHandle.fullFence();
        long t = (long) TARGET.getVolatile(this);
        if (t != AWAKE && TARGET.compareAndSet(this, t, AWAKE)) {
            wakeFromWait();
        }
    }

    private void wakeFromWait() {
        if (selecting) {
            netpoll.wakeup();
        } else {
            LockSupport.unpark(this);
        }
    }

    /** See {@link Scheduler#awaitIo}. */
    void await(IoWait wait) {
        Goroutine g = wait.goroutine();
        Program program = g.program();
        if (!program.usedIo) {
            program.usedIo = true;
        }
        long limit = wait.limit();
        if (limit != Long.MAX_VALUE) {
            if (limit <= scheduler.nanoTime()) {
                wait.decide(IoOutcome.TIMED_OUT);
            } else {
                scheduler.arm(wait, limit);
            }
        }
        if (!wait.park()) {
            scheduler.ready(g);
            return;
        }
        postLazily(n -> n.watch(wait));
        VarHandle.fullFence(); // D3
        if (!duty.isOfThisThread() && !netpoll.watches(wait)) {
            wake();
        }
        if (program.ended()) {
            dropEnded(program);
        }
    }

    /**
     * Drops the waits of {@code program}, which has ended, if it had any; within a second if those of others are many.
     */
    void dropEnded(Program program) {
        if (program.usedIo) {
            post(Netpoll::dropEndedIfFew);
        }
    }

    /**
     * Closes {@code channel}, ends the waits on it, and lets the system have its file descriptor back; runs {@code
     * letGo} after that, if it is not null. Nobody is told if the channel was not registered, neither before nor
     * meanwhile: then the system has the file descriptor already, and a wait that is on its way ends when it arrives.
     *
     * <p>A channel that is registered after the first question, and let go before the second one, has been counted
     * between the two.
     */
    void close(SelectableChannel channel, @Nullable Runnable letGo) throws IOException {
        long registrations = netpoll.registrations();
        boolean registered = channel.isRegistered();
        try {
            channel.close();
        } finally {
            registered = registered || channel.isRegistered() || netpoll.registrations() != registrations;
            if (registered) {
                postLazily(n -> n.closed(channel, letGo));
                VarHandle.fullFence(); // D3
                if (!duty.isOfThisThread()) {
                    wake();
                }
            }
        }
        if (!registered && letGo != null) {
            letGo.run();
        }
    }

    // machines

    /** Looks at the channels, unless somebody else does; what can go on is queued at {@code p}, the caller's. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the lock
    void look(Processor p) {
        boolean wasActive = netpoll.isActive();
        if (!requested || !(wasActive || !requests.isEmpty()) || !netpoll.tryLock()) {
            return;
        }
        try {
            if (scheduler.closed()) {
                return;
            }
            long before = p.readied;
            Goroutine next = p.takeNext();
            try {
                requests.drain(handler, REQUEST_BATCH);
                netpoll.select(0);
            } finally {
                scheduler.queueBehind(p, next);
            }
            duty.machineLooked();
            int found = (int) (p.readied - before);
            if (found > 0) {
                finds++;
                observePolled(found);
            }
        } finally {
            netpoll.unlock();
        }
        if (!wasActive && netpoll.isActive()) {
            wake(); // D4
        }
    }

    /** As {@link #look}, if the poller does not do it anyway. */
    void lookIfOffDuty(Processor p) {
        if (duty.isOff()) {
            look(p);
        }
    }

    /** After a machine has given its processor back: the poller waits in the selector from now on. */
    void callToDuty() {
        if (duty.call()) {
            wake();
        }
    }

    /** If the current thread is a poller of {@code scheduler}: that poller. */
    static @Nullable Poller current(WorkStealingScheduler scheduler) {
        return Thread.currentThread() instanceof Poller p && p.scheduler == scheduler ? p : null;
    }

    // poller thread

    /** Adds {@code g}, which is runnable, to those that are handed out at the end of the round. */
    void collect(Goroutine g) {
        if (batched == batch.length) {
            try {
                batch = Arrays.copyOf(batch, 2 * batched);
            } catch (OutOfMemoryError e) {
                handOut();
            }
        }
        batch[batched++] = g;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // handOuts has one writer
    private void handOut() {
        if (batched > 0) {
            handOuts++;
            observePolled(batched);
            scheduler.waker.injectAll(batch, batched);
            Arrays.fill(batch, 0, batched, null);
            batched = 0;
        }
        if (batch.length > MAX_KEPT) {
            batch = smallBatch;
        }
    }

    private void observePolled(int n) {
        Observer o = Observation.of(scheduler);
        if (o != null) {
            o.polled(scheduler.lane(), n);
        }
    }

    @Override
    public void run() {
        try {
            while (!scheduler.closed()) {
                round();
            }
        } catch (Throwable t) {
            scheduler.shutdown.fail("Poller failed, the runtime stops", t);
        } finally {
            netpoll.lock();
            try {
                netpoll.close();
            } finally {
                netpoll.unlock();
            }
        }
    }

    private void round() {
        handleRequests();
        runTimers();
        boolean io = netpoll.isActive();
        long now = scheduler.nanoTime();
        handOut(); // all that was readied so far: a wait follows
        long until = timers.earliest();
        if (io) {
            until = Math.min(until, lastSweep + SWEEP_NANOS);
        }
        if (until <= now) {
            look();
        } else if (io && duty.staysOff(now)) {
            parkOffDuty(Math.min(until, duty.until()), now);
        } else {
            await(until, now, io);
        }
        if (batched > 0) {
            handOut();
            if (io) {
                duty.leave();
            }
        }
    }

    private void handleRequests() {
        boolean io = netpoll.isActive();
        boolean sweeps = io && scheduler.nanoTime() - lastSweep >= SWEEP_NANOS;
        if (!sweeps && requests.isEmpty()) {
            return;
        }
        netpoll.lock();
        try {
            requests.drain(handler, REQUEST_BATCH);
            if (sweeps) {
                lastSweep = scheduler.nanoTime();
                netpoll.sweep();
            }
            if (duty.isOff()) {
                netpoll.select(0); // nobody else may do so for long, and only that closes what is registered
            }
        } finally {
            netpoll.unlock();
        }
    }

    /** Returns whether a channel was ready. */
    private boolean look() {
        netpoll.lock();
        try {
            return netpoll.select(0);
        } finally {
            netpoll.unlock();
        }
    }

    private void parkOffDuty(long until, long now) {
        selecting = false;
        TARGET.setVolatile(this, until);
        VarHandle.fullFence();
        if (duty.isOff() && timers.earliest() >= until && !scheduler.closed()) {
            LockSupport.parkNanos(this, until - now);
        }
        TARGET.setVolatile(this, AWAKE);
        Thread.interrupted();
    }

    /** Counts as active while a goroutine is in the batch and nowhere else. */
    private void runTimers() {
        long now = scheduler.nanoTime();
        if (timers.earliest() <= now) {
            scheduler.deadlocks.started();
            try {
                timers.run(now, TIMER_BATCH);
                handOut();
            } finally {
                scheduler.deadlocks.stopped();
            }
        }
    }

    private void await(long until, long now, boolean io) {
        boolean selects = io && until - now >= MILLI;
        if (selects) {
            netpoll.lock(); // D1
        }
        try {
            selecting = selects;
            TARGET.setVolatile(this, until);
            VarHandle.fullFence();
            if (requests.isEmpty() && timers.earliest() >= until && netpoll.isActive() == io && !scheduler.closed()) {
                if (selects) {
                    select(until, now);
                } else if (!io) {
                    park(until, now);
                } else if (!look()) {
                    LockSupport.parkNanos(this, Math.min(until - now, SLICE_NANOS));
                }
            }
            TARGET.setVolatile(this, AWAKE);
        } finally {
            if (selects) {
                netpoll.unlock();
            }
        }
        Thread.interrupted(); // a callback of the user's may have set it; it would keep the thread awake
    }

    private void park(long until, long now) {
        if (until == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, until - now);
        }
    }

    private void select(long until, long now) {
        long millis = (until - now) / MILLI;
        boolean any = netpoll.select(millis);
        boolean explained = any
                || (long) TARGET.getVolatile(this) == AWAKE
                || Thread.interrupted()
                || scheduler.nanoTime() - now >= millis * MILLI;
        netpoll.returned(!explained);
    }

    private static final VarHandle TARGET;

    static {
        try {
            TARGET = MethodHandles.lookup().findVarHandle(Poller.class, "target", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
