package io.gondola.scheduler;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.simple.SimpleLoggerContext;

/**
 * The module's logger, found when there is something to log: a program that has no logging backend is not told so at its start.
 *
 * <p>That may be when the JVM already ends, for example because the step that ends it has become a long one. No backend can begin
 * then: Log4j's complains, and fails. Errors go to standard error in that case, and warnings nowhere.
 */
final class Log {
    private static final String NAME = "io.gondola.scheduler";

    static final Logger LOG = isEnding() ? new SimpleLoggerContext().getLogger(NAME) : LogManager.getLogger(NAME);

    private Log() {}

    private static boolean isEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(Thread.currentThread()); // which is none
            return false;
        } catch (IllegalStateException e) {
            return true; // so says every change of the hooks from then on
        }
    }
}
