package io.gondola.samples.files.csv;

import java.io.IOException;

/** A record cannot be converted; the message says why. */
final class BadRecord extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient RawRecord row;

    BadRecord(RawRecord row, String message) {
        super(message);
        this.row = row;
    }

    /** Takes no stack trace: there may be as many as rows. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    RawRecord row() {
        return row;
    }
}
