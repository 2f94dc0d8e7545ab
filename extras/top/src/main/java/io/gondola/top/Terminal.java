package io.gondola.top;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the view is shown: a terminal, whose screen is drawn again each time; or anything else, to which plain text is
 * written, one block after another.
 */
final class Terminal implements AutoCloseable {
    /** No key was pressed. */
    static final int NO_KEY = -1;

    private static final String ALTERNATE_SCREEN = "\u001b[?1049h\u001b[?25l";
    private static final String NORMAL_SCREEN = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_REST = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String NORMAL = "\u001b[0m";
    private static final String QUITS = "   q quits";
    private static final Pattern SIZE = Pattern.compile("([0-9]+) ([0-9]+)\\s*");
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final PrintStream out;
    private final InputStream in;
    private final boolean screen;
    private @Nullable String formerMode;
    private @Nullable Thread restorer;
    private boolean open;

    private Terminal(PrintStream out, InputStream in, boolean screen) {
        this.out = out;
        this.in = in;
        this.screen = screen;
    }

    /** Text only, and no keys. */
    static Terminal plain(PrintStream out) {
        return new Terminal(out, InputStream.nullInputStream(), false);
    }

    /** The terminal of this process if {@code out} leads there and it can be drawn on; or else plain text. */
    static Terminal of(PrintStream out) {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        return kind.equals("dumb") || !isTerminal() ? plain(out) : new Terminal(out, System.in, true);
    }

    /** With a screen whatever {@code out} and {@code in} are. */
    static Terminal screen(PrintStream out, InputStream in) {
        return new Terminal(out, in, true);
    }

    /** From Java 22 on there is a console also where no terminal is, and it says so. */
    @SuppressWarnings("SystemConsoleNull") // what is not null there is asked
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            Method isTerminal = java.io.Console.class.getMethod("isTerminal");
            return (boolean) isTerminal.invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Takes the screen; it is given back when this is closed, or the process ends. */
    void begin() {
        open = true;
        if (!screen) {
            return;
        }
        String mode = stty("-g");
        if (mode != null && stty("-icanon", "-echo") != null) {
            formerMode = mode.trim();
        }
        restorer = new Thread(null, this::restore, "gondola-top-end", 0, false);
        Runtime.getRuntime().addShutdownHook(restorer);
        out.print(ALTERNATE_SCREEN);
        out.flush();
    }

    /** Shows a heading, then as much of {@code body} as there is room for above {@code below}. */
    void show(String head, List<String> body, List<String> below) {
        if (!screen) {
            out.println(head);
            body.forEach(line -> out.println(safe(line)));
            below.forEach(line -> out.println(safe(line)));
            out.println();
            out.flush();
            return;
        }
        int[] size = size();
        List<String> lines = new ArrayList<>(body);
        int room = Math.max(1, size[0] - 2 - below.size());
        if (lines.size() > room) {
            lines = new ArrayList<>(lines.subList(0, room));
        }
        lines.addAll(below.subList(0, Math.min(below.size(), Math.max(0, size[0] - 2 - lines.size()))));
        StringBuilder text = new StringBuilder(HOME + BOLD + heading(head, size[1]) + NORMAL + CLEAR_LINE);
        for (String line : lines) {
            text.append("\r\n").append(cut(line, size[1])).append(CLEAR_LINE);
        }
        out.print(text.append(CLEAR_REST));
        out.flush();
    }

    /** Says how to quit, however narrow it is. */
    static String heading(String head, int columns) {
        return cut(cut(head, Math.max(0, columns - QUITS.length())) + QUITS, columns);
    }

    private static String cut(String line, int columns) {
        String text = safe(line);
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "…";
    }

    /** Names come from another process: what would move the cursor, or hide something, is shown as a question mark. */
    private static String safe(String line) {
        return line.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A line below everything, which stays when the screen is given back. */
    void say(String line) {
        close();
        out.println(safe(line));
        out.flush();
    }

    /** The key that is pressed within so many milliseconds; {@link #NO_KEY} if there is none, or at an interrupt. */
    int key(int millis) throws IOException {
        long end = System.nanoTime() + (long) millis * NANOS_PER_MILLI;
        while (true) {
            if (screen && in.available() > 0) {
                return in.read();
            }
            long rest = end - System.nanoTime();
            if (rest <= 0 || Thread.currentThread().isInterrupted()) {
                return NO_KEY;
            }
            LockSupport.parkNanos(this, Math.min(rest, 20 * NANOS_PER_MILLI));
        }
    }

    private static int[] size() {
        String text = stty("size");
        Matcher m = SIZE.matcher(text == null ? "" : text);
        if (m.matches() && Integer.parseInt(m.group(1)) > 0) {
            return new int[] {Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))};
        }
        return new int[] {ROWS, COLUMNS};
    }

    /** What stty prints, which asks the terminal; null if that does not work here. */
    private static @Nullable String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process p = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return p.waitFor(1, TimeUnit.SECONDS) && p.exitValue() == 0 ? text : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private synchronized void restore() {
        if (open && screen) {
            open = false;
            out.print(NORMAL_SCREEN);
            out.flush();
            if (formerMode != null) {
                stty(formerMode);
            }
        }
    }

    @Override
    public void close() {
        restore();
        if (restorer != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(restorer);
            } catch (IllegalStateException e) {
                // the process ends, and the hook has nothing left to do
            }
            restorer = null;
        }
    }
}
