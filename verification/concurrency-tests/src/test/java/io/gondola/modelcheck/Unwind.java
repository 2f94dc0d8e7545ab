package io.gondola.modelcheck;

/** Ends a thread of an execution that is over. */
final class Unwind extends Error {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace
    static final Unwind INSTANCE = new Unwind();

    private Unwind() {
        super("the execution is over", null, false, false);
    }
}
