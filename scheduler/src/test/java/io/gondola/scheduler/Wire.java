package io.gondola.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;

/** A pipe whose two ends do not block. */
final class Wire implements AutoCloseable {
    final Pipe.SourceChannel source;
    final Pipe.SinkChannel sink;

    Wire() {
        try {
            Pipe pipe = Pipe.open();
            source = pipe.source();
            sink = pipe.sink();
            source.configureBlocking(false);
            sink.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts one byte in. */
    void put() {
        try {
            sink.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes one byte out. Returns false if there is none. */
    boolean take() {
        try {
            return source.read(ByteBuffer.allocate(1)) == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the pipe until it takes no more. */
    void fill() {
        try {
            while (sink.write(ByteBuffer.allocate(1 << 12)) > 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(source);
        close(sink);
    }
}
