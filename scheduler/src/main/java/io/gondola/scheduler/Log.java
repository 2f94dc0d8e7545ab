package io.gondola.scheduler;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.spi.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A logger of Gondola's. What it is told is seen: if there is no Log4j backend, or one that nobody has configured,
 * which lets only errors through, it goes to standard error. A level that a configuration turns off stays off.
 *
 * <p>Log4j is asked when there is something to log and not before, and only if it has a backend, since otherwise it
 * complains of that. While the JVM ends no backend can begin: Log4j's complains, and fails. Errors go to standard error
 * in that case, and warnings nowhere. What is told while the backend stops is told on standard error, too: it may be
 * seen twice, but is not lost.
 */
public final class Log {
    /** The scheduler's. */
    static final Log LOG = new Log("io.gondola.scheduler");

    private static final String DEFAULT_CONFIGURATION = "DefaultConfiguration";

    private final String name;

    public Log(String name) {
        this.name = name;
    }

    /**
     * Tells what the user can act on. {@code values} replace the {@code {}} in {@code message}; an exception may follow
     * them.
     */
    public void warn(String message, Object... values) {
        tell(Level.WARN, false, message, values);
    }

    /**
     * As {@link #warn}, and to standard error while the JVM ends, whatever is configured; see {@link #showsWarnings}.
     */
    public void warnAlsoAtEnd(String message, Object... values) {
        tell(Level.WARN, true, message, values);
    }

    /** Whether warnings are seen at this moment: no configuration turns them off. */
    public boolean showsWarnings() {
        try {
            Logger logger = Backend.logger(name);
            return logger == null || logger.isEnabled(Level.WARN) || Backend.isUnconfigured();
        } catch (RuntimeException | LinkageError e) {
            return true; // standard error is left
        }
    }

    /** Tells of lost work, or of a mistake of Gondola's own; as {@link #warn}. */
    public void error(String message, Object... values) {
        tell(Level.ERROR, true, message, values);
    }

    /**
     * Whatever a backend, an appender or the want of memory throws stays here: the runtime that tells must not fail of
     * it.
     */
    private void tell(Level level, boolean alsoAtEnd, String message, Object... values) {
        try {
            tellOrFail(level, alsoAtEnd, message, values);
        } catch (Throwable t) {
            // there is nobody else to tell
        }
    }

    private void tellOrFail(Level level, boolean alsoAtEnd, String message, Object... values) {
        boolean ending = isEnding();
        boolean canLog =
                !ending || (Backend.isOpen() && !(alsoAtEnd && level.equals(Level.WARN))); // it may have stopped
        if (canLog && logged(level, message, values)) {
            return;
        }
        if (!ending || alsoAtEnd) {
            System.err.println(level + " " + text(message, values));
        }
    }

    private boolean logged(Level level, String message, Object... values) {
        try {
            Logger logger = Backend.logger(name);
            if (logger == null || (!logger.isEnabled(level) && Backend.isUnconfigured())) {
                return false;
            }
            logger.log(level, message, values);
            return !Backend.hasStopped(logger); // it says nothing, then
        } catch (RuntimeException | LinkageError e) { // a backend that does not work must not hide what is told
            return false;
        }
    }

    /** Whether the backend lets {@code level} through and was given {@code text}. */
    boolean took(Level level, String text) {
        Logger logger = isEnding() && !Backend.isOpen() ? null : Backend.logger(name);
        if (logger == null || !logger.isEnabled(level)) {
            return false;
        }
        logger.log(level, text);
        return !Backend.hasStopped(logger);
    }

    private static String text(String message, Object... values) {
        ParameterizedMessage m = new ParameterizedMessage(message, values);
        if (m.getThrowable() == null) {
            return m.getFormattedMessage();
        }
        StringWriter out = new StringWriter();
        m.getThrowable().printStackTrace(new PrintWriter(out, true));
        return m.getFormattedMessage() + "\n" + out.toString().stripTrailing();
    }

    private static boolean isEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(Thread.currentThread()); // which is no hook
            return false;
        } catch (IllegalStateException e) {
            return true; // so says every change of the hooks from then on
        }
    }

    /** Log4j's, looked for when it is first needed. */
    private static final class Backend {
        private static final boolean EXISTS = exists();

        /**
         * Whether a logger was found before the JVM began to end. Racy: who comes too late writes to standard error.
         */
        private static volatile boolean open;

        private Backend() {}

        /** Null if there is no backend. */
        static @Nullable Logger logger(String name) {
            if (!EXISTS) {
                return null;
            }
            Logger logger = LogManager.getLogger(name);
            open = true;
            return logger;
        }

        static boolean isOpen() {
            return open;
        }

        private static boolean exists() {
            return Stream.of("log4j.provider", "log4j2.loggerContextFactory")
                            .anyMatch(property -> System.getProperty(property) != null)
                    || exists(LogManager.class.getClassLoader())
                    || exists(Thread.currentThread().getContextClassLoader());
        }

        private static boolean exists(ClassLoader loader) {
            try {
                return ServiceLoader.load(Provider.class, loader).stream()
                                .findAny()
                                .isPresent()
                        || (loader != null && loader.getResource("META-INF/log4j-provider.properties") != null);
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                return true; // there is something, and Log4j says what is wrong with it
            }
        }

        /**
         * Whether Log4j's own backend has stopped {@code logger}, or does so at this moment: its hook runs beside other
         * ones when the JVM ends, and an application may stop it.
         */
        static boolean hasStopped(Logger logger) {
            try {
                Object context = logger.getClass().getMethod("getContext").invoke(logger);
                Class<?> type = context.getClass();
                return type.getMethod("isStopping").invoke(context).equals(true)
                        || type.getMethod("isStopped").invoke(context).equals(true);
            } catch (ReflectiveOperationException | RuntimeException e) {
                return false; // another backend
            }
        }

        /** Whether Log4j's own backend runs without a configuration, and so at its default level, which is ERROR. */
        static boolean isUnconfigured() {
            try {
                Object context = LogManager.getContext(false);
                Object configuration =
                        context.getClass().getMethod("getConfiguration").invoke(context);
                return configuration.getClass().getSimpleName().equals(DEFAULT_CONFIGURATION);
            } catch (ReflectiveOperationException | RuntimeException e) {
                return false; // another backend
            }
        }
    }
}
