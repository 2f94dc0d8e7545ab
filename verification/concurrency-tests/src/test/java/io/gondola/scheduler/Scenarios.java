package io.gondola.scheduler;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Small programs on a real scheduler, each of which hunts one kind of interleaving. */
final class Scenarios {

    private Scenarios() {}

    private static void nothing() {}

    /** Starts a thread that is no machine. */
    private static void start(String name, Runnable body) {
        new Thread(null, body, name, 0, false).start();
    }

    /** Hunts: the only machine goes idle while a thread outside queues a second goroutine. */
    static final class InjectAgainstIdle extends ModelProgram {
        InjectAgainstIdle() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine first = goroutine("first", g -> {});
            ModelGoroutine second = goroutine("second", g -> {});
            return List.of(() -> {
                scheduler.spawn(first);
                scheduler.spawn(second);
            });
        }
    }

    /** Hunts: two threads outside queue goroutines while machines start and go idle. */
    static final class TwoInjectors extends ModelProgram {
        TwoInjectors() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine first = goroutine("first", g -> {});
            ModelGoroutine second = goroutine("second", g -> {});
            return List.of(() -> scheduler.spawn(first), () -> scheduler.spawn(second));
        }
    }

    /**
     * Hunts: one goroutine starts two on two processors; the second displaces the first, which wakes a machine that
     * steals it.
     */
    static final class SpawnAgainstSteal extends ModelProgram {
        SpawnAgainstSteal() {
            super(2);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine first = goroutine("first", g -> {});
            ModelGoroutine second = goroutine("second", g -> {});
            ModelGoroutine main = goroutine("main", g -> {
                g.spawns(first);
                g.spawns(second);
            });
            return List.of(() -> scheduler.spawn(main));
        }
    }

    /**
     * Hunts: a goroutine parks while a thread outside readies it: too early, in between, or after its machine went
     * idle.
     */
    static final class ParkAgainstReady extends ModelProgram {
        ParkAgainstReady() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelLot lot = new ModelLot();
            ModelGoroutine main = goroutine("main", g -> g.parkAt(lot), g -> {});
            return List.of(() -> scheduler.spawn(main), lot::release);
        }
    }

    /**
     * Hunts: a goroutine begins to block while a thread outside queues the one that it waits for. There is no sysmon to
     * help: either the queuer sees that the processor is not used, or the goroutine sees that it is needed.
     */
    static final class BlockingAgainstInject extends ModelProgram {
        private volatile boolean released;

        BlockingAgainstInject() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            Thread[] blocked = new Thread[1];
            ModelGoroutine other = goroutine("other", g -> {
                released = true;
                LockSupport.unpark(blocked[0]);
            });
            ModelGoroutine main = goroutine("main", g -> {
                blocked[0] = Thread.currentThread();
                start("queuer", () -> scheduler.spawn(other));
                g.blocks(this::awaitRelease, h -> {});
            });
            return List.of(() -> scheduler.spawn(main));
        }

        private void awaitRelease() {
            while (!released) {
                LockSupport.park(this);
            }
        }
    }

    /** Hunts: a goroutine with another one in its queue blocks, gives its processor away, and comes back. */
    static final class BlockingHandsOver extends ModelProgram {
        BlockingHandsOver() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine other = goroutine("other", g -> {});
            ModelGoroutine main = goroutine(
                    "main",
                    g -> {
                        g.spawns(other);
                        g.yields();
                    },
                    g -> {
                        g.spawns(goroutine("third", h -> {}));
                        g.blocks(Scenarios::nothing, h -> {});
                    });
            return List.of(() -> scheduler.spawn(main));
        }
    }

    /** Hunts: a goroutine comes back from blocking code while sysmon, in one of its patrols, retakes its processor. */
    static class BlockingAgainstRetake extends ModelProgram {
        BlockingAgainstRetake() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine main = goroutine("main", g -> {
                startPatrol();
                g.blocks(Scenarios::nothing, h -> {});
            });
            return List.of(() -> scheduler.spawn(main));
        }

        /**
         * Starts a patrol that finds the calling goroutine's processor as it was at the last one: blocking code may be
         * retaken from.
         */
        final void startPatrol() {
            Processor p = Machine.current().p;
            p.seenTick = p.scheduleTick;
            start("sysmon", () -> scheduler.sysmon.patrol(0));
        }
    }

    /**
     * Hunts: as before, while another machine takes the processor that sysmon gives on for the goroutine in its queue.
     */
    static final class RetakeForAnother extends BlockingAgainstRetake {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine other = goroutine("other", g -> {});
            ModelGoroutine main = goroutine("main", g -> {
                g.spawns(other);
                startPatrol();
                g.blocks(Scenarios::nothing, h -> {});
            });
            return List.of(() -> scheduler.spawn(main));
        }
    }

    /**
     * Hunts: sysmon and a thread outside that queues a goroutine both retake the processor from one that comes back.
     */
    static final class RetakeAgainstInject extends BlockingAgainstRetake {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine other = goroutine("other", g -> {});
            ModelGoroutine main = goroutine("main", g -> {
                startPatrol();
                start("queuer", () -> scheduler.spawn(other));
                g.blocks(Scenarios::nothing, h -> {});
            });
            return List.of(() -> scheduler.spawn(main));
        }
    }

    /** Hunts: all goroutines of a program wait for ever, and nobody says so; or somebody does too early. */
    static final class Deadlock extends ModelProgram {
        Deadlock() {
            super(2);
        }

        @Override
        public List<Runnable> threads() {
            ModelLot lot = new ModelLot();
            ModelGoroutine child = goroutine("child", g -> lot.release());
            ModelGoroutine main = goroutine(
                    "main",
                    g -> {
                        g.spawns(child);
                        g.parkAt(lot);
                    },
                    g -> g.parkAt(lot));
            return List.of(() -> scheduler.start(program, main));
        }

        @Override
        int left() {
            return 1;
        }

        @Override
        int expectedDeadlocks() {
            return 1;
        }
    }

    /** Hunts: a deadlock is reported although a goroutine only blocks. */
    static final class BlockingIsNoDeadlock extends ModelProgram {
        BlockingIsNoDeadlock() {
            super(1);
        }

        @Override
        public List<Runnable> threads() {
            ModelLot lot = new ModelLot();
            ModelGoroutine child = goroutine("child", g -> {
                g.blocks(Scenarios::nothing, h -> lot.release());
            });
            ModelGoroutine main = goroutine(
                    "main",
                    g -> {
                        g.spawns(child);
                        g.parkAt(lot);
                    },
                    ModelGoroutine::exits);
            return List.of(() -> scheduler.start(program, main));
        }
    }

    /** Hunts: the number of processors falls to one while goroutines are queued on both. */
    static final class FewerProcessors extends ModelProgram {
        FewerProcessors() {
            super(2);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine child = goroutine("child", g -> {});
            ModelGoroutine main = goroutine("main", g -> g.spawns(child));
            return List.of(() -> scheduler.spawn(main), () -> scheduler.setMaxProcs(1));
        }
    }

    /**
     * Hunts: the number of processors falls and rises again while the machine on the upper one, with a goroutine to run
     * next, leaves it. The lower one belongs to somebody busy until then, so that nobody searches.
     */
    static final class FewerThenMoreProcessors extends ModelProgram {
        FewerThenMoreProcessors() {
            super(2);
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            Processor lower = scheduler.pool.acquireIdle();
            ModelGoroutine child = goroutine("child", g -> {});
            ModelGoroutine main = goroutine("main", g -> {
                g.spawns(child);
                start("resizer", () -> {
                    scheduler.setMaxProcs(1);
                    scheduler.setMaxProcs(2);
                    scheduler.waker.handOff(lower);
                });
            });
            return List.of(() -> scheduler.spawn(main));
        }
    }
}
