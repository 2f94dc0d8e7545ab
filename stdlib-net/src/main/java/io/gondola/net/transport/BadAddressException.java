package io.gondola.net.transport;

/** An address does not parse; the message is Go's cause. */
public final class BadAddressException extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;

    BadAddressException(String cause) {
        super(cause);
        text = cause;
    }

    /** The message. */
    public String text() {
        return text;
    }
}
