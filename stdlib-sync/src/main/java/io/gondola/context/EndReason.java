package io.gondola.context;

/** How a context ended. */
record EndReason(Throwable err, Throwable cause) {
    /**
     * Makes an exception that many share and nobody throws: without the stack trace of the thread that happened to make
     * it.
     */
    static Throwable constant(Throwable t) {
        t.setStackTrace(new StackTraceElement[0]);
        return t;
    }
}
