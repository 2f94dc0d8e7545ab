package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Takes goroutines from other processors, for a machine that has found nothing of its own.
 *
 * @go runtime/proc.go, {@code stealWork}, {@code runqgrab}
 */
final class Thief {
    /*
     * Several passes over all processors, each from a random start with a step that is coprime to their number, so that
     * thieves do not follow each other from victim to victim. It takes half of the first queue that is long. What
     * a processor will run next is taken in the last pass only, and only if the victim does not run it within a few
     * microseconds.
     */
    private static final int STEAL_PASSES = 4; // Go: proc.go, stealWork
    private static final long NEXT_BACKOFF_NANOS = 3_000; // Go: proc.go, runqgrab

    private final Machine machine;
    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final Observation observation;
    private final Loot loot;

    Thief(Machine machine, Queues queues, Observation observation) {
        this.machine = machine;
        this.pool = queues.pool();
        this.global = queues.global();
        this.observation = observation;
        this.loot = new Loot(global);
    }

    /** A goroutine for {@code own}, which the caller owns, to run; null if none was found. */
    @Nullable
    Goroutine steal(Processor own) {
        Processor[] all = pool.processors();
        for (int pass = 0; pass < STEAL_PASSES; pass++) {
            int start = machine.nextRandom() % all.length;
            int step = coprimeStep(all.length);
            for (int i = 0, at = start; i < all.length; i++, at = (at + step) % all.length) {
                Processor victim = all[at];
                if (victim == own) {
                    continue;
                }
                Goroutine g = victim.sharesQueue() ? stealFrom(victim, own) : null;
                if (g == null && pass == STEAL_PASSES - 1 && victim.hasNext()) {
                    g = stealNext(victim, own);
                }
                if (g != null) {
                    return g;
                }
            }
            if (!global.isEmpty()) {
                Goroutine g = global.takeBatch(own, pool.maxProcs());
                if (g != null) {
                    return g;
                }
            }
            Thread.onSpinWait();
        }
        return null;
    }

    /** Takes half of the victim's queue; returns the last one of it to run. */
    private @Nullable Goroutine stealFrom(Processor victim, Processor own) {
        loot.own = own;
        loot.last = null;
        int n = victim.queue.takeHalf(loot);
        if (n > 0) {
            stolen(victim, own, n);
        }
        return loot.take();
    }

    private void stolen(Processor victim, Processor own, int n) {
        Observer o = Observation.of(observation);
        if (o != null) {
            o.stolen(own.id, victim.id, n);
        }
        own.steals++;
        own.stolen += n;
    }

    /**
     * Takes the victim's next one, unless the victim switches goroutines often: then it will run it in a moment, while
     * the data is in its cache.
     */
    private @Nullable Goroutine stealNext(Processor victim, Processor own) {
        if (victim.status() == Processor.RUNNING) {
            int switches = victim.switches();
            long start = System.nanoTime();
            do {
                Thread.onSpinWait();
            } while (System.nanoTime() - start < NEXT_BACKOFF_NANOS);
            if (victim.switches() != switches) {
                return null;
            }
        }
        Goroutine g = victim.takeNext();
        if (g != null) {
            stolen(victim, own, 1);
        }
        return g;
    }

    int coprimeStep(int n) {
        int step = 1 + machine.nextRandom() % n;
        while (gcd(step, n) != 1) {
            step = step % n + 1;
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** What a thief does with what it took: all but the last into its own queue. */
    private static final class Loot implements RunQueue.Taker {
        private final GlobalRunQueue global;

        @SuppressWarnings("NullAway.Init") // the thief says it before it takes anything
        private Processor own;

        /** Null while nothing was taken. */
        private @Nullable Goroutine last;

        Loot(GlobalRunQueue global) {
            this.global = global;
        }

        @Nullable
        Goroutine take() {
            Goroutine g = last;
            last = null;
            return g;
        }

        @Override
        public void take(Goroutine g) {
            if (last != null && !own.queue.offer(last)) {
                global.add(last);
            }
            last = g;
        }
    }
}
