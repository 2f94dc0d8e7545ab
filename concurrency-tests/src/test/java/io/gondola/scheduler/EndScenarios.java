package io.gondola.scheduler;

import java.util.List;

/** Small programs that a thread outside ends at any moment, while their goroutines run, wait, and are started and readied. */
final class EndScenarios {

    private EndScenarios() {}

    /** Who is left waits for what never comes, or runs no more: nobody stays in a queue. */
    private abstract static class Ended extends ModelProgram {
        Ended() {
            super(1);
        }

        final int waiting(ModelGoroutine... all) {
            int n = 0;
            for (ModelGoroutine g : all) {
                n += g.state() == Goroutine.WAITING ? 1 : 0;
            }
            return n;
        }
    }

    /** Hunts: a goroutine is readied while its program ends, and stays in a queue, or keeps its processor busy. */
    static final class EndAgainstReady extends Ended {
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
    static final class EndAgainstSpawn extends Ended {
        @Override
        public List<Runnable> threads() {
            scheduler.outsiders(1);
            ModelGoroutine main = goroutine("main", g -> g.spawns(goroutine("child", child -> {})));
            return List.of(() -> scheduler.spawn(main), program::exit);
        }
    }
}
