package io.gondola.scheduler;

import java.util.List;

/**
 * Small programs in which sysmon, in one patrol, moves what is queued behind a long step; the step ends at any moment
 * meanwhile.
 */
final class StuckScenarios {

    private StuckScenarios() {}

    /** Two processors, of which a thread holds the second one, so that nobody is free, until it gives it on. */
    private abstract static class Stuck extends ModelProgram {
        private final Processor held = scheduler.pool.acquireIdle();

        Stuck() {
            super(2);
        }

        /** By the goroutine that is in the long step: sysmon looks, and finds that it was asked to yield long ago. */
        final void startPatrol() {
            Processor p = Machine.current().p;
            p.preempt = true;
            p.askedAt = -StuckProcessors.NOTICE_NANOS;
            p.seenSwitches = p.switches();
            start("sysmon", () -> scheduler.sysmon.patrol(0));
        }

        final void startGivingOn() {
            start("holder", () -> scheduler.waker.handOff(held));
        }

        private static void start(String name, Runnable body) {
            new Thread(null, body, name, 0, false).start();
        }
    }

    /**
     * Hunts: sysmon, the owner, and a thief on the other processor take the same goroutines, from the queue and from
     * runNext.
     */
    static final class QueueAgainstPatrol extends Stuck {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine queued = goroutine("queued", g -> {});
            ModelGoroutine next = goroutine("next", g -> {});
            ModelGoroutine main = goroutine("main", g -> {
                g.spawns(queued);
                g.spawns(next);
                startPatrol();
                startGivingOn();
            });
            return List.of(() -> scheduler.spawn(main));
        }
    }

    /**
     * Hunts: sysmon, the owner, and a machine that was free take the same goroutines, from a short queue and from
     * runNext.
     */
    static final class ShortQueueAgainstPatrol extends ModelProgram {
        ShortQueueAgainstPatrol() {
            super(2);
            shortQueues(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine queued = goroutine("queued", g -> {});
            ModelGoroutine next = goroutine("next", g -> {});
            ModelGoroutine main = goroutine("main", g -> {
                g.spawns(queued);
                g.spawns(next);
                Processor p = Machine.current().p;
                p.seenTaken = p.queue.taken(); // as if sysmon had looked before
                p.seenSwitches = p.switches();
                Stuck.start("sysmon", () -> scheduler.sysmon.patrol(0));
            });
            return List.of(() -> scheduler.spawn(main));
        }
    }

    /** Hunts: a goroutine that is between two queues while the only machine becomes idle: it looks like a deadlock. */
    static final class MovedIsNotDeadlocked extends Stuck {
        @Override
        public List<Runnable> threads() {
            ModelLot lot = new ModelLot();
            ModelGoroutine child = goroutine("child", g -> lot.release());
            ModelGoroutine main = goroutine(
                    "main",
                    g -> {
                        g.spawns(child);
                        startPatrol();
                        startGivingOn();
                        g.parkAt(lot);
                    },
                    ModelGoroutine::exits);
            return List.of(() -> scheduler.start(program, main));
        }
    }
}
