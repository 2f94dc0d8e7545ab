package io.gondola.samples.files;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * All lines of a file, read by one thread into memory: the yardstick for {@link io.gondola.pipeline.Pipeline#lines}.
 */
public final class AllLines {
    private AllLines() {}

    /** Lines that end with LF, CR LF or CR; one that is not UTF-8 is a failure. */
    public static Seq<Try<String>> of(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ArrayList<Try<String>> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                lines.add(decoded(bytes, start, i));
                i += bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n' ? 1 : 0;
                start = i + 1;
            }
        }
        if (start < bytes.length) {
            lines.add(decoded(bytes, start, bytes.length));
        }
        return List.ofAll(lines);
    }

    private static Try<String> decoded(byte[] bytes, int start, int end) {
        return Try.of(() -> StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, start, end - start))
                .toString());
    }
}
