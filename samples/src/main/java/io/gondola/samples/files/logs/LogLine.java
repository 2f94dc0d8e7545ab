package io.gondola.samples.files.logs;

import io.gondola.samples.files.FileNames;
import io.gondola.samples.files.Trouble;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a log.
 *
 * @param kind what it is
 * @param time its time, or, so that the lines of a file are sorted, that of the line before if that is later
 * @param level such as {@code INFO}; empty if it has none
 * @param text what follows
 */
record LogLine(LineKind kind, Instant time, String level, String text) {
    static final Comparator<LogLine> BY_TIME = Comparator.comparing(LogLine::time);

    /** What goes before the first line of each file. */
    static final LogLine START = new LogLine(LineKind.WITHOUT_TIME, Instant.MIN, "", "");

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String LEVEL = "TRACE|DEBUG|INFO|WARN|ERROR|FATAL";
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[T ](\\S+)\\s+" // date and time
                    + "(?:\\[(?!(?:" + LEVEL + ")])[^]]*]\\s+)?" // a thread, perhaps
                    + "(?:\\[?(" + LEVEL + ")\\b]?)?\\s*(.*)");

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX]")
            .toFormatter();

    enum LineKind {
        ENTRY,

        /** Earlier than the one before it in its file. */
        LATE_ENTRY,

        /** A part of the entry before, such as a line of a stack trace. */
        WITHOUT_TIME,

        NOT_TEXT,

        /** In place of the rest of a file: why it cannot be read. */
        UNREADABLE
    }

    /** The line that follows this one in its file. */
    LogLine next(Try<String> line) {
        if (line.isFailure()) {
            return new LogLine(LineKind.NOT_TEXT, time, "", "");
        }
        Matcher m =
                FORM.matcher(line.get().startsWith(BYTE_ORDER_MARK) ? line.get().substring(1) : line.get());
        Option<Instant> read = m.matches() ? time(m.group(1) + "T" + m.group(2).replace(',', '.')) : Option.none();
        return read.map(at -> new LogLine(
                        at.isBefore(time) ? LineKind.LATE_ENTRY : LineKind.ENTRY,
                        at.isBefore(time) ? time : at,
                        m.group(3) == null ? "" : m.group(3),
                        m.group(4)))
                .getOrElse(() -> new LogLine(LineKind.WITHOUT_TIME, time, "", line.get()));
    }

    /** What comes after all lines that could be read of {@code file}. */
    static LogLine unreadable(Path file, Trouble why) {
        return new LogLine(LineKind.UNREADABLE, Instant.MAX, "", FileNames.of(file) + ": " + why.reason());
    }

    boolean isEntry() {
        return kind == LineKind.ENTRY || kind == LineKind.LATE_ENTRY;
    }

    /** As ISO 8601 has it, or with a blank and a comma, as Log4j writes it; in UTC unless it has an offset. */
    private static Option<Instant> time(String text) {
        try {
            TemporalAccessor t = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Option.some(
                    t instanceof OffsetDateTime o ? o.toInstant() : ((LocalDateTime) t).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Option.none();
        }
    }
}
