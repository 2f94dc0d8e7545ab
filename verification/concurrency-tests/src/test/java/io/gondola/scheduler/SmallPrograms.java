package io.gondola.scheduler;

import io.gondola.modelcheck.Scenario;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Programs of a few accesses, whose ends can be counted by trying every order. Each tells how it ended. */
final class SmallPrograms {
    private SmallPrograms() {}

    /** Tells its end as a text. The consumer is the test's, which this class's loader does not load again. */
    abstract static class SmallProgram implements Scenario, Consumer<Consumer<String>> {
        private Consumer<String> ends = end -> {};

        @Override
        public final void accept(Consumer<String> consumer) {
            ends = consumer;
        }

        abstract String end();

        @Override
        public final void check() {
            ends.accept(end());
        }
    }

    /** Two threads add one to a field in two accesses each. */
    static final class LostUpdate extends SmallProgram {
        private int count;

        @Override
        public List<Runnable> threads() {
            return List.of(this::add, this::add);
        }

        private void add() {
            int seen = count;
            count = seen + 1;
        }

        @Override
        String end() {
            return "count=" + count;
        }
    }

    /** Store buffering: each thread sets its own flag and looks at the other's. */
    static final class StoreBuffering extends SmallProgram {
        private int x;
        private int y;
        private int sawX = -1;
        private int sawY = -1;

        @Override
        public List<Runnable> threads() {
            return List.of(
                    () -> {
                        x = 1;
                        sawY = y;
                    },
                    () -> {
                        y = 1;
                        sawX = x;
                    });
        }

        @Override
        String end() {
            return "sawX=" + sawX + ", sawY=" + sawY;
        }
    }

    /** Three threads write one field; the first copies it to another one, which the last reads. */
    static final class ThreeWriters extends SmallProgram {
        private int a;
        private int b;
        private int seen;

        @Override
        public List<Runnable> threads() {
            return List.of(
                    () -> {
                        a = 1;
                        b = a;
                    },
                    () -> a = 2,
                    () -> {
                        seen = b;
                        a = 3;
                    });
        }

        @Override
        String end() {
            return "a=" + a + ", b=" + b + ", seen=" + seen;
        }
    }

    /** Two threads claim one owner's place, and a third gives back what the first has claimed. */
    static final class Claims extends SmallProgram {
        private final AtomicInteger owner = new AtomicInteger();
        private int won;

        @Override
        public List<Runnable> threads() {
            return List.of(() -> claim(1), () -> claim(2), () -> owner.compareAndSet(1, 0));
        }

        private void claim(int who) {
            if (owner.compareAndSet(0, who)) {
                won += who;
            }
        }

        @Override
        String end() {
            return "owner=" + owner.get() + ", won=" + won;
        }
    }

    /** Two threads change a field under a lock, a third one looks without it. */
    static final class Locked extends SmallProgram {
        private final SpinLock lock = new SpinLock() {};
        private int value;
        private int seen = -1;

        @Override
        public List<Runnable> threads() {
            return List.of(() -> change(1), () -> change(2), () -> seen = value);
        }

        private void change(int by) {
            lock.lock();
            value = 2 * value + by;
            lock.unlock();
        }

        @Override
        String end() {
            return "value=" + value + ", seen=" + seen;
        }
    }

    /**
     * A thread waits for a permit, which another gives before or after it has set a flag; a lost one leaves it waiting.
     */
    static final class Parks extends SmallProgram {
        private Thread waiter;
        private int flag;
        private int seen = -1;
        private int woken;

        @Override
        public List<Runnable> threads() {
            return List.of(
                    () -> {
                        waiter = Thread.currentThread();
                        if (flag == 0) {
                            LockSupport.park(this);
                        }
                        woken = 1;
                        seen = flag;
                    },
                    () -> {
                        LockSupport.unpark(waiter);
                        flag = 1;
                    });
        }

        @Override
        String end() {
            return "woken=" + woken + ", seen=" + seen;
        }
    }
}
