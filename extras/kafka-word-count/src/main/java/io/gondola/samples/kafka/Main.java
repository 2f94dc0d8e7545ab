package io.gondola.samples.kafka;

import io.gondola.dsl.Go;
import java.io.PrintStream;

/**
 * Counts words with three processes of one group, of which one is killed with {@code kill -9} in the middle, while a
 * fourth one joins later, and checks the counts: at least those of a sequential run, or, with {@code exactly-once},
 * equal to them. The broker is started by this process, its data in a temporary folder.
 *
 * <p>Arguments: {@code at-least-once} or {@code exactly-once}, and how many lines there are.
 */
public final class Main {
    private static final int LINES = 3000;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("worker")) {
            Go.main(new Worker(arguments[1], arguments[2], Mode.of(arguments[3])).program());
            return;
        }
        Mode mode = Mode.of(arguments.length > 0 ? arguments[0] : "exactly-once");
        int lines = arguments.length > 1 ? Integer.parseInt(arguments[1]) : LINES;
        PrintStream out = System.out;
        boolean right;
        try (Broker broker = new Broker()) {
            right = new Runner(broker, mode, lines, out).run();
        }
        System.exit(right ? 0 : 1);
    }
}
