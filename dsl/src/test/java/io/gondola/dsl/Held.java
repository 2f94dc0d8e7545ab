package io.gondola.dsl;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.suspend;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A variable of a program under test: something large that the program uses, and then needs no more. */
final class Held {
    private static final int COLLECTIONS = 60;

    private final byte[] bytes = new byte[1 << 10];

    int size() {
        return bytes.length;
    }

    void use() {
        bytes[0]++;
    }

    Go<Unit> useLater() {
        return run(this::use);
    }

    Object fail() {
        throw new IllegalStateException("held " + size());
    }

    /** A program that holds {@code a}, needs it no more, and then, while somebody else still goes on, parks in {@code park}. */
    interface Shape {
        Go<?> of(Held a, Go<Unit> park);
    }

    /**
     * Runs {@code shape} in a goroutine until something in it parks. Returns whether the variable is garbage then, although the
     * goroutine and its program live.
     */
    static boolean isGarbageOnceParked(TestRuntime rt, Shape shape) {
        AtomicReference<WeakReference<Held>> variable = new AtomicReference<>();
        AtomicBoolean parked = new AtomicBoolean();
        Channel<Unit> hold = Channel.unbuffered();
        Go<Unit> park = run(() -> parked.set(true)).then(hold.receive());
        Go<?> goroutine = suspend(() -> {
            Held a = new Held();
            variable.set(new WeakReference<>(a));
            return shape.of(a, park);
        });
        return rt.run(go(goroutine)
                .then(forWhile(() -> !parked.get(), gosched()))
                .then(gosched().repeat(100))
                .then(call(() -> isCollected(variable.get()))));
    }

    private static boolean isCollected(WeakReference<?> variable) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            if (variable.get() == null) {
                return true;
            }
            Thread.sleep(1 + i / 4); // a machine that has just parked may still have it on its stack
        }
        return false;
    }
}
