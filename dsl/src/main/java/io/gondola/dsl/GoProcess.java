package io.gondola.dsl;

import java.io.PrintStream;

/**
 * A program as a process, with Go's reports and exit code.
 *
 * @go runtime/proc.go, {@code main}; runtime/panic.go, {@code fatalpanic}
 */
final class GoProcess {
    private static final int FAILED = 2;

    private GoProcess() {}

    static void main(Go<?> program) {
        int code;
        try (GoRuntime runtime = GoRuntime.builder().build()) {
            code = run(runtime, program, System.err);
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs {@code program}, and prints to {@code err} how it failed if it did. Returns the exit code. */
    static int run(GoRuntime runtime, Go<?> program, PrintStream err) {
        try {
            runtime.run(program);
            return 0;
        } catch (Panic panic) {
            err.println(panic.report());
        } catch (FatalError fatal) {
            err.println(fatal.report());
        }
        err.flush();
        return FAILED;
    }
}
