package io.gondola.samples.guards;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program with a mistake that Go programmers make, and what stops it. In the source, {@code // here} is at the end of
 * the line that a person would point at.
 */
record Mistake(String name, Set<Guard> guards, String key, String members) {
    private static final String IMPORTS = """
            import static io.gondola.dsl.Go.*;
            import static io.gondola.select.Select.*;
            import io.gondola.context.*;
            import io.gondola.dsl.*;
            import io.gondola.select.*;
            import io.gondola.sync.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;

            """;
    private static final String SHARED = """
                static Go<Unit> worker() {
                    return println("works");
                }

                static void ignore(Object nothing) {}

            """;
    private static final Pattern HERE = Pattern.compile("// here");

    enum Guard {
        /** The plugin of the compiler. */
        PLUGIN,
        /** The oracle of the test kit. */
        LOST,
        /** A warning of debug mode. */
        DEBUG,
        /** What the program throws says that something was built before it was run. */
        TEXT
    }

    /** A program that is built, and never run. */
    static Mistake lost(String name, String body) {
        return new Mistake(name, EnumSet.of(Guard.PLUGIN, Guard.LOST, Guard.DEBUG), "dropped", program(body));
    }

    /** One that is kept or given away: the compiler cannot know. */
    static Mistake kept(String name, String body) {
        return new Mistake(name, EnumSet.of(Guard.LOST, Guard.DEBUG), "", program(body));
    }

    /** One that only the compiler's plugin sees, as it runs, but not as meant. */
    static Mistake seen(String name, String key, String body) {
        return new Mistake(name, EnumSet.of(Guard.PLUGIN), key, program(body));
    }

    static Mistake tooEarly(String name, String body) {
        return new Mistake(name, EnumSet.of(Guard.TEXT), "", program(body));
    }

    private static String program(String body) {
        return "static Go<?> program() {\n    Channel<Integer> ch = Channel.buffered(100);\n" + body.indent(4) + "}\n";
    }

    String source(String className) {
        return IMPORTS + "public class " + className + " {\n" + SHARED + members.indent(4) + "}\n";
    }

    /** The line that a person would point at. */
    int line() {
        String source = source("Any");
        Matcher here = HERE.matcher(source);
        return here.find() ? (int) source.substring(0, here.start()).lines().count() : 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
