package io.gondola.dsl;

import io.gondola.dsl.engine.Returns;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Objects;

/** Programs in goroutines of their own, whose values are collected in order. */
final class Parallel {
    private Parallel() {}

    static <A> Go<Seq<A>> of(Iterable<? extends Go<? extends A>> programs) {
        Vector<Go<? extends A>> all =
                Vector.ofAll(Returns.<Go<? extends A>>elements(Objects.requireNonNull(programs, "as"), "parallel"));
        for (int i = 0; i < all.size(); i++) {
            Objects.requireNonNull(all.get(i), "as[" + i + "]");
        }
        Go<?>[] parts = all.toJavaStream().toArray(Go<?>[]::new);
        return Go.suspend(Part.building("parallel", () -> run(all), parts));
    }

    private static <A> Go<Seq<A>> run(Vector<Go<? extends A>> programs) {
        Object[] values = new Object[programs.size()];
        // As many places as senders: nobody waits to tell that it is done, not even after a goexit.
        Channel<Unit> done = Channel.<Unit>buffered(values.length).named("parallel");
        Go<Unit> start = Go.forRange(0, values.length, i -> {
            Go<?> member = programs.get(i).peek(v -> values[i] = v);
            return Go.go(new Member(member, done.send(Unit.UNIT)));
        });
        return start.then(done.receive().repeat(values.length)).map(u -> collect(values));
    }

    @SuppressWarnings("unchecked") // the programs yield an A
    private static <A> Seq<A> collect(Object[] values) {
        return (Seq<A>) Vector.of(values);
    }
}
