package io.gondola.pipeline;

import java.lang.StackWalker.StackFrame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reports call a stage: its operator, the line that built it, and the name that the user gave it.
 *
 * @param operator the operator, such as {@code map}
 * @param arguments what {@code explain} shows behind the operator, such as {@code (16)}; may be empty
 * @param site the line that built it; null if unknown
 * @param name the user's name; null if none
 */
record Label(
        String operator,
        String arguments,
        @Nullable StackTraceElement site,
        @Nullable String name) {
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** For the operator that the caller's caller asks for. */
    static Label of(String operator) {
        return of(operator, "");
    }

    static Label of(String operator, Object argument) {
        StackTraceElement site = STACK.walk(frames -> frames.takeWhile(f -> !isRunning(f.getDeclaringClass()))
                .filter(f -> isUsers(f.getDeclaringClass()))
                .findFirst()
                .map(StackFrame::toStackTraceElement)
                .orElse(null));
        return new Label(operator, argument.toString(), site, null);
    }

    /** Below such a frame a pipeline runs: who called it has not built what is built now. */
    private static boolean isRunning(Class<?> type) {
        return Source.class.isAssignableFrom(type)
                || Stage.class.isAssignableFrom(type)
                || Pass.class.isAssignableFrom(type)
                || Activations.class.isAssignableFrom(type);
    }

    private static boolean isUsers(Class<?> type) {
        return type != Label.class
                && !type.isAssignableFrom(Pipeline.class)
                && !type.isAnnotationPresent(Operators.class);
    }

    Label named(String newName) {
        return new Label(operator, arguments, site, Objects.requireNonNull(newName, "label"));
    }

    /** {@code map at Foo.java:12}. */
    String place() {
        return site == null ? operator : operator + " at " + site.getFileName() + ":" + site.getLineNumber();
    }

    /** The user's name, or the operator and its line. */
    String stage() {
        return name != null ? name : place();
    }

    /** The user's name, or the operator. */
    String shortName() {
        return name != null ? name : operator;
    }

    /** {@code buffer(16)}, with the user's name if there is one. */
    String drawn() {
        return operator + arguments + (name == null ? "" : " \"" + name + "\"");
    }
}
