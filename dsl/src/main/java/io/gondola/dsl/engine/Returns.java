package io.gondola.dsl.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Refuses the null that a user's function gave where something is due, and names the combinator that it was given to.
 */
public final class Returns {
    private Returns() {}

    /** Checks what a function of {@code where} returned in place of a program. */
    public static <P> P program(P returned, String where) {
        if (returned == null) {
            throw new NullPointerException(
                    where
                            + ": the function returned null in place of a program; return Go.unit() where there is nothing to do");
        }
        if (Built.isWatching() && returned instanceof Instruction program) {
            Built.ran(program);
        }
        return returned;
    }

    /** Checks what the condition of {@code where} yielded. */
    public static boolean condition(Boolean yielded, String where) {
        if (yielded == null) {
            throw new NullPointerException(where + ": the condition yielded null in place of true or false");
        }
        return yielded;
    }

    /** Checks what {@link Iterable#iterator} of the elements given to {@code where} returned. */
    public static <T, I extends Iterator<T>> I iterator(I returned, String where) {
        if (returned == null) {
            throw new NullPointerException(where + ": iterator() returned null");
        }
        return returned;
    }

    /** The elements of {@code all}, which were given to {@code where}. */
    public static <T> List<T> elements(Iterable<? extends T> all, String where) {
        List<T> list = new ArrayList<>();
        iterator(all.iterator(), where).forEachRemaining(list::add);
        return list;
    }
}
