package io.gondola.dsl;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs blocking code on virtual threads, one for each call. Reached by name, since Java 17 has none. */
final class VirtualThreads {
    private static final int FIRST_VERSION = 21;
    private static final @Nullable MethodHandle START = find();

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    /**
     * Written before close looks at {@code running}; read after a thread was added there: one of the two sees the
     * other.
     */
    private volatile boolean closed;

    /**
     * Refuses a JDK without virtual threads, naming the {@code option} that asked for them.
     *
     * @throws UnsupportedOperationException {@code blockingOnVirtualThreads needs Java 21 or later: 17}
     */
    static void check(String option) {
        if (START == null) {
            throw new UnsupportedOperationException(option + " needs Java " + FIRST_VERSION + " or later: "
                    + Runtime.version().feature());
        }
    }

    private static @Nullable MethodHandle find() {
        if (Runtime.version().feature() < FIRST_VERSION) {
            return null; // 19 and 20 have the method, but it throws
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Runs {@code code}, which throws nothing, on a new virtual thread.
     *
     * @throws IllegalStateException if none can be started
     */
    @SuppressWarnings("NullAway") // there are virtual threads, since this was made
    void start(Runnable code) {
        Runnable counted = () -> {
            Thread self = Thread.currentThread();
            running.add(self);
            if (closed) {
                self.interrupt();
            }
            try {
                code.run();
            } finally {
                running.remove(self);
            }
        };
        try {
            Object unused = START.invoke(counted);
        } catch (Throwable t) {
            throw new IllegalStateException("a virtual thread cannot be started", t);
        }
    }

    /** Interrupts all code that runs, or begins to later. */
    void close() {
        closed = true;
        running.forEach(Thread::interrupt);
    }
}
