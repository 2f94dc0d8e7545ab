package example;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What a logger gets while it is open. */
final class CapturedLog extends AbstractAppender implements AutoCloseable {
    private final List<LogEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level former;
    private final Runnable before;

    private CapturedLog(String loggerName, Runnable before) {
        super("captured", null, null, true, Property.EMPTY_ARRAY);
        this.logger = (Logger) LogManager.getLogger(loggerName);
        this.former = logger.getLevel();
        this.before = before;
    }

    static CapturedLog of(String loggerName) {
        return of(loggerName, () -> {});
    }

    /** With {@code before} run by the thread that logs, before each event. */
    static CapturedLog of(String loggerName, Runnable before) {
        CapturedLog log = new CapturedLog(loggerName, before);
        log.start();
        log.logger.addAppender(log);
        Configurator.setLevel(loggerName, Level.INFO);
        return log;
    }

    List<String> warnings() {
        return events.stream()
                .filter(e -> e.getLevel().equals(Level.WARN))
                .map(e -> e.getMessage().getFormattedMessage())
                .toList();
    }

    @Override
    public void append(LogEvent event) {
        before.run();
        events.add(event.toImmutable());
    }

    @Override
    public void close() {
        Configurator.setLevel(logger.getName(), former);
        logger.removeAppender(this);
        stop();
    }
}
