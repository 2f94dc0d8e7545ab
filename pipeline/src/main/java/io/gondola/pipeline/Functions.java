package io.gondola.pipeline;

import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What users hand to the operators, checked, and as stages take it: functions of objects. */
@SuppressWarnings("unchecked") // what feeds them has the types of the signatures
final class Functions {
    private Functions() {}

    static <X, Y> CheckedFunction1<X, Y> of(CheckedFunction1<?, ?> f, String name) {
        return (CheckedFunction1<X, Y>) Objects.requireNonNull(f, name);
    }

    static <X, Y, Z> CheckedFunction2<X, Y, Z> of(CheckedFunction2<?, ?, ?> f, String name) {
        return (CheckedFunction2<X, Y, Z>) Objects.requireNonNull(f, name);
    }

    static CheckedPredicate<Object> test(CheckedPredicate<?> p, String name) {
        return (CheckedPredicate<Object>) Objects.requireNonNull(p, name);
    }

    /** {@code first}, if that is not null, and the others. */
    static List<Pipeline<?>> list(@Nullable Pipeline<?> first, Pipeline<?>[] others) {
        List<Pipeline<?>> all = new ArrayList<>();
        if (first != null) {
            all.add(first);
        }
        for (Pipeline<?> p : Objects.requireNonNull(others, "others")) {
            all.add(Objects.requireNonNull(p, "pipeline"));
        }
        return List.copyOf(all);
    }
}
