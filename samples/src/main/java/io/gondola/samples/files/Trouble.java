package io.gondola.samples.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/**
 * Why a file or folder could not be used.
 *
 * @param reason in words
 * @param notText whether the file can be read, but holds no text
 */
public record Trouble(String reason, boolean notText) {
    public static Trouble of(IOException e) {
        if (e instanceof NotTextException || e instanceof CharacterCodingException) {
            return new Trouble(e instanceof NotTextException ? e.getMessage() : "malformed UTF-8", true);
        }
        return new Trouble(reason(e), false);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it does not exist any more";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
