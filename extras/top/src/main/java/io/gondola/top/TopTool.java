package io.gondola.top;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.spi.ToolProvider;

/** The command for other programs: {@code ToolProvider.findFirst("gondola-top")}. */
public final class TopTool implements ToolProvider {
    /** For the service loader. */
    public TopTool() {}

    @Override
    public String name() {
        return "gondola-top";
    }

    @Override
    public int run(PrintStream out, PrintStream err, String... words) {
        return Top.run(out, err, words);
    }

    /** For writers it prints what it would print to streams at its end; {@code --once} is for that. */
    @Override
    public int run(PrintWriter out, PrintWriter err, String... words) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        int code = Top.run(
                new PrintStream(written, true, StandardCharsets.UTF_8),
                new PrintStream(complained, true, StandardCharsets.UTF_8),
                words);
        out.print(written.toString(StandardCharsets.UTF_8));
        out.flush();
        err.print(complained.toString(StandardCharsets.UTF_8));
        err.flush();
        return code;
    }
}
