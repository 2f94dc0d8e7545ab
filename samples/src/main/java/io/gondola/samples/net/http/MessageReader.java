package io.gondola.samples.net.http;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.net.TcpConnection;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.nio.ChunkDecoder;
import org.apache.hc.core5.http.impl.nio.LengthDelimitedDecoder;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.NHttpMessageParser;

/**
 * Reads heads and bodies from a connection, one after another; of one goroutine. What comes too early waits for its
 * turn.
 */
final class MessageReader<T extends HttpMessage> {
    private static final int PIECE = 8 << 10;

    private final TcpConnection c;
    private final Limits limits;
    private final NHttpMessageParser<T> parser;
    private final Http1Config config;
    private final Input in = new Input();

    /** @param parser with {@link #config} of the same limits */
    MessageReader(TcpConnection c, Limits limits, NHttpMessageParser<T> parser, Http1Config config) {
        this.c = c;
        this.limits = limits;
        this.parser = parser;
        this.config = config;
    }

    static Http1Config config(Limits limits) {
        return Http1Config.custom()
                .setMaxLineLength(limits.line())
                .setMaxHeaderCount(limits.fields())
                .build();
    }

    boolean hasInput() {
        return in.hasData();
    }

    /** Waits for the first bytes of a head, unless they are there. False at the end of the stream. */
    Go<Boolean> awaitInput() {
        return suspend(() -> in.hasData() ? pure(true) : more());
    }

    private Go<Boolean> more() {
        return suspend(() -> c.read(in.room())).map(n -> {
            in.filled(Math.max(0, n));
            return n >= 0;
        });
    }

    private Go<Unit> moreOfMessage() {
        return more().flatMap(came -> came
                ? unit()
                : call(() -> {
                    throw new EOFException("the stream ends within a message");
                }));
    }

    /** Reads a head to its end. Fails with a {@link Rejection} if it is no head, or exceeds the limits. */
    Go<T> head() {
        return run(in::begin)
                .then(loop(
                        Unit.UNIT,
                        u -> suspend(() -> {
                            T head = parse();
                            return head == null
                                    ? moreOfMessage().as(Loop.<Unit, T>next(u))
                                    : pure(Loop.<Unit, T>done(head));
                        })));
    }

    private T parse() throws Rejection, IOException {
        try {
            T head = parser.parse(in, false);
            if (in.taken() + (head == null ? in.length() : 0) > limits.head()) {
                throw new Rejection(431, "the head is longer than " + limits.head() + " bytes");
            }
            if (head != null) {
                parser.reset();
            }
            return head;
        } catch (MessageConstraintException | RequestHeaderFieldsTooLargeException e) {
            throw tooLarge(e);
        } catch (HttpException | IllegalArgumentException | CharacterCodingException e) {
            throw new Rejection(400, "malformed head");
        }
    }

    /** HttpCore does not say which line it is: the first one if it is not complete, or was too long. */
    private Rejection tooLarge(Exception e) {
        return in.firstLine() == 0 || in.firstLine() > limits.line()
                ? new Rejection(414, "the request line is longer than " + limits.line() + " bytes")
                : new Rejection(431, e.getMessage());
    }

    /** Reads the body that {@code framing} announces. */
    Go<byte[]> body(Framing framing) {
        return suspend(() -> switch (framing.kind()) {
            case NONE -> pure(new byte[0]);
            case LENGTH -> {
                framing.check(limits.body());
                yield decoded(
                        new LengthDelimitedDecoder(NOTHING, in, new BasicHttpTransportMetrics(), framing.length()));
            }
            case CHUNKED -> {
                in.begin();
                in.chunks();
                yield decoded(new ChunkDecoder(NOTHING, in, config, new BasicHttpTransportMetrics()));
            }
            case UNTIL_END -> untilEnd();
        });
    }

    private Go<byte[]> decoded(ContentDecoder decoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return loop(
                Unit.UNIT,
                u -> suspend(() -> {
                    decode(decoder, bytes);
                    return decoder.isCompleted()
                            ? pure(Loop.<Unit, byte[]>done(bytes.toByteArray()))
                            : moreOfMessage().as(Loop.<Unit, byte[]>next(u));
                }));
    }

    private void decode(ContentDecoder decoder, ByteArrayOutputStream bytes) throws Rejection {
        ByteBuffer piece = ByteBuffer.allocate(Math.max(1, Math.min(PIECE, in.length())));
        try {
            int n;
            do {
                n = decoder.read(piece.clear());
                bytes.write(piece.array(), 0, Math.max(0, n));
                if (bytes.size() > limits.body()) {
                    throw new Rejection(413, "the body is longer than " + limits.body() + " bytes");
                }
            } while (n > 0);
        } catch (MessageConstraintException e) {
            throw new Rejection(431, e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw new Rejection(400, "malformed chunked body");
        }
        if (bytes.size() + (long) in.taken() > 2L * limits.body() + limits.head()) {
            throw new Rejection(400, "the body consists of little but chunk headers");
        }
    }

    private Go<byte[]> untilEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return forWhile(more(), run(() -> take(bytes))).then(call(() -> {
            take(bytes);
            return bytes.toByteArray();
        }));
    }

    private void take(ByteArrayOutputStream bytes) throws Rejection {
        ByteBuffer piece = ByteBuffer.allocate(in.length());
        in.read(piece);
        bytes.write(piece.array(), 0, piece.position());
        if (bytes.size() > limits.body()) {
            throw new Rejection(413, "the body is longer than " + limits.body() + " bytes");
        }
    }

    /** The decoders ask it for what is not in the buffer: nothing is. */
    private static final ReadableByteChannel NOTHING = new ReadableByteChannel() {
        @Override
        public int read(ByteBuffer into) {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    };
}
