package io.gondola.samples.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 digest of a file.
 *
 * @param hex in hexadecimal digits
 * @param size how many bytes the file has
 */
record Sha256(String hex, long size) {
    private static final int CHUNK = 64 * 1024;

    /** Reads {@code file} to its end; blocks the thread meanwhile. */
    static Sha256 of(Path file) throws IOException {
        MessageDigest digest = algorithm();
        byte[] chunk = new byte[CHUNK];
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
                size += n;
            }
        }
        return new Sha256(HexFormat.of().formatHex(digest.digest()), size);
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
