package io.gondola.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of Java on a page, and the source that makes a class of it. */
record Snippet(Page page, int number, String code, String output, String fixture, Form form) {
    private static final String IMPORTS = String.join(
            " ",
            "import static io.gondola.dsl.Go.*;",
            "import static io.gondola.select.Select.*;",
            "import io.gondola.dsl.*;",
            "import io.gondola.sync.*;",
            "import io.gondola.context.*;",
            "import io.gondola.time.*;",
            "import io.gondola.net.*;",
            "import io.gondola.pipeline.*;",
            "import io.gondola.pipeline.kafka.*;",
            "import io.gondola.testkit.*;",
            "import io.vavr.control.*;",
            "import java.io.*;",
            "import java.nio.file.*;",
            "import java.time.*;",
            "import org.apache.kafka.common.serialization.*;",
            "import reactor.core.publisher.*;",
            "import reactor.adapter.*;");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public |final |abstract )*(?:class|interface|record|enum) (\\w+)");

    /** What the block is: whole classes, members of one, statements of a method, or expressions. */
    enum Form {
        TYPES,
        MEMBERS,
        STATEMENTS,
        EXPRESSIONS
    }

    Snippet as(Form other) {
        return new Snippet(page, number, code, output, fixture, other);
    }

    String packageName() {
        return "page." + page.file().toString().replaceAll("\\W", "_").toLowerCase(Locale.ROOT) + "_" + number;
    }

    /** The class that the source declares. */
    String className() {
        if (form == Form.TYPES) {
            Matcher m = TYPE.matcher(code);
            return packageName() + "." + (m.find() ? m.group(1) : "Nothing");
        }
        return packageName() + ".Snippet";
    }

    String where() {
        return page.file() + ", block " + number + " of Java";
    }

    /** Lines keep their numbers where the block is whole classes. */
    String source() {
        String head = "package " + packageName() + "; " + IMPORTS + " ";
        String open = "public class Snippet" + (fixture.isEmpty() ? "" : " extends " + fixture) + " {\n";
        return switch (form) {
            case TYPES -> "package " + packageName() + "; " + IMPORTS + " " + code;
            case MEMBERS -> head + open + code + "\n}\n";
            case STATEMENTS -> head + open + method("run", code) + "}\n";
            case EXPRESSIONS -> head + open + expressions() + "}\n";
        };
    }

    private static String method(String name, String body) {
        boolean returns = Pattern.compile("(?m)^return ").matcher(body).find();
        return (returns ? "Object " : "void ") + name + "() throws Throwable {\n" + body + "\n}\n";
    }

    private String expressions() {
        StringBuilder members = new StringBuilder();
        List<String> parts = parts();
        for (int i = 0; i < parts.size(); i++) {
            members.append("Object e").append(i).append("() throws Throwable { return (\n");
            members.append(parts.get(i)).append("\n); }\n");
        }
        return members.toString();
    }

    /** One for each line, but for those that go on with the one before. */
    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (String line : code.lines().toList()) {
            boolean goesOn = depth > 0 || line.strip().startsWith(".");
            if (!goesOn && !part.isEmpty()) {
                parts.add(part.toString());
                part.setLength(0);
            }
            String bare = line.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("//.*", "");
            if (!bare.isBlank()) {
                part.append(line).append('\n');
            }
            depth += count(bare, '(') - count(bare, ')');
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static int count(String text, char c) {
        return (int) text.chars().filter(x -> x == c).count();
    }
}
