package io.gondola.dsl;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.forEach;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.suspend;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** A variable of a program under test: something large that the program uses, and then needs no more. */
final class Held {
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

    /**
     * A program that holds {@code a}, needs it no more, and then, while somebody else still goes on, parks in
     * {@code park}.
     */
    interface Shape {
        Go<?> of(Held a, Go<Unit> park);
    }

    /**
     * Runs {@code shape} in a goroutine until something in it parks. Returns whether the variable is garbage then,
     * although the goroutine and its program live.
     */
    static boolean isGarbageOnceParked(TestRuntime rt, Shape shape) {
        return keptOnceParked(rt, Map.of("it", shape)).isEmpty();
    }

    /**
     * Runs each of {@code shapes} in a goroutine until something in it parks, one after another in one program. Returns
     * the names of those whose variables are no garbage when all have parked, although all goroutines and their program
     * live.
     */
    @SuppressWarnings("gondola:shared") // by one goroutine after another
    static Set<String> keptOnceParked(TestRuntime rt, Map<String, Shape> shapes) {
        Map<String, WeakReference<Held>> variables = new LinkedHashMap<>();
        Channel<Unit> hold = Channel.unbuffered();
        return rt.run(forEach(shapes.entrySet(), shape -> {
                    AtomicBoolean parked = new AtomicBoolean();
                    Go<Unit> park = run(() -> parked.set(true)).then(hold.receive());
                    Go<?> goroutine = suspend(() -> {
                        Held a = new Held();
                        variables.put(shape.getKey(), new WeakReference<>(a));
                        return shape.getValue().of(a, park);
                    });
                    return go(goroutine)
                            .then(forWhile(() -> !parked.get(), gosched()))
                            .then(gosched().repeat(100));
                })
                .then(call(() -> kept(variables))));
    }

    private static Set<String> kept(Map<String, WeakReference<Held>> variables) {
        var unused = Garbage.isCollected(() -> {
            variables.values().removeIf(variable -> variable.refersTo(null));
            return variables.isEmpty();
        });
        return Set.copyOf(variables.keySet());
    }
}
