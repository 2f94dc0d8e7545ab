package io.gondola.samples.net.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Bytes that have come and were not parsed yet, as HttpCore's parsers read them. There is a buffer only while there are
 * bytes.
 */
final class Input implements SessionInputBuffer {
    private static final int FIRST = 1 << 10;
    private static final int COPIED = 8 << 10;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int from;
    private int to;

    /** Up to here there is no line feed. */
    private int searched;

    /** How many bytes were parsed since {@link #begin}. */
    private int taken;

    /** How long the first line is that was read since {@link #begin} and is not empty; 0 if none was. */
    private int firstLine;

    private boolean chunks;

    /** A head begins. */
    void begin() {
        taken = 0;
        firstLine = 0;
        chunks = false;
    }

    /**
     * From now on lines are those of a chunked body. HttpCore's decoder takes a size of -1 and reads nothing for ever,
     * and one of +3 or with space before it, where another server on the way may see something else. So such lines are
     * refused here.
     */
    void chunks() {
        chunks = true;
    }

    int taken() {
        return taken;
    }

    int firstLine() {
        return firstLine;
    }

    /** A buffer to read into; {@link #filled} says how much it was. */
    ByteBuffer room() {
        if (from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            searched = Math.max(0, searched - from);
            to -= from;
            from = 0;
        }
        if (to == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST, 2 * bytes.length));
        }
        return ByteBuffer.wrap(bytes, to, bytes.length - to);
    }

    void filled(int n) {
        to += n;
    }

    @Override
    public boolean hasData() {
        return from < to;
    }

    @Override
    public int length() {
        return to - from;
    }

    private void take(int n) {
        from += n;
        taken += n;
        if (from == to) {
            bytes = NONE;
            from = 0;
            to = 0;
            searched = 0;
        }
    }

    @Override
    public int read() {
        int b = bytes[from] & 0xff;
        take(1);
        return b;
    }

    @Override
    public int read(ByteBuffer into, int most) {
        int n = Math.min(Math.min(most, into.remaining()), length());
        into.put(bytes, from, n);
        take(n);
        return n;
    }

    @Override
    public int read(ByteBuffer into) {
        return read(into, into.remaining());
    }

    @Override
    public int read(WritableByteChannel into, int most) throws IOException {
        int n = into.write(ByteBuffer.wrap(bytes, from, Math.min(most, length())));
        take(n);
        return n;
    }

    @Override
    public int read(WritableByteChannel into) throws IOException {
        return read(into, length());
    }

    /** Nothing comes from elsewhere: who needs more bytes reads them into {@link #room}. */
    @Override
    public int fill(ReadableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPIED);
        int n = channel.read(buffer);
        for (buffer.flip(); buffer.hasRemaining(); ) {
            ByteBuffer room = room();
            int part = Math.min(room.remaining(), buffer.remaining());
            buffer.get(bytes, to, part);
            filled(part);
        }
        return n;
    }

    @Override
    public boolean readLine(CharArrayBuffer line, boolean endOfStream) throws IOException {
        int end = Math.max(from, searched);
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        searched = end;
        boolean complete = end < to;
        if (!complete && !(endOfStream && hasData())) {
            return false;
        }
        int cut = complete && end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        if (chunks && cut > from && "+- \t".indexOf(bytes[from]) >= 0) {
            throw new MalformedChunkCodingException("bad chunk header");
        }
        for (int i = from; i < cut; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7f) {
                throw new CharacterCodingException(); // HttpCore would put a question mark in its place
            }
        }
        line.append(bytes, from, cut - from);
        firstLine = firstLine == 0 ? cut - from : firstLine;
        take((complete ? end + 1 : end) - from);
        return true;
    }
}
