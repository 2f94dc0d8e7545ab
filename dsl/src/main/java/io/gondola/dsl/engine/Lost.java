package io.gondola.dsl.engine;

/**
 * A program that the user's code has built and dropped: nobody has it, so it never runs.
 *
 * @param what the call that yielded it, such as {@code ch.send}
 * @param place the line that dropped it
 */
public record Lost(String what, StackTraceElement place) {
    /** What is said of it, where its line is written as {@code at}. */
    public String text(String at) {
        return "`" + what + "` built at " + at + " was never run: chain it with then, or return it";
    }
}
