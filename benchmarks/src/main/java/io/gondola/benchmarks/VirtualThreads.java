package io.gondola.benchmarks;

import io.vavr.CheckedRunnable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Virtual threads, which the benchmarks are compiled without: they are there from JDK 21 on. */
final class VirtualThreads {
    /** How many run at once; read by the JDK when the first one starts. */
    static final String CARRIERS_PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    private static final int SINCE = 21;

    /** {@code Thread.startVirtualThread}; null on a JDK without. */
    private static final MethodHandle START = find();

    private VirtualThreads() {}

    static boolean available() {
        return START != null;
    }

    /** Why there are none. */
    static String missing() {
        return "no virtual threads on JDK " + Runtime.version().feature() + ": they need " + SINCE + " or later";
    }

    static Thread start(Runnable body) {
        try {
            return (Thread) START.invokeExact(body);
        } catch (Throwable t) {
            throw new IllegalStateException("a virtual thread did not start", t);
        }
    }

    /** Runs each body in a virtual thread of its own, and waits for all. */
    static void run(CheckedRunnable... bodies) throws InterruptedException {
        Thread[] threads = new Thread[bodies.length];
        for (int i = 0; i < bodies.length; i++) {
            threads[i] = start(bodies[i].unchecked());
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static MethodHandle find() {
        if (Runtime.version().feature() < SINCE) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
