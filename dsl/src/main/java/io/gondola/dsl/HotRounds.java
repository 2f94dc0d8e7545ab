package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Copies of {@link LoopRounds} and {@link LoopBodies}, one for each class of function whose loops are hot. */
final class HotRounds {
    /*
     * A copy is two hidden classes, and costs a few hundred microseconds and about 20 KB of metaspace, and the
     * compiler's work. So a loop asks only after LONG_LOOP rounds, a class of functions gets its copy only when its
     * loops have asked ENOUGH times, and there are at most MAX_COPIES. Whatever has none is executed by the shared
     * rounds, as everything is where no class can be defined at run time (a native image).
     *
     * Nothing is kept alive: the map holds the functions' classes weakly, a copy refers to no function, and a copy
     * without loops and without its function's class is unloaded, for it was not defined as strong.
     */
    static final Rounds SHARED = new LoopRounds();

    static final int LONG_LOOP = 1_000;
    private static final int ENOUGH = 8;
    private static final int MAX_COPIES = 512;

    private static final Lock LOCK = new ReentrantLock();
    private static final Map<Class<?>, Heat> HEATS = new WeakHashMap<>(); // guarded by LOCK
    private static byte[] roundsCode; // guarded by LOCK
    private static byte[] bodiesCode; // guarded by LOCK
    private static int copies; // guarded by LOCK
    private static boolean impossible; // guarded by LOCK

    /** What is known of one class of functions. */
    private static final class Heat {
        int asked;
        Rounds own;
    }

    private HotRounds() {}

    /** For a loop that has run for long with {@code function}: rounds of its own, or the shared ones. */
    static Rounds of(Object function) {
        Object user = function instanceof Adapter adapter ? adapter.original() : function;
        if (user == null || !LOCK.tryLock()) {
            return SHARED;
        }
        try {
            Heat heat = HEATS.computeIfAbsent(user.getClass(), c -> new Heat());
            if (heat.own == null && ++heat.asked >= ENOUGH && copies < MAX_COPIES && !impossible) {
                heat.own = copy();
                copies++;
            }
            return heat.own == null ? SHARED : heat.own;
        } finally {
            LOCK.unlock();
        }
    }

    private static Rounds copy() {
        Lookup lookup = MethodHandles.lookup();
        try {
            if (bodiesCode == null) {
                roundsCode = read("LoopRounds.class");
                bodiesCode = read("LoopBodies.class");
            }
            Bodies bodies = (Bodies) made(lookup.defineHiddenClass(bodiesCode, true, Lookup.ClassOption.NESTMATE));
            return (Rounds)
                    made(lookup.defineHiddenClassWithClassData(roundsCode, bodies, true, Lookup.ClassOption.NESTMATE));
        } catch (IOException | ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
            impossible = true; // the shared rounds do the same, if slower
            return SHARED;
        }
    }

    private static Object made(Lookup copy) throws ReflectiveOperationException {
        return copy.lookupClass().getDeclaredConstructor().newInstance();
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = LoopRounds.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("no class file: " + file);
            }
            return in.readAllBytes();
        }
    }
}
