package io.gondola.dsl;

/**
 * Completes a {@link Go#async} wait, from any thread. The first call counts, later ones do nothing.
 *
 * @param <A> the type of the value
 */
public interface Callback<A> {
    /** Lets the goroutine go on with {@code value}, which may be null. */
    void succeed(A value);

    /** Lets the goroutine panic with {@code cause}. */
    void fail(Throwable cause);
}
