package io.gondola.dsl.engine;

import io.gondola.scheduler.SafeText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A description as lines of text, one for each step, indented where one step is part of another.
 *
 * <p>Instructions tell of themselves in {@link Instruction#outline}. No code of the user's runs: a function is shown by
 * the place where it was written, a value by its text only if it is one of the JDK's plain values or of Gondola's own
 * objects.
 */
public final class Outline {
    /*
     * Descriptions nest to any depth, and may share parts, so that a short one stands for millions of steps. What is
     * still to be told is therefore kept on a stack of our own, and the lines are limited. Every instruction leads to a
     * line at least, so the work is bounded by the lines and the depth.
     */
    private static final int MAX_LINES = 1_000;
    private static final int MAX_PARTS_WITHOUT_SITE = 1_000;
    private static final int MAX_INDENT = 40;
    private static final int BRIEF_LINES = 6;
    private static final int MAX_TEXT = 60;
    private static final String INDENT = "  ";

    private final Deque<Part> rest = new ArrayDeque<>();

    /** What the instruction that is being asked has told so far. */
    private final List<Part> told = new ArrayList<>();

    private int indent;

    /**
     * Whether only functions are looked for, and texts are not made: that is done for each goroutine whose creator is
     * unknown.
     */
    private final boolean searches;

    private Outline(boolean searches) {
        this.searches = searches;
    }

    /** The text of {@code program}: at most 1 000 lines, and one that says so if there are more. */
    public static String of(Instruction program) {
        Outline outline = new Outline(false);
        outline.rest.push(new Part(0, null, program));
        StringBuilder text = new StringBuilder();
        int lines = 0;
        for (Part part = outline.nextLine(); part != null; part = outline.nextLine()) {
            if (lines++ == MAX_LINES) {
                return text.append("\n… only the first ")
                        .append(MAX_LINES)
                        .append(" lines are shown")
                        .toString();
            }
            text.append(lines > 1 ? "\n" : "")
                    .append(INDENT.repeat(Math.min(part.indent, MAX_INDENT)))
                    .append(part.text);
            String site = Sites.describe(part.subject);
            if (site != null) {
                text.append(" at ").append(site);
            }
        }
        return text.toString();
    }

    /** {@link #of} on one line, without places: the first few steps, what is a part of one in braces. */
    public static String brief(Instruction program) {
        return brief(outline -> outline.step(program));
    }

    /** The same of what {@code teller} tells. */
    public static String brief(Consumer<Outline> teller) {
        Outline outline = new Outline(false);
        teller.accept(outline);
        outline.takeTold();
        StringBuilder text = new StringBuilder();
        int open = 0;
        int lines = 0;
        for (Part part = outline.nextLine(); part != null; part = outline.nextLine()) {
            int deeper = part.indent - open;
            text.append(" }".repeat(Math.max(0, -deeper)));
            text.append(deeper > 0 ? " { ".repeat(deeper) : lines == 0 ? "" : "; ");
            open = part.indent;
            if (lines++ == BRIEF_LINES) {
                text.append("…");
                break;
            }
            text.append(part.text);
        }
        return text.append(" }".repeat(open)).toString();
    }

    /** The function of the user's that {@code program} names first; null if there is none near its beginning. */
    public static @Nullable Object firstFunction(Instruction program) {
        Outline outline = new Outline(true);
        outline.rest.push(new Part(0, null, program));
        for (int i = 0; i < MAX_PARTS_WITHOUT_SITE && !outline.rest.isEmpty(); i++) {
            Part part = outline.next();
            if (part != null && Sites.describe(part.subject) != null) {
                return part.subject;
            }
        }
        return null;
    }

    /**
     * The function that {@code program} names first, the user's or ours; null if there is none near its beginning.
     * Cheaper than {@link #firstFunction}, for it looks at no class.
     */
    public static @Nullable Object firstSubject(Instruction program) {
        Outline outline = new Outline(true);
        outline.rest.push(new Part(0, null, program));
        for (int i = 0; i < MAX_PARTS_WITHOUT_SITE && !outline.rest.isEmpty(); i++) {
            Part part = outline.next();
            if (part != null && part.subject != null) {
                return part.subject;
            }
        }
        return null;
    }

    private @Nullable Part nextLine() {
        Part line = null;
        while (line == null && !rest.isEmpty()) {
            line = next();
        }
        return line;
    }

    /** Takes the next part: a line, or null after an instruction was asked for its own. */
    private @Nullable Part next() {
        Part part = rest.pop();
        if (part.text != null) {
            return part;
        }
        indent = part.indent;
        if (part.subject instanceof Instruction program) {
            program.outline(this);
        }
        takeTold();
        return null;
    }

    /** What was told comes next. */
    private void takeTold() {
        for (int i = told.size() - 1; i >= 0; i--) {
            rest.push(told.get(i));
        }
        told.clear();
    }

    // for instructions

    /** Tells a line. */
    public void line(String text) {
        line(text, null);
    }

    /** Tells a line that ends with the place of {@code function}, if that is the user's. */
    public void line(String text, @Nullable Object function) {
        told.add(new Part(indent, searches ? "" : SafeText.escaped(text), function));
    }

    /** Tells what the combinator {@code name} does with {@code function}. */
    public void function(String name, Object function) {
        if (function instanceof Adapter adapter) {
            adapter.outline(this, name);
        } else {
            line(name, function);
        }
    }

    /** Tells the steps of {@code program}, on the level of the lines. */
    public void step(Instruction program) {
        told.add(new Part(indent, null, program));
    }

    /** Tells the steps of {@code program}, as parts of the line above. */
    public void inner(Instruction program) {
        told.add(new Part(indent + 1, null, program));
    }

    /** Tells the text of {@code more} as parts of the line above. */
    public void inside(Runnable more) {
        indent++;
        more.run();
        indent--;
    }

    /** As {@link #text}; empty if nobody reads it. */
    public String shown(@Nullable Object value) {
        return searches ? "" : text(value);
    }

    /** A short text for {@code value}; its class if its text would be made by the user's code. */
    public static String text(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String s) {
            return quoted(s);
        }
        if (value instanceof Duration d) {
            return Durations.text(d);
        }
        if (value instanceof Enum<?> e) {
            return e.name();
        }
        if (value instanceof Instruction) {
            return "a program"; // its text might be of one in one in one
        }
        Class<?> type = value.getClass();
        boolean plain =
                type.getName().startsWith("java.lang.") || type.getName().startsWith("java.time.");
        boolean known = (plain && !(value instanceof Throwable)) || Sites.isOwn(type.getName());
        return known ? cut(SafeText.of(value)) : nameOf(type);
    }

    private static String nameOf(Class<?> type) {
        String name = type.getSimpleName();
        return name.isEmpty() || type.isHidden() ? "an object" : name;
    }

    private static String quoted(String s) {
        return '"' + SafeText.escaped(cut(s).replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    private static String cut(String s) {
        return s.length() <= MAX_TEXT ? s : s.substring(0, MAX_TEXT - 1) + "…";
    }

    /** A line with the function whose place ends it, or, without a text, an instruction. */
    private record Part(
            int indent, @Nullable String text, @Nullable Object subject) {}
}
