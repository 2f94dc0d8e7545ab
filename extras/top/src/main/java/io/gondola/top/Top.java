package io.gondola.top;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * The command: shows what the goroutines of another JVM do, until {@code q} is pressed or that JVM ends.
 *
 * <pre>
 * java -jar gondola-top.jar [--every SECONDS] [--once] [--plain] PID|HOST:PORT
 * </pre>
 */
public final class Top {
    static final String HELP = """
            gondola-top: what the goroutines of a JVM do

              java -jar gondola-top.jar [OPTIONS] PID|HOST:PORT

              PID              a process of yours on this machine
              here             this JVM itself, where this runs as a tool of another program
              HOST:PORT        a JVM with -Dcom.sun.management.jmxremote.port=PORT
              --every SECONDS  how often to look (default: 2)
              --once           look once, print it and end
              --plain          print plain text, also to a terminal
              --until-closed   end when no runtime is left
              --help           print this text

            The JVM must run Gondola with -Dgondola.jmx=1, or a runtime built with jmx(true).
            Keys: q quits, n shows the next runtime. Without a terminal, plain text is printed.

            Exit code: 0, or 1 if the JVM cannot be looked at, or 2 after a mistake on the command line.
            """;

    private static final int MISTAKE = 2;

    private Top() {}

    public static void main(String... words) {
        int code = run(System.out, System.err, words);
        System.out.flush();
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(PrintStream out, PrintStream err, String... words) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException e) {
            err.println("gondola-top: " + e.getMessage());
            err.println("Try --help.");
            return MISTAKE;
        }
        if (arguments.help()) {
            out.print(HELP);
            return 0;
        }
        try (Target target = Target.named(arguments.target())) {
            Terminal terminal = arguments.plain() || arguments.once() ? Terminal.plain(out) : Terminal.of(out);
            LiveView view = new LiveView(target.connection(), target.toString(), terminal);
            if (arguments.untilClosed()) {
                view.untilTheLastIsClosed();
            }
            view.show(Duration.ofMillis(Math.round(arguments.every() * 1_000)), arguments.once() ? 1 : Long.MAX_VALUE);
            return 0;
        } catch (IOException e) {
            err.println("gondola-top: " + e.getMessage());
            return 1;
        }
    }
}
