package io.gondola.samples.files;

import java.io.IOException;

/** The file is readable, but no text. */
final class NotTextException extends IOException {
    private static final long serialVersionUID = 1L;

    NotTextException(String message) {
        super(message);
    }
}
