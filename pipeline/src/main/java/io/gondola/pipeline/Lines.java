package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.MeterCounter;
import io.gondola.dsl.engine.Signal;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code lines}: reads a file by blocks, and takes them apart into lines. */
final class Lines extends Source {
    /*
     * A block is read in `blocking`, into what is left of the one before. Lines end with LF, CR LF or CR, as those of
     * the JDK do. In the charsets that are allowed these bytes mean nothing else, so they are looked for in the bytes,
     * and each line is decoded by itself.
     *
     * Strict decoding costs more than that of String, which replaces what is malformed by U+FFFD. So a line is decoded
     * strictly only if it has that character.
     */
    static final int MAX_LINE = 16 << 20;

    private static final int BLOCK = 1 << 16;
    private static final char REPLACEMENT = '\uFFFD';

    private final Path file;
    private final Charset charset;
    private final int maxLine;
    private @Nullable InputStream in;
    private byte[] bytes = new byte[BLOCK];

    /** What was read and not taken yet is from `from` to `to`; up to `scanned` there is no end of a line. */
    private int from;

    private int scanned;
    private int to;
    private boolean atEnd;
    private boolean begun;

    /** Where `bytes` begins in the file. */
    private long offset;

    /** Who wants to know how far it is; null if nobody. */
    private @Nullable FileProgress progress;

    /** Null before the file is open, and if nobody wants to know. */
    private FileProgress.@Nullable Place place;

    private long number;

    /** Whether the bytes up to the next end of a line belong to a line that was too long. */
    private boolean skipping;

    Lines(Label label, Path file, Charset charset, int maxLine) {
        super(label);
        this.file = file;
        this.charset = charset;
        this.maxLine = maxLine;
    }

    static boolean isSupported(Charset c) {
        try {
            return Arrays.equals("\r\n".getBytes(c), new byte[] {'\r', '\n'});
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    Object next(Loop loop, Fiber f) throws Throwable {
        while (true) {
            Object line = begun ? line() : null;
            if (line != null) {
                if (place != null) {
                    place.taken(offset + from);
                }
                return line;
            }
            if (!begun) {
                begun = true;
                progress = loop.member().run.progress(label);
            }
            Object v = loop.run(f, Go.blocking(this::read), label);
            if (v instanceof Signal) {
                return v;
            }
        }
    }

    @Override
    Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        return next(loop, f);
    }

    private Integer read() throws IOException {
        if (in == null) {
            in = java.nio.file.Files.newInputStream(file);
            place = progress == null ? null : progress.begin(bytesInFile());
        }
        if (from > 0) {
            offset += from;
            System.arraycopy(bytes, from, bytes, 0, to - from);
            scanned -= from;
            to -= from;
            from = 0;
        }
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * to);
        }
        int n = in.read(bytes, to, bytes.length - to);
        atEnd = n < 0;
        to += Math.max(0, n);
        return n;
    }

    /** Of a device or a pipe nobody knows how much will come. */
    private long bytesInFile() throws IOException {
        return java.nio.file.Files.isRegularFile(file) ? java.nio.file.Files.size(file) : MeterCounter.UNKNOWN;
    }

    /** The next line, or its failure, or the end; null if more must be read. */
    private @Nullable Object line() {
        while (true) {
            int i = scanned;
            byte[] b = bytes;
            while (i < to && b[i] != '\n' && b[i] != '\r') {
                i++;
            }
            scanned = i;
            boolean ends = i < to && (b[i] == '\n' || i + 1 < to || atEnd);
            if (!ends) {
                if (i == to && i - from > maxLine) {
                    from = i; // of a line that is too long nothing is kept
                    skipping = true;
                }
                if (!atEnd) {
                    return null;
                }
                if (from == to && !skipping) {
                    return Mark.END;
                }
            }
            int start = from;
            from = ends ? i + (b[i] == '\r' && i + 1 < to && b[i + 1] == '\n' ? 2 : 1) : to;
            scanned = from;
            number++;
            boolean tooLong = skipping || i - start > maxLine;
            skipping = false;
            return tooLong ? failed(new IOException("a line is longer than " + maxLine + " bytes")) : decoded(start, i);
        }
    }

    private Object decoded(int start, int end) {
        String line = new String(bytes, start, end - start, charset);
        if (line.indexOf(REPLACEMENT) < 0) {
            return line;
        }
        try {
            CharsetDecoder strict = charset.newDecoder();
            return strict.decode(ByteBuffer.wrap(bytes, start, end - start)).toString();
        } catch (CharacterCodingException e) {
            return failed(new IOException("a line is not " + charset.name(), e));
        }
    }

    private Failed failed(IOException why) {
        IOException e = new IOException(why.getMessage() + ": file=" + file + ", line=" + number, why.getCause());
        return new Failed(new PipelineException(label, Option.none(), e), true);
    }

    @Override
    @Nullable
    Go<?> close(Loop loop, Fiber f) {
        InputStream open = in;
        return open == null
                ? null
                : Go.blocking(() -> {
                    open.close();
                    return number;
                });
    }

    static Charset checked(Charset c) {
        if (!isSupported(c)) {
            throw new IllegalArgumentException("charset must be one in which line ends are single bytes: " + c
                    + "; decode the file with Files.newBufferedReader and from(reader.lines())");
        }
        return c == null ? StandardCharsets.UTF_8 : c;
    }
}
