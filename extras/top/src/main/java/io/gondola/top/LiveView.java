package io.gondola.top;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Shows the runtimes of a JVM, one at a time, again and again. */
final class LiveView {
    private static final String PATTERN = "io.gondola:type=Runtime,*";
    private static final int SLICE_MILLIS = 100;

    private final MBeanServerConnection connection;
    private final String name;
    private final Terminal terminal;
    private Supplier<List<String>> below = List::of;
    private BooleanSupplier over = () -> false;
    private boolean endsWithTheLast;

    private @Nullable ObjectName shown;
    private @Nullable Reading before;

    /** Shows what {@code connection} leads to, which is called {@code name}, on {@code terminal}. */
    LiveView(MBeanServerConnection connection, String name, Terminal terminal) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.name = Objects.requireNonNull(name, "name");
        this.terminal = Objects.requireNonNull(terminal, "terminal");
    }

    /** Shows more lines at the bottom. */
    LiveView below(Supplier<List<String>> lines) {
        below = Objects.requireNonNull(lines, "lines");
        return this;
    }

    /** Ends when no runtime is left. */
    LiveView untilTheLastIsClosed() {
        endsWithTheLast = true;
        return this;
    }

    /** Ends when that is so. */
    LiveView until(BooleanSupplier ended) {
        over = Objects.requireNonNull(ended, "ended");
        return this;
    }

    /**
     * Shows it until {@code q} is pressed, the other side has gone, it was shown so many times, or the thread is
     * interrupted, which it then still is.
     *
     * @throws IOException if it could not be read at the first time
     */
    void show(Duration every, long times) throws IOException {
        try (terminal) {
            terminal.begin();
            if (!isOver()) {
                look();
                lookAgain(every, times);
            }
        }
    }

    private void look() throws IOException {
        terminal.show(head(), body(), below.get());
    }

    private void lookAgain(Duration every, long times) {
        try {
            for (long i = 1; i < times && rest(every) && !isOver(); i++) {
                look();
            }
        } catch (IOException e) {
            terminal.say(name + " has ended.");
        }
    }

    private boolean isOver() throws IOException {
        return over.getAsBoolean() || (endsWithTheLast && runtimes().isEmpty());
    }

    private String head() {
        return "gondola top: " + name + ", "
                + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    }

    private List<ObjectName> runtimes() throws IOException {
        try {
            List<ObjectName> all = new ArrayList<>(connection.queryNames(new ObjectName(PATTERN), null));
            all.sort(Comparator.comparingInt(
                            (ObjectName n) -> n.getCanonicalName().length())
                    .thenComparing(ObjectName::getCanonicalName));
            return all;
        } catch (JMException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<String> body() throws IOException {
        List<ObjectName> all = runtimes();
        if (all.isEmpty()) {
            shown = null;
            return List.of(
                    "No runtime is registered there: start the program with -Dgondola.jmx=1, or build the runtime with"
                            + " jmx(true).");
        }
        ObjectName runtime = shown != null && all.contains(shown) ? shown : turnTo(all.get(0));
        Reading now = Reading.of(connection, runtime);
        if (now == null) {
            return List.of("The runtime was just closed.");
        }
        List<String> lines = new ArrayList<>();
        if (all.size() > 1) {
            lines.add("runtime     " + runtime.getKeyProperty("id") + ", one of " + all.size() + ": n shows the next");
        }
        lines.addAll(Picture.of(now, before));
        before = now;
        return lines;
    }

    private ObjectName turnTo(ObjectName runtime) {
        shown = runtime;
        before = null;
        return runtime;
    }

    private void next() throws IOException {
        List<ObjectName> all = runtimes();
        if (!all.isEmpty()) {
            ObjectName unused = turnTo(all.get((all.indexOf(shown) + 1) % all.size()));
        }
    }

    /** Returns false if it is time to quit. */
    private boolean rest(Duration every) throws IOException {
        long end = System.nanoTime() + every.toNanos();
        while (System.nanoTime() - end < 0 && !isOver()) {
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            switch (terminal.key(SLICE_MILLIS)) {
                case 'q', 'Q' -> {
                    return false;
                }
                case 'n', 'N' -> {
                    next();
                    return true;
                }
                default -> {
                    // no key, or one without a meaning
                }
            }
        }
        return true;
    }
}
