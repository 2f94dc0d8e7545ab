package io.gondola.dsl.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Copies of some code, one for each combination of users' classes for which that code is hot.
 *
 * @param <C> what executes the code
 */
public final class HotCopies<C> {
    /*
     * Why copies. The JVM's compiler inlines a call if its profile shows one or two receivers, and the profile belongs
     * to the bytecode: all users of a JVM would share it, and a JVM that has seen three lambdas would have no inlined
     * call any more. A copy of a class, hidden and defined at run time, has a profile of its own.
     *
     * A copy costs a few hundred microseconds and some tens of KB of metaspace, and the compiler's work. So a user who
     * has run for long asks, a combination gets its copy only when it was asked for ENOUGH times, and there is a limit.
     * Whatever has none is executed by the code that all share, as everything is where no class can be defined at run
     * time (a native image).
     *
     * Combinations are paths in a tree, of which each step is a class. Nothing is kept alive: the tree holds classes
     * weakly, a copy refers to no function, and a copy without users and without their classes is unloaded, if it was
     * not defined as strong. A step that has vanished takes with it all that is below it. How many steps the tree may
     * ever have is limited, too: programs can make any number of combinations from a few classes.
     */
    private static final int ENOUGH = 8;
    private static final int STEPS_EACH = 64;

    private final int max;
    private final Copier<C> copier;
    private final Lock lock = new ReentrantLock();
    private final Heat<C> root = new Heat<>(); // guarded by lock
    private int copies; // guarded by lock
    private int steps; // guarded by lock
    private boolean impossible; // guarded by lock

    /** At most {@code max} copies, made by {@code copier}. */
    public HotCopies(int max, Copier<C> copier) {
        this.max = max;
        this.copier = copier;
    }

    /** Makes a copy. */
    @FunctionalInterface
    public interface Copier<C> {
        /** A new copy; what is thrown means that none can be made. */
        @Nullable
        C copy() throws IOException, ReflectiveOperationException;
    }

    /** What is known of one combination, and of those that begin with it. */
    private static final class Heat<C> {
        private final Map<Class<?>, Heat<C>> longer = new WeakHashMap<>();
        private int asked;
        private @Nullable C own;
    }

    /** For code that has run for long with users of these classes: its copy, or null if it has none yet. */
    public @Nullable C of(Class<?>... users) {
        if (!lock.tryLock()) {
            return null;
        }
        try {
            Heat<C> heat = heatOf(users);
            if (heat == null) {
                return null;
            }
            if (heat.own == null && ++heat.asked >= ENOUGH && copies < max && !impossible) {
                heat.own = copy();
            }
            return heat.own;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Heat<C> heatOf(Class<?>... users) {
        Heat<C> heat = root;
        for (Class<?> user : users) {
            Heat<C> next = heat.longer.get(user);
            if (next == null) {
                if (steps == STEPS_EACH * max) {
                    return null;
                }
                steps++;
                next = new Heat<>();
                heat.longer.put(user, next);
            }
            heat = next;
        }
        return heat;
    }

    private @Nullable C copy() {
        try {
            @Nullable C copy = copier.copy();
            copies++;
            return copy;
        } catch (IOException | ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
            impossible = true; // the shared code does the same, if slower
            return null;
        }
    }

    /** The class file of {@code template}, which is no nested class. */
    public static byte[] codeOf(Class<?> template) throws IOException {
        String file = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("no class file: " + file);
            }
            return in.readAllBytes();
        }
    }
}
