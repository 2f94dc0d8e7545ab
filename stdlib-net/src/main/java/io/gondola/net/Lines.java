package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.sync.Mutex;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Lines of text over a connection, in UTF-8.
 *
 * <pre>{@code
 * Lines lines = Lines.over(connection);
 * lines.read().flatMap(line -> lines.write("you said " + line.getOrElse("nothing")))
 * }</pre>
 *
 * <p>Not for users to extend.
 *
 * @go bufio/scan.go, {@code Scanner}; bufio/bufio.go, {@code Writer}
 */
@CheckReturnValue
public abstract class Lines {
    /** Go's: the longest line if nothing else is said, in bytes. */
    public static final int DEFAULT_MAX_LENGTH = 64 << 10; // bufio/scan.go, MaxScanTokenSize

    Lines() {}

    /** Lines of at most {@link #DEFAULT_MAX_LENGTH} bytes. */
    public static Lines over(TcpConnection connection) {
        return over(connection, DEFAULT_MAX_LENGTH);
    }

    /**
     * Lines over {@code connection}, which must not be read by others from then on.
     *
     * @param maxLength of a line that is read, in bytes, without its end
     * @throws IllegalArgumentException {@code maxLength must be positive: 0}
     */
    public static Lines over(TcpConnection connection, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("maxLength must be positive: " + maxLength);
        }
        Buffered lines = new Buffered(Objects.requireNonNull(connection, "connection"), maxLength);
        connection.lines = lines;
        return lines;
    }

    /**
     * Reads a line, without its end ({@code \n} or {@code \r\n}); none at the end of the stream. A last line may lack
     * its end. What was written and not sent yet is sent before the goroutine waits. One goroutine reads at a time.
     *
     * @return panics with {@code line too long}, then and from then on: what follows cannot be told apart any more
     */
    public abstract Go<Option<String>> read();

    /**
     * Writes {@code line} and its end, {@code \n}. It goes at once, unless the goroutine is the one that reads, and the
     * next line is there already: then the answers to several lines go together. Any number of goroutines may write.
     */
    public abstract Go<Unit> write(String line);

    /**
     * Sends what was written and not sent yet: to be called before the connection is closed while lines are left to
     * read.
     */
    public abstract Go<Unit> flush();

    /** Lines over a connection, with a buffer that is there only while it holds something. */
    private static final class Buffered extends Lines {
        private static final int FIRST = 512;
        private static final int ENOUGH = 8 << 10;
        private static final byte[] NONE = {};

        private final TcpConnection c;
        private final int maxLength;

        // of the goroutine that reads
        private byte[] in = NONE;
        private int from;
        private int to;

        /** Up to here there is no line feed. */
        private int searched;

        private boolean tooLong;

        /**
         * The {@linkplain Fiber#identity identity} of the goroutine that has read the last line, if another one is
         * there already.
         */
        private volatile long reader;

        /** Guards `out`. */
        private final Mutex writing = new Mutex().named("lines");

        private byte[] out = NONE;
        private volatile int pending;

        Buffered(TcpConnection c, int maxLength) {
            this.c = c;
            this.maxLength = maxLength;
        }

        @Override
        public Go<Option<String>> read() {
            return Go.loop(
                    false,
                    ended -> new Shared<Go<Loop<Boolean, Option<String>>>>(this, f -> round(f, ended))
                            .flatMap(next -> next));
        }

        private Go<Loop<Boolean, Option<String>>> round(Fiber f, boolean ended) throws NetException {
            int end = tooLong ? -1 : lineEnd();
            if (end >= 0) {
                String line = take(end, end + 1);
                reader = lineEnd() >= 0 ? f.identity() : 0;
                return Go.pure(Loop.done(Option.some(line)));
            }
            if (tooLong || to - from > maxLength + 1) {
                throw overlong();
            }
            reader = 0;
            if (ended) {
                return Go.pure(Loop.done(from == to ? Option.none() : Option.some(lastLine())));
            }
            Go<Loop<Boolean, Option<String>>> more =
                    Go.suspend(() -> c.read(room())).map(n -> Loop.next(filled(n)));
            return pending == 0 ? more : flush().then(more);
        }

        private NetException overlong() {
            tooLong = true;
            in = NONE;
            from = 0;
            to = 0;
            return new NetException("read", "line too long", 0);
        }

        private String lastLine() throws NetException {
            if (to - from > maxLength) {
                throw overlong();
            }
            return take(to, to);
        }

        /** Where the next line ends; -1 if it is not known. */
        private int lineEnd() throws NetException {
            for (int i = Math.max(from, searched); i < to; i++) {
                if (in[i] == '\n') {
                    searched = i;
                    int length = i - from - (i > from && in[i - 1] == '\r' ? 1 : 0);
                    if (length > maxLength) {
                        throw overlong();
                    }
                    return i;
                }
            }
            searched = to;
            return -1;
        }

        private String take(int end, int next) {
            int cut = end > from && end < next && in[end - 1] == '\r' ? end - 1 : end;
            String line = new String(in, from, cut - from, StandardCharsets.UTF_8);
            from = next;
            if (from == to) {
                in = NONE; // an idle connection keeps no buffer
                from = 0;
                to = 0;
                searched = 0;
            }
            return line;
        }

        private ByteBuffer room() {
            if (from > 0) {
                System.arraycopy(in, from, in, 0, to - from);
                searched -= from;
                to -= from;
                from = 0;
            }
            if (to == in.length) {
                in = Arrays.copyOf(in, Math.max(FIRST, 2 * in.length));
            }
            return ByteBuffer.wrap(in, to, in.length - to);
        }

        /** Whether the stream has ended. */
        private boolean filled(int n) {
            to += Math.max(0, n);
            return n < 0;
        }

        @Override
        public Go<Unit> write(String line) {
            Objects.requireNonNull(line, "line");
            return writing.withLock(new Shared<Go<Unit>>(this, f -> {
                        append(line);
                        return reader == f.identity() && pending < ENOUGH ? Go.unit() : send();
                    })
                    .flatMap(send -> send));
        }

        private void append(String line) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            int length = pending;
            int needed = length + bytes.length + 1;
            if (needed > out.length) {
                out = Arrays.copyOf(out, length == 0 ? needed : Math.max(needed, 2 * out.length));
            }
            System.arraycopy(bytes, 0, out, length, bytes.length);
            out[needed - 1] = '\n';
            pending = needed;
        }

        /** What it fails to send is lost, as the connection is. */
        private Go<Unit> send() {
            ByteBuffer bytes = ByteBuffer.wrap(out, 0, pending);
            out = NONE;
            pending = 0;
            return c.write(bytes);
        }

        @Override
        public Go<Unit> flush() {
            return writing.withLock(
                    new Shared<Go<Unit>>(this, f -> pending == 0 ? Go.unit() : send()).flatMap(send -> send));
        }

        @Override
        public String toString() {
            return "lines over " + c;
        }
    }
}
