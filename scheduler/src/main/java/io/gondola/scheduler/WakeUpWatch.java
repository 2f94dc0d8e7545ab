package io.gondola.scheduler;

import java.util.function.LongSupplier;

/** Notices that goroutines which can run have waited in a queue for longer than a limit. One thread. */
final class WakeUpWatch {
    /*
     * Algorithm. Who is queued is taken in order, so a queue's two counts, of those that were added and of those that
     * were taken, tell how long somebody waits, without a look at anybody: what was added up to a look has been taken
     * once the count of the taken has reached what the other one was then. Each queue has one such mark at a time, so a
     * wait is noticed when it has lasted for the limit to twice the limit. Who is moved to another queue begins again
     * there.
     *
     * What a processor would run next waits as long as it does not switch to another goroutine. Counts may run over,
     * so they are compared by their differences.
     */
    private static final long NONE = -1;

    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final long limit;
    private final Mark arrived = new Mark();
    private final Mark others = new Mark();
    private final Mark[] queues = new Mark[Scheduler.MAX_PROCS];
    private final Mark[] next = new Mark[Scheduler.MAX_PROCS];

    WakeUpWatch(Queues watched, long limitNanos) {
        this.pool = watched.pool();
        this.global = watched.global();
        this.limit = limitNanos;
    }

    /** Since when a count has to come to a value, before it is told that it takes long. */
    static final class Mark {
        private long since = NONE;
        private long wanted;
        private boolean told;

        /** Returns for how long somebody has waited, if that is too long and was not told yet; or else 0. */
        long look(long now, long limit, long taken, long added) {
            if (since == NONE || (int) (taken - wanted) >= 0) {
                told = false;
                wanted = added;
                since = (int) (added - taken) > 0 ? now : NONE;
                return 0;
            }
            if (told || now - since < limit) {
                return 0;
            }
            told = true;
            return now - since;
        }
    }

    /**
     * For how long somebody has waited, if there is one who waits for too long and was not noticed before; or else 0.
     */
    long look(LongSupplier clock) {
        long now = clock.getAsLong();
        long longest = Math.max(
                arrived.look(now, limit, global.takenOfArrived(), global.allArrived()),
                others.look(now, limit, global.takenOfOthers(), global.allOthers()));
        Processor[] all = pool.processors();
        int n = Math.min(pool.maxProcs(), all.length);
        for (int i = 0; i < n; i++) {
            Processor p = all[i];
            longest = Math.max(longest, of(queues, i).look(now, limit, p.queue.taken(), p.queue.added()));
            int switches = p.switches();
            longest = Math.max(longest, of(next, i).look(now, limit, switches, p.hasNext() ? switches + 1L : switches));
        }
        return longest;
    }

    private static Mark of(Mark[] marks, int i) {
        if (marks[i] == null) {
            marks[i] = new Mark();
        }
        return marks[i];
    }
}
