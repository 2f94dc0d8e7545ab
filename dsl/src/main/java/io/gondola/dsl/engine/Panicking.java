package io.gondola.dsl.engine;

/**
 * A panic on its way up the frames.
 *
 * @go runtime/runtime2.go, {@code _panic}
 */
public final class Panicking extends Unwinding {
    static final int MAX_SITES = 64;

    private final Throwable thrown;
    private Object[] sites;
    private Panicking earlier;
    private boolean recovered;
    private boolean goexiting;

    /** {@code sites} are the user's functions that are running, innermost first. */
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
        more[0] = function;
        System.arraycopy(sites, 0, more, 1, sites.length);
        sites = more;
    }

    public Throwable thrown() {
        return thrown;
    }

    /** The user's functions that were running, innermost first, when this panic began. */
    public Object[] sites() {
        return sites.clone();
    }

    /** The panic during whose cleanup or handling this one began; null if none. */
    public Panicking earlier() {
        return earlier;
    }

    /** Tells that this panic left the cleanup or the handler of {@code p}. */
    public void supersedes(Panicking p) {
        Panicking oldest = this;
        while (oldest.earlier != null) {
            if (oldest == p) {
                return;
            }
            oldest = oldest.earlier;
        }
        if (oldest != p) {
            oldest.earlier = p;
        }
    }

    public boolean recovered() {
        return recovered;
    }

    public void markRecovered() {
        recovered = true;
    }

    /** Whether this panic left a cleanup that ran because of a goexit, which therefore goes on once this one is recovered. */
    public boolean goexiting() {
        return goexiting;
    }

    public void markGoexiting() {
        goexiting = true;
    }
}
