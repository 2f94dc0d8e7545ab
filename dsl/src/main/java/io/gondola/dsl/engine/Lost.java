package io.gondola.dsl.engine;

/**
 * A program that was built and that nobody can run, or nobody has run.
 *
 * @param what what the user's code calls, such as {@code ch.send}
 * @param place the line that calls it; without a line if that is not known
 * @param kept whether it went into a collection or to a method, and might have been run later; otherwise it was dropped
 *     at once
 */
public record Lost(String what, StackTraceElement place, boolean kept) {
    /** What to tell of it, with its place written as {@code at}. */
    public String text(String at) {
        return "`" + what + "` built at " + at
                + (kept
                        ? " was kept and never run: run it, as by sequence(list), or return it"
                        : " was never run: chain it with then, or return it");
    }
}
