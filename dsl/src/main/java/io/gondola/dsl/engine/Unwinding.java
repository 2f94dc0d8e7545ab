package io.gondola.dsl.engine;

/** Why a goroutine leaves its frames without a value: a {@link Panicking}, a {@link Goexit} or a {@link Breaking}. */
public abstract sealed class Unwinding permits Panicking, Goexit, Breaking {
    /**
     * What goes on when {@code later} leaves a cleanup that runs because of {@code this}: a panic takes over,
     * remembering what it interrupted; a goexit abandons a panic; an exit from a block stops neither.
     *
     * @go runtime/panic.go, {@code nextDefer}, {@code Goexit}
     */
    public final Unwinding interruptedBy(Unwinding later) {
        if (later instanceof Panicking p) {
            if (this instanceof Panicking earlier) {
                p.supersedes(earlier);
                if (earlier.goexiting()) {
                    p.markGoexiting();
                }
                if (earlier.ofCleanup()) {
                    p.markOfCleanup();
                }
            } else {
                p.markOfCleanup();
                if (this instanceof Goexit) {
                    p.markGoexiting();
                }
            }
            return p;
        }
        return later instanceof Breaking && !(this instanceof Breaking) ? this : later;
    }
}
