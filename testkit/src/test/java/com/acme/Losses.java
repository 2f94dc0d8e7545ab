package com.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Report;
import io.vavr.CheckedFunction0;

/** What tests of lost programs share: they explore a program, and say what is to be told of it. */
final class Losses {
    private Losses() {}

    /** The line that calls this. */
    static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    private static String test() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getFileName)
                        .filter(name -> !"Losses.java".equals(name))
                        .findFirst()
                        .orElseThrow())
                .replace(".java", "");
    }

    static Report explore(CheckedFunction0<? extends Go<?>> program) {
        return Explorer.of(program).schedules(40).explore();
    }

    /** What is told of the loss that is found in {@code program}. */
    static String lost(CheckedFunction0<? extends Go<?>> program) {
        Failure failure = explore(program).failure().get();
        assertThat(failure.kind()).isEqualTo(Kind.LOST);
        assertThat(failure.message()).startsWith("GoTest FAILED: LOST ").contains("\n" + failure.summary() + "\n");
        return failure.summary();
    }

    /** What is told of {@code what}, which the calling test has built in {@code line} and dropped. */
    static String text(String what, int line) {
        return "`" + what + "` built at " + test() + ":" + line + " was never run: chain it with then, or return it";
    }

    /** As {@link #text}, of what was kept. */
    static String kept(String what, int line) {
        return "`" + what + "` built at " + test() + ":" + line
                + " was kept and never run: run it, as by sequence(list), or return it";
    }
}
