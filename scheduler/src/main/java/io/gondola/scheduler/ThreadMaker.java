package io.gondola.scheduler;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/**
 * Makes the threads of one runtime. They belong to it, and not to the application that happens to need one more: a
 * thread inherits the context class loader of the thread that makes it and, up to Java 23, the protection domains of
 * all code on that thread's stack, and keeps the class loaders of both. So these have the context class loader of the
 * thread which made this, and only our domain.
 */
public final class ThreadMaker {
    private final ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

    /** To be made by the thread that builds the runtime. */
    public ThreadMaker() {}

    /** Returns what {@code constructor} makes, as a daemon that has not been started. */
    @SuppressWarnings("removal") // where it has no effect any more, there are no domains either
    public <T extends Thread> T make(Supplier<T> constructor) {
        T thread = AccessController.doPrivileged((PrivilegedAction<T>) constructor::get);
        thread.setDaemon(true);
        thread.setContextClassLoader(contextClassLoader);
        return thread;
    }
}
