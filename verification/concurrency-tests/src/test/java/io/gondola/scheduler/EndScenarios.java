package io.gondola.scheduler;

import java.util.List;

/**
 * Small programs that a thread outside ends at any moment, while their goroutines run, wait, and are started and
 * readied.
 */
final class EndScenarios {

    private EndScenarios() {}

    /** Who is left waits for what never comes, or runs no more: nobody stays in a queue. */
    private abstract static class EndingProgram extends ModelProgram {
        EndingProgram() {
            super(1);
        }

        final int waiting(ModelGoroutine... all) {
            return waiting(List.of(all));
        }

        static int waiting(List<ModelGoroutine> all) {
            int n = 0;
            for (ModelGoroutine g : all) {
                n += g.state() == Goroutine.WAITING ? 1 : 0;
            }
            return n;
        }
    }

    /** Hunts: a goroutine is readied while its program ends, and stays in a queue, or keeps its processor busy. */
    static final class EndAgainstReady extends EndingProgram {
        private ModelGoroutine main;

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelLot lot = new ModelLot();
            main = goroutine("main", g -> g.parkAt(lot), g -> {});
            return List.of(
                    () -> {
                        scheduler.spawn(main);
                        lot.release();
                    },
                    program::exit);
        }

        @Override
        int left() {
            return waiting(main);
        }
    }

    /** Hunts: a goroutine that another one starts while their program ends is dropped twice, or never. */
    static final class EndAgainstSpawn extends EndingProgram {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine main = goroutine("main", g -> g.spawns(goroutine("child", child -> {})));
            return List.of(() -> scheduler.spawn(main), program::exit);
        }
    }

    /**
     * Hunts: what a goroutine was given, when its program ended and it never ran again, is lost for another program's
     * goroutine that waits behind it.
     */
    static final class EndAgainstHandOver extends EndingProgram {
        private ModelGoroutine first;

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelLot lot = new ModelLot();
            ModelledProgram other = new ModelledProgram(scheduler);
            first = goroutine("first", g -> lot.release());
            first.whenDropped(lot::release);
            ModelGoroutine second = goroutineOf(other, "second", g -> {});
            lot.parkedAtStart(first);
            lot.parkedAtStart(second);
            return List.of(lot::release, program::exit);
        }

        @Override
        int left() {
            return waiting(first);
        }
    }

    /**
     * Hunts: a program that waits for ever is not told so, since another one held off the report, and has just ended.
     */
    static final class EndAgainstDeadlock extends EndingProgram {
        private final ModelledProgram other = new ModelledProgram(scheduler);

        @Override
        public List<Runnable> threads() {
            ModelLot never = new ModelLot();
            ModelGoroutine waits = goroutine("waits for outside", g -> g.parkAt(never), g -> {});
            waits.waitsForOutside();
            ModelGoroutine stuck = goroutineOf(other, "stuck", g -> g.parkAt(never), g -> {});
            return List.of(() -> {
                scheduler.start(program, waits);
                scheduler.start(other, stuck);
                program.exit();
            });
        }

        @Override
        public void check() {
            if (other.deadlocks != 1) {
                throw new AssertionError("deadlocks told to the one that is stuck: " + other.deadlocks);
            }
            super.check();
        }

        /** One that ended before it ran was dropped; one that waited stays so. */
        @Override
        int left() {
            return waiting(all());
        }
    }

    /** Hunts: a goroutine that goes to sleep while its program ends stays among the deadlines, and is kept by them. */
    static final class EndAgainstSleep extends EndingProgram {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine main = goroutine("main", g -> g.sleepsUntil(1_000), g -> {});
            return List.of(() -> scheduler.spawn(main), program::exit);
        }

        @Override
        public void check() {
            super.check();
            for (Processor p : scheduler.pool.processors()) {
                if (p.timers.size() != 0) {
                    throw new AssertionError("kept after the end: " + p.timers.size());
                }
            }
        }

        @Override
        int left() {
            return waiting(all());
        }
    }

    /**
     * Hunts: a goroutine whose sleep is over at once is woken twice, or not at all, by a machine and by the thread that
     * looks at the clock.
     */
    static final class SleepAgainstClock extends EndingProgram {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine main = goroutine("main", g -> g.sleepsUntil(0), g -> {});
            ModelGoroutine other = goroutine("other", g -> g.sleepsUntil(0), g -> {});
            return List.of(
                    () -> {
                        scheduler.spawn(main);
                        scheduler.spawn(other);
                    },
                    () -> scheduler.timers.run(0, 1));
        }
    }

    /**
     * Hunts: a timer fires after it was disarmed, or neither, or it is told that it was not armed though it never
     * fired.
     */
    static final class DisarmAgainstClock extends EndingProgram {
        private final Task task = new Task();
        private boolean disarmed;
        private boolean wasActive;

        private final class Task extends TimerTask {
            private int fired;

            @Override
            protected long fire(long now) {
                if (disarmed) {
                    throw new AssertionError("fires after it was disarmed");
                }
                fired++;
                return Long.MAX_VALUE;
            }

            @Override
            protected Program program() {
                return program;
            }
        }

        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            scheduler.arm(task, 0);
            return List.of(() -> scheduler.timers.run(0, 1), () -> {
                wasActive = scheduler.disarm(task);
                disarmed = true;
            });
        }

        @Override
        public void check() {
            super.check();
            if (task.fired + (wasActive ? 1 : 0) != 1) {
                throw new AssertionError("fired " + task.fired + " times, and was armed when disarmed: " + wasActive);
            }
        }
    }
}
