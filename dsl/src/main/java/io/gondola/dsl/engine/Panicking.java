package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * A panic on its way up the frames.
 *
 * @go runtime/runtime2.go, {@code _panic}
 */
public final class Panicking extends Unwinding {
    /*
     * A panic is kept for as long as anybody keeps the Panic that a handler was given. So it has the tokens of the
     * functions that were running, not the functions, which would keep the variables of the code that panicked.
     *
     * Panics that interrupted each other are a list, newest first, and a new one is put before another list as often as
     * a panic leaves a handler; there may be as many as the stack is deep. `last` leads towards the end of the list, as
     * in a union-find structure: it is followed and shortened, so that joining two lists takes constant time in the
     * mean.
     */
    static final int MAX_SITES = 64;

    private final Throwable thrown;
    private Object[] sites;
    private @Nullable Panicking earlier;

    /** A panic nearer to the end of the list that begins with this one; itself if it is the end. */
    private Panicking last = this;

    private @Nullable StackTraceElement place;
    private @Nullable String past;
    private boolean recovered;
    private boolean goexiting;
    private boolean ofCleanup;

    /**
     * {@code sites} are the {@linkplain Sites#token tokens} of the user's functions that are running, innermost first.
     */
    Panicking(Throwable thrown, Object[] sites) {
        this.thrown = thrown;
        this.sites = sites;
    }

    /** Tells that it began in what {@code function} returned, which is not among the sites yet. */
    void beganIn(Object function) {
        if (function instanceof Adapter) {
            return;
        }
        Object[] more = new Object[sites.length + 1];
        more[0] = Sites.token(function);
        System.arraycopy(sites, 0, more, 1, sites.length);
        sites = more;
    }

    void builtAt(@Nullable StackTraceElement newPlace) {
        place = newPlace;
    }

    /** The line that built the operation that began it; null if that is not known. */
    public @Nullable StackTraceElement place() {
        return place;
    }

    void past(@Nullable String text) {
        past = text;
    }

    /** What it panicked on, and which program that has ended had used it; null if there is none, or none is known. */
    public @Nullable String past() {
        return past;
    }

    public Throwable thrown() {
        return thrown;
    }

    /**
     * The {@linkplain Sites#token tokens} of the user's functions that were running, innermost first, when this panic
     * began.
     */
    public Object[] sites() {
        return sites.clone();
    }

    /** The panic during whose cleanup or handling this one began; null if none. */
    public @Nullable Panicking earlier() {
        return earlier;
    }

    /** Tells that this panic left the cleanup or the handler of {@code p}. */
    public void supersedes(Panicking p) {
        Panicking oldest = oldest();
        Panicking oldestOfOther = p.oldest();
        if (oldest != oldestOfOther) {
            oldest.earlier = p;
            oldest.last = oldestOfOther;
        }
    }

    private Panicking oldest() {
        Panicking p = this;
        while (p.last != p) {
            p.last = p.last.last;
            p = p.last;
        }
        return p;
    }

    public boolean recovered() {
        return recovered;
    }

    public void markRecovered() {
        recovered = true;
    }

    /** Whether this panic left a cleanup that ran because of a goexit, or since a wait was given up. */
    public boolean ofCleanup() {
        return ofCleanup;
    }

    void markOfCleanup() {
        ofCleanup = true;
    }

    /**
     * Whether this panic left a cleanup that ran because of a goexit, which therefore goes on once this one is
     * recovered.
     */
    public boolean goexiting() {
        return goexiting;
    }

    public void markGoexiting() {
        goexiting = true;
    }
}
