package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Decides where at a processor a goroutine waits that can run, and whether anybody is woken for it.
 *
 * @go runtime/proc.go, {@code ready}, {@code runqput}, {@code goschedImpl}
 */
final class Placement {
    /*
     * runNext. A goroutine that was just readied or started goes into runNext and wakes nobody: its waker is likely
     * about to park, and then runs it at once; waking a thread costs more than that. Three rules keep it from waiting
     * there although a processor is idle: what displaces it wakes a machine for it; a goroutine that goes on for
     * two budgets of steps moves it to the global queue and wakes one; and sysmon takes it away from behind a long
     * step of Java code, and is woken if it would not look for long. A machine that searches anyway takes it, too, if
     * nobody runs it within a few microseconds.
     *
     * Short queues. What displaces a goroutine from runNext queues it behind; a few that are queued wake nobody either.
     * Goroutines that send to each other keep a few waiting at all times, each for a microsecond: a machine that is
     * woken for one of them costs more than all of them, and then takes channels, too, out of the first one's cache. So
     * a queue of up to SHORT_QUEUE is its owner's, and the same rules keep what is in it from waiting while a processor
     * is idle: one more makes the queue a long one, which thieves look for and wake each other for; a goroutine that
     * goes on for two budgets of steps moves one to the global queue; sysmon moves half of them if it finds at two
     * looks that none was taken. Only a processor that RUNS keeps a short queue to itself.
     *
     * Long turns. Where goroutines run for longer at a time than it takes to wake a machine, neither runNext nor a
     * short queue is kept back: whatever is queued wakes a machine, as in Go. Sysmon measures how long turns are: see
     * Turns.
     */
    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final Waker waker;
    private final Sysmon sysmon;

    Placement(Queues queues, Waker waker, Sysmon sysmon) {
        this.pool = queues.pool();
        this.global = queues.global();
        this.waker = waker;
        this.sysmon = sysmon;
    }

    /** Owner of {@code p} only: {@code g} runs next there; what was to do so is queued. */
    void runNext(Processor p, Goroutine g) {
        Goroutine displaced = p.putNext(g);
        if (displaced != null) {
            queue(p, displaced);
            wakeForQueued(p);
        } else {
            wakeForFew(p);
        }
    }

    /** Owner of {@code p} only: queues what runs next, for {@code next} does, if that is there. */
    void queueBehind(Processor p, @Nullable Goroutine next) {
        Goroutine last = p.takeNext();
        if (last != null) {
            queue(p, last);
            wakeForQueued(p);
        }
        if (next != null) {
            runNext(p, next);
        }
    }

    private void wakeForQueued(Processor p) {
        if (p.queue.size() > p.shortQueue) {
            waker.wakeIfIdle();
        } else {
            wakeForFew(p);
        }
    }

    private void wakeForFew(Processor p) {
        if (p.longTurns) {
            waker.wakeIfIdle();
        }
        if (sysmon.dozes() && pool.anyIdle()) {
            sysmon.lookSoon();
        }
    }

    /** Owner of {@code p} only: queues {@code g} there; if that is full, half of the queue and {@code g} globally. */
    void queue(Processor p, Goroutine g) {
        if (!p.queue.offer(g)) {
            p.queue.takeHalf(global::add);
            global.add(g);
        }
    }

    /** Owner of {@code p} only: {@code g}, which has just run there, waits behind those that are queued there. */
    void yielded(Processor p, Goroutine g) {
        boolean others = p.hasWork();
        queue(p, g);
        if (others) {
            wakeForQueued(p);
        }
    }

    /** Owner of {@code p} only: {@code g}, which has just run there, waits behind all others, or gives way to one. */
    void preempted(Processor p, Goroutine g) {
        Processor.GiveWay to = p.givesWay;
        p.givesWay = Processor.GiveWay.NOT;
        if (to != Processor.GiveWay.NOT && !p.preempt && !g.lockedToThread()) { // who is locked leaves its processor
            giveWay(p, g, to);
            return;
        }
        boolean others = !global.isEmpty();
        global.add(g);
        if (others) {
            waker.wakeIfIdle();
        }
        Goroutine next = p.mayEndSlice() ? p.takeNext() : null;
        if (next != null) {
            p.putFirst(next); // T4 of Machine
        }
    }

    /** What waits to run next runs now, or what has arrived, as was asked for, and {@code g} runs next. */
    private void giveWay(Processor p, Goroutine g, Processor.GiveWay to) {
        Goroutine next = p.takeNext();
        if (next != null && to == Processor.GiveWay.TO_NEXT) {
            p.putFirst(next);
        } else if (next != null) {
            queue(p, next);
            wakeForQueued(p);
        }
        runNext(p, g);
    }
}
