package io.gondola.dsl;

import io.vavr.CheckedFunction1;
import java.util.Objects;

/** Programs one after another whose values are combined. */
final class Zip {
    private Zip() {}

    static <R> Go<R> of(CheckedFunction1<Object[], ? extends R> combine, Go<?>... parts) {
        for (int i = 0; i < parts.length; i++) {
            Objects.requireNonNull(parts[i], "a" + (i + 1));
        }
        return Go.suspend(() -> {
            Object[] values = new Object[parts.length];
            return Go.forRange(0, parts.length, i -> parts[i].peek(v -> values[i] = v))
                    .map(u -> combine.apply(values));
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the i-th part yields a T
    static <T> T at(Object[] values, int i) {
        return (T) values[i];
    }
}
