package io.gondola.benchmarks;

import io.vavr.CheckedRunnable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Virtual threads, which the benchmarks are compiled without: they are there from JDK 21 on. */
@State(Scope.Benchmark)
public class VirtualThreads {
    private static final int SINCE = 21;
    private static final String CARRIERS_PROPERTY = "jdk.virtualThreadScheduler.parallelism";

    /** {@code Thread.startVirtualThread}; null on a JDK without. */
    private static final MethodHandle START = find();

    /** The number of carrier threads that the first trial in this JVM asked for; it can not change after. Null before. */
    private static Integer carriers;

    /** How many virtual threads run at once; 0 for as many as there are CPUs. */
    @Param({"1", "0"})
    public int procs;

    @Setup
    public void chooseCarriers() {
        if (!available()) {
            throw new UnsupportedOperationException(missing() + "; to leave them out: java -jar … '[.]goroutines$'");
        }
        if (carriers != null && carriers != procs) {
            throw new IllegalStateException(
                    "this JVM's virtual threads have their carriers: procs=" + carriers + "; use at least one fork");
        }
        setCarriers(procs);
    }

    private static void setCarriers(int n) {
        carriers = n;
        if (n != 0) {
            System.setProperty(CARRIERS_PROPERTY, Integer.toString(n));
        }
    }

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
