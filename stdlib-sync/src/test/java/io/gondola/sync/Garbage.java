package io.gondola.sync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets the garbage collector run until something is gone, never for longer than a deadline. As the dsl's, whose tests
 * no other module can see.
 */
public final class Garbage {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Garbage() {}

    /** Whether {@code gone} becomes true. */
    public static boolean isCollected(BooleanSupplier gone) {
        long start = System.nanoTime();
        while (true) {
            System.gc();
            if (gone.getAsBoolean()) {
                return true;
            }
            if (System.nanoTime() - start > LIMIT_NANOS) {
                return false;
            }
            LockSupport.parkNanos(REST_NANOS); // a thread that has just parked may still have it on its stack
        }
    }
}
