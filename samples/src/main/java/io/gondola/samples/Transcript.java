package io.gondola.samples;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Passes output on to a stream and keeps a copy of it. Any thread may write. */
final class Transcript extends OutputStream {
    private static final Charset CHARSET = Charset.forName(
            System.getProperty("stdout.encoding", Charset.defaultCharset().name()));

    private final PrintStream onwards;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream(); // guards itself

    Transcript(PrintStream onwards) {
        this.onwards = onwards;
    }

    PrintStream stream() {
        return new PrintStream(this, true, CHARSET);
    }

    Seq<String> lines() {
        return List.ofAll(copy.toString(CHARSET).lines());
    }

    @Override
    public void write(int b) {
        copy.write(b);
        onwards.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        copy.write(bytes, from, count);
        onwards.write(bytes, from, count);
    }

    @Override
    public void flush() {
        onwards.flush();
    }
}
