package io.gondola.dsl;

/**
 * What a step of {@link Go#loop} decides: another step with a new state, or the result.
 *
 * @param <S> the type of the state
 * @param <R> the type of the result
 */
public abstract class Loop<S, R> {
    private Loop() {}

    /** Goes on with {@code state}, which may be null. */
    public static <S, R> Loop<S, R> next(S state) {
        return new Next<>(state);
    }

    /** Ends the loop with {@code result}, which may be null. */
    public static <S, R> Loop<S, R> done(R result) {
        return new Done<>(result);
    }

    static final class Next<S, R> extends Loop<S, R> {
        final S state;

        Next(S state) {
            this.state = state;
        }

        @Override
        public String toString() {
            return "next(" + state + ")";
        }
    }

    static final class Done<S, R> extends Loop<S, R> {
        final R result;

        Done(R result) {
            this.result = result;
        }

        @Override
        public String toString() {
            return "done(" + result + ")";
        }
    }
}
