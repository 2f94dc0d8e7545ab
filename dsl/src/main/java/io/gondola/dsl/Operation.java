package io.gondola.dsl;

/**
 * A program of one step, such as a send: a value at once, or after parking once. Not for users to extend.
 *
 * <p>Its {@code exec} pushes no frame. Whoever combines it with something else may therefore execute it in place, and needs
 * a frame only if it answers with a signal. An operation that others can observe begins with {@code Fiber.step()}.
 *
 * @param <A> the type of the value
 */
public abstract class Operation<A> extends Shallow<A> {
    protected Operation() {}

    /** Whether {@code program} is nothing but a panic. */
    protected static boolean isPanic(Go<?> program) {
        return program instanceof Raise;
    }

    /** The {@linkplain #isPanic panic}, with the function of the user's that returned it, which its report is to show. */
    protected static Go<?> returnedBy(Object function, Go<?> panic) {
        return ((Raise<?>) panic).returnedBy(function);
    }
}
