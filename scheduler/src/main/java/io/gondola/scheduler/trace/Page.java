package io.gondola.scheduler.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A trace as one HTML page that needs nothing else. Its beginning, which is the same in all, says that something is
 * missing; only the end, which starts what shows the trace, takes that away. So a page that was cut off says so.
 */
public final class Page {
    private static final List<String> STYLES = List.of("page.css");
    private static final List<String> SCRIPTS = List.of(
            "data.js",
            "format.js",
            "tables.js",
            "lanes.js",
            "curves.js",
            "timeline.js",
            "details.js",
            "run.js",
            "page.js");
    private static final String HERE = "<!-- ${";

    private Page() {}

    /** Writes what does not depend on the trace. */
    public static void begin(Writer out) throws IOException {
        String template = resource("page.html");
        int styles = template.indexOf(HERE);
        int rest = template.indexOf('\n', styles) + 1;
        out.write(template.substring(0, styles));
        for (String name : STYLES) {
            out.write("<style>\n" + resource(name) + "</style>\n");
        }
        for (String name : SCRIPTS) {
            out.write("<script>\n" + resource(name) + "</script>\n");
        }
        out.write(template.substring(rest));
    }

    /**
     * Writes the trace, as {@code log} has it at this moment.
     *
     * @param idBits how many bits of a goroutine's identity are its number in its program
     * @param length nanoseconds since the start of the trace
     * @param virtual whether time was virtual
     */
    public static void end(Writer out, EventLog log, int idBits, long length, boolean virtual) throws IOException {
        end(out, new Timeline(log, idBits, 0, length), virtual, List.of());
    }

    /**
     * As the other one, of what has happened from {@code from} to {@code until}, in nanoseconds since the start.
     *
     * @param notes sentences that come before all others
     */
    public static void end(Writer out, EventLog log, int idBits, long from, long until, List<String> notes)
            throws IOException {
        end(out, new Timeline(log, idBits, from, until), false, notes);
    }

    /** Writes a run of steps, of which the script gets {@code json}. */
    static void run(Writer out, Timeline t, List<String> notes, String json) throws IOException {
        data(out, "application/json", "run", json);
        end(out, t, Facts.ofRun(t, notes));
    }

    private static void end(Writer out, Timeline t, boolean virtual, List<String> notes) throws IOException {
        end(out, t, Facts.of(t, virtual, notes));
    }

    private static void end(Writer out, Timeline t, String facts) throws IOException {
        data(out, "application/json", "facts", facts);
        data(out, "text/plain", "goroutines-data", Packed.goroutines(t.goroutines));
        data(out, "text/plain", "rows-data", Packed.rows(t.rows));
        data(out, "text/plain", "instants-data", Packed.instants(t.instants, t.instants.size(), t.goroutines));
        out.write("<script>gondola.start();</script>\n</body>\n</html>\n");
    }

    private static void data(Writer out, String type, String id, String text) throws IOException {
        out.write("<script type=\"" + type + "\" id=\"" + id + "\">");
        out.write(text);
        out.write("</script>\n");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("a part of the page is missing: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
