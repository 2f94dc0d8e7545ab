package io.gondola.scheduler.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // null stands for what is not known
class PageTest {
    private static String page(EventLog log) throws IOException {
        StringWriter out = new StringWriter();
        Page.begin(out);
        Page.end(out, log, Scene.ID_BITS, 1_000, false);
        return out.toString();
    }

    private static String data(String page, String id) {
        String from = "id=\"" + id + "\">";
        int start = page.indexOf(from) + from.length();
        return page.substring(start, page.indexOf("</script>", start));
    }

    /** A script ends at the first such tag, in a string of JSON, too; a comment's beginning changes where. */
    @Test
    void namesDoNotEndTheScriptThatTheyStandIn() throws IOException {
        Scene scene = new Scene()
                .created(0, 0, 1, "</script><script>alert(1)</script>", "<!--<script>")
                .started(1, 0, 1)
                .left(2, 0, 1, "chan receive", "</SCRIPT >\n\u202e\"'`${x}\\");

        String facts = data(page(scene.log), "facts");

        assertThat(facts).startsWith("{").endsWith("}").doesNotContain("<").contains("\\u003c/script>");
    }

    @Test
    void pageAsksForNothingFromElsewhere() throws IOException {
        assertThat(page(new EventLog(String::valueOf)).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "src=", "@import", "url(", "${")
                .contains("default-src 'none'")
                .endsWith("</html>\n");
    }

    @Test
    void beginningAloneSaysThatSomethingIsMissing() throws IOException {
        StringWriter out = new StringWriter();

        Page.begin(out);

        assertThat(out.toString()).contains("This page is not complete.").doesNotContain("gondola.start();");
    }

    @Test
    void rowsArePackedAsTheyAreRead() throws IOException {
        Scene scene = new Scene()
                .created(0, Lanes.OUTSIDE, 1, null, null)
                .started(300, 0, 1)
                .ended(301, 0, 1);

        byte[] rows = Base64.getMimeDecoder().decode(data(page(scene.log), "rows-data"));

        assertThat(rows)
                .as("count; start 300, for 1, ready 300 earlier, g, lane, reason, on, by outside, lane outside")
                .startsWith(1, 0xAC, 2, 1, 0xAD, 2, 0, Lanes.OFFSET)
                .endsWith(0, Waker.OUTSIDE, Lanes.OUTSIDE + Lanes.OFFSET);
    }
}
