package io.gondola.samples.net.http;

/**
 * A request that is answered by an error, after which its connection is closed: what follows cannot be told apart any
 * more.
 */
final class Rejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Rejection(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
