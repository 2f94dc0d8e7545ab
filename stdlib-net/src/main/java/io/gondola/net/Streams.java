package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import java.nio.ByteBuffer;

/** What is done with connections of any kind. */
final class Streams {
    static final String UNEXPECTED_EOF = "unexpected EOF";

    private static final int COPIED = 32 << 10; // Go: io.go, copyBuffer

    private Streams() {}

    static NetException unexpectedEof() {
        return new NetException("read", UNEXPECTED_EOF, 0);
    }

    /** Panics with {@code t} itself, as what throws does: {@code attempt} yields it without a Panic around it. */
    static <A> Go<A> fail(Throwable t) {
        return Go.call(() -> {
            throw t;
        });
    }

    static Go<Unit> readFully(TcpConnection c, ByteBuffer into) {
        Go<Unit> more = c.read(into).flatMap(n -> n < 0 ? fail(unexpectedEof()) : Go.unit());
        return Go.forWhile(into::hasRemaining, more);
    }

    /** The buffer is a direct one, so that nothing is copied on the way, and is there only while bytes come. */
    static Go<Long> copy(TcpConnection from, TcpConnection to) {
        return Go.suspend(() -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(COPIED);
            Go<Unit> write = Go.suspend(() -> to.write(buffer.flip()));
            return Go.loop(
                    0L,
                    sum -> from.read(buffer.clear())
                            .flatMap(n -> n < 0
                                    ? Go.pure(Loop.<Long, Long>done(sum))
                                    : write.as(Loop.<Long, Long>next(sum + n))));
        });
    }
}
