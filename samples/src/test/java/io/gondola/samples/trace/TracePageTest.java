package io.gondola.samples.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.select.Select;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a trace in a real browser: what it shows, and what clicks and keys do. Pictures are in target/pages. */
class TracePageTest {
    private static final Path PICTURES = Path.of("target", "pages");

    private static final String HOSTILE =
            "</script><img src=x onerror=\"document.title='hacked'\">'\"`\u001b[31m\u202etxt\nline";

    @TempDir
    private Path folder;

    private Browser browser;

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private Path page() {
        return folder.resolve("trace.html");
    }

    private void open(String fragment) throws Exception {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        browser = new Browser(page(), profile);
        if (!fragment.isEmpty()) {
            browser.value("location.hash = '" + fragment + "'; new Promise(r => setTimeout(r, 50))");
        }
    }

    private void trace(GoRuntime runtime, Go<?> program) throws Exception {
        try (runtime;
                AutoCloseable trace = runtime.trace(page())) {
            assertThat(trace).isNotNull();
            runtime.run(program);
        }
    }

    /** Virtual time, so the figures are known: the giver sleeps for 3 ms while the main goroutine waits for it. */
    private void traceHandOver() throws Exception {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");
        Go<Unit> giver = Go.sleep(Duration.ofMillis(3)).then(jobs.send(1));
        trace(
                GoRuntime.deterministic(1),
                Go.suspend(() -> Go.go("giver", giver)).then(jobs.receive()).then(Go.sleep(Duration.ofMillis(1))));
    }

    private String table() {
        return browser.text("document.querySelector('#table').innerText");
    }

    private void tab(String name) {
        browser.value(
                "[...document.querySelectorAll('#tabs button')].find(b => b.textContent === '" + name + "').click()");
    }

    private String details() {
        return browser.text("document.querySelector('#details').innerText");
    }

    private void idle() {
        browser.value("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
    }

    @Test
    void firstComesTheAnswer() throws Exception {
        traceHandOver();
        open("");

        assertThat(browser.text("document.querySelector('#notice')")).isEqualTo("null");
        assertThat(browser.text("document.querySelector('#summary').innerText"))
                .contains("2 goroutines, started at")
                .contains("was that of g1: 3.00 ms in chan receive on jobs; it was ended by g2 giver.");
        assertThat(table()).contains("TracePageTest", "giver", "3.00 ms");
        tab("Channels and locks");
        assertThat(table()).contains("jobs", "1 × chan receive");
        tab("Longest waits");
        assertThat(table()).contains("g1", "chan receive on jobs", "g2 giver");
        browser.screenshot(PICTURES.resolve("answer.png"));
    }

    @Test
    void tableIsSortedAndCopiedAsTextAndAsCsv() throws Exception {
        traceHandOver();
        open("");
        tab("Longest waits");
        browser.value(
                "[...document.querySelectorAll('#table thead button')].find(b => b.textContent === 'for').click()");

        assertThat(browser.text("document.querySelector('th[aria-sort=descending]').innerText"))
                .startsWith("for");
        browser.value("document.getElementById('copy-csv').click()");
        assertThat(browser.text("gondola.lastCopy"))
                .startsWith("\"goroutine\",\"waited in\",\"from (ns)\",\"for (ns)\",\"ended by\"\r\n")
                .contains("\"g1\",\"chan receive on jobs\",0,3000000,\"g2 giver\"\r\n");
        browser.value("document.getElementById('copy-text').click()");
        assertThat(browser.text("gondola.lastCopy")).contains("chan receive on jobs", "3.00 ms  g2 giver\n");
    }

    @Test
    void clickOnALaneTellsAGoroutinesLifeAndWhyItDidNotRun() throws Exception {
        traceHandOver();
        open("#lanes=g");
        idle();
        double x = browser.value("canvas.getBoundingClientRect().left + gondola.gutter()"
                        + " + (canvas.clientWidth - gondola.gutter()) * 0.5")
                .getAsDouble();
        browser.value("canvas.scrollIntoView()");
        double y = browser.value("canvas.getBoundingClientRect().top + gondola.head() + gondola.laneHeight / 2")
                .getAsDouble();

        browser.click(x, y);

        assertThat(details())
                .contains("g1 at ", "Why it was not running before", "Its life")
                .contains("then waited 3.00 ms in chan receive on jobs, ended by g2 giver");
        assertThat(browser.text("gondola.selected")).isNotEqualTo("-1");
        browser.screenshot(PICTURES.resolve("goroutine.png"));
    }

    /** Back from the last run of g1: the giver sent to it, and had slept before. */
    @Test
    void criticalPathLeadsFromWhoWaitedToWhoLetItWait() throws Exception {
        traceHandOver();
        open("");
        browser.value("gondola.showWait(gondola.trace.facts.waits.find(w => w.reason === 'chan receive'))");

        String why = details().substring(0, details().indexOf("Its life"));

        assertThat(why)
                .containsSubsequence(
                        "g1 ran on P0",
                        "waited 3.00 ms in chan receive on jobs",
                        "because of g2 giver",
                        "g2 giver ran on P0",
                        "waited 3.00 ms in sleep");
    }

    @Test
    void everythingThatTouchedAChannelIsListed() throws Exception {
        traceHandOver();
        open("");
        tab("Channels and locks");
        browser.value("document.querySelector('#table td a').click()");

        assertThat(details()).contains("jobs", "(2): g1, g2 giver", "g1 waited from 0 ns for 3.00 ms in chan receive");
    }

    /** Of a select each channel leads to its own list, in which the select stands. */
    @Test
    void selectTouchesEachOfItsChannels() throws Exception {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");
        Channel<Integer> quit = Channel.<Integer>unbuffered().named("quit");
        Go<Unit> giver = Go.sleep(Duration.ofMillis(3)).then(jobs.send(1));
        trace(
                GoRuntime.deterministic(1),
                Go.suspend(() -> Go.go("giver", giver.repeat(2)))
                        .then(Go.forRange(
                                0,
                                2,
                                i -> Select.select(
                                        Select.onReceive(jobs, Go.unit()), Select.onReceive(quit, Go.unit())))));
        open("");
        tab("Channels and locks");

        assertThat(browser.text("gondola.tableCsv()"))
                .contains("\"jobs\",\"2 × select\",2,6000000,", "\"quit\",\"2 × select\",2,6000000,");
        browser.value("[...document.querySelectorAll('#table td a')].find(a => a.textContent === 'quit').click()");
        assertThat(details())
                .startsWith("quit")
                .contains("g1 waited from 0 ns for 3.00 ms in select", "g1 waited from 3.00 ms for 3.00 ms in select");
        browser.value("document.querySelector('#details ol a').click()");
        assertThat(details()).contains("in select on [jobs, quit], ended by g2 giver");
        browser.value("[...document.querySelectorAll('#details a')].find(a => a.textContent === 'jobs').click()");
        assertThat(details()).startsWith("jobs");
    }

    /** A life of many stretches is shown around the one that is selected; a path that is cut off says so. */
    @Test
    void longLifeIsShownAroundWhatIsSelected() throws Exception {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");
        Go<Unit> giver =
                Go.forRange(0, 2_000, i -> Go.sleep(Duration.ofMillis(1)).then(jobs.send(i)));
        trace(
                GoRuntime.deterministic(1),
                Go.go("giver", giver)
                        .then(Go.forRange(0, 2_000, i -> jobs.receive().then(Go.unit()))));
        open("");

        browser.value("gondola.mostSteps = 1; gondola.goTo(gondola.rowAt(1, 1500e6))");

        assertThat(details())
                .startsWith("g2 giver at 1.50 s")
                .contains("It may go on: no more than 1 steps are shown.")
                .containsPattern("ran on P0 from 1\\.50 s .*\n")
                .containsPattern("These are numbers [0-9]+ to [0-9]+ of [0-9]+\\.");
        assertThat(browser.value(
                                "(() => { const all = document.querySelectorAll('#details ol');"
                                        + " const life = all[all.length - 1];"
                                        + " return [...gondola.trace.ofGoroutine(1)].indexOf(gondola.selected) + 1 - life.start; })()")
                        .getAsInt())
                .isEqualTo(250);
    }

    /** A start place that is not known leads nowhere, since a search for it finds all. */
    @Test
    void placeThatIsNotKnownIsNoLink() throws Exception {
        trace(GoRuntime.deterministic(1), Go.sleep(Duration.ofMillis(1)));
        open("");

        assertThat(browser.text("[...document.querySelectorAll('#table tbody tr')].map(r => r.cells[0].textContent"
                        + " + ' ' + r.cells[0].querySelectorAll('a').length)"))
                .isEqualTo("unknown 0");
    }

    @Test
    void boxesAreDrawnWhereGoroutinesRan() throws Exception {
        trace(GoRuntime.builder().maxProcs(1).build(), Go.blocking(() -> 1).then(busy()));
        open("");
        idle();
        String part = "(() => { const r = gondola.trace.rows; let k = 0;"
                + " for (let i = 0; i < r.n; i++) if (r.end[i] - r.start[i] > r.end[k] - r.start[k]) k = i;"
                + " const d = gondola.drawing(gondola.canvas); const s = gondola.canvas.width / gondola.canvas.clientWidth;"
                + " const lane = gondola.lanesOf().findIndex(l => l.lane === r.lane[k]);"
                + " const y = gondola.head() + lane * gondola.laneHeight + 4;"
                + " const at = (t) => [...d.context.getImageData(Math.round(d.x(t) * s), Math.round(y * s), 1, 1).data].slice(0, 3).join();"
                + " return at((r.start[k] + r.end[k]) / 2) + ';' + gondola.colourOf(r.g[k]); })()";

        String[] seen = browser.text(part).split(";", -1);

        int colour = Integer.parseInt(seen[1].substring(1), 16);
        assertThat(seen[0]).isEqualTo((colour >> 16) + "," + ((colour >> 8) & 0xFF) + "," + (colour & 0xFF));
    }

    private static Go<Integer> busy() {
        return Go.suspend(() -> {
            long end = System.nanoTime() + 20_000_000;
            int n = 0;
            while (System.nanoTime() < end) {
                n++;
            }
            return Go.pure(n);
        });
    }

    @Test
    void searchFindsByNameAndKeysMoveAndZoom() throws Exception {
        traceHandOver();
        open("");
        browser.value("const s = document.getElementById('search'); s.value = 'giv';"
                + " s.dispatchEvent(new Event('input')); document.getElementById('canvas').focus()");

        assertThat(browser.text("document.getElementById('found').textContent")).isEqualTo("1 of 2 goroutines");
        browser.press("n");
        assertThat(details()).startsWith("g2 giver at ");
        String span = "gondola.view.to - gondola.view.from";
        double before = browser.value(span).getAsDouble();
        browser.press("w");
        assertThat(browser.value(span).getAsDouble()).isLessThan(before);
        double from = browser.value("gondola.view.from").getAsDouble();
        browser.press("a");
        assertThat(browser.value("gondola.view.from").getAsDouble()).isLessThan(from);
        browser.press("0");
        assertThat(browser.value(span).getAsDouble()).isEqualTo(4_000_000);
        browser.press("?");
        assertThat(browser.text("document.getElementById('keys').hidden")).isEqualTo("false");
    }

    @Test
    void filterLeavesGoroutinesThatWereInAState() throws Exception {
        traceHandOver();
        open("#lanes=g");
        browser.value("const f = document.getElementById('filter'); f.value = 'chan receive';"
                + " f.dispatchEvent(new Event('change'))");

        assertThat(browser.text("gondola.lanesOf().map(l => l.name)")).isEqualTo("g1");
    }

    @Test
    void addressKeepsTheView() throws Exception {
        traceHandOver();
        open("#lanes=g&from=1000000&to=2000000&table=waits&search=giver");

        assertThat(browser.text(
                        "[gondola.view.lanes, gondola.view.from, gondola.view.to, gondola.table.id, gondola.query]"))
                .isEqualTo("g,1000000,2000000,waits,giver");
        browser.press("d");
        Browser.until("the address follows", () -> browser.text("location.hash").contains("from=1200000"));
    }

    @Test
    void namesDoNoHarm() throws Exception {
        Channel<Integer> ch = Channel.<Integer>unbuffered().named(HOSTILE);
        trace(
                GoRuntime.builder().maxProcs(1).build(),
                Go.go(HOSTILE, ch.send(1)).then(ch.receive()));
        open("");

        assertThat(browser.text("document.title")).isEqualTo("Gondola trace");
        assertThat(browser.text("document.querySelectorAll('img').length")).isEqualTo("0");
        assertThat(browser.text("gondola.trace.facts.things[2]"))
                .startsWith("\"</script><img src=x")
                .contains("\\u001b[31m\\u202etxt\\nline");
        assertThat(table()).contains("</script><img src=x onerror=");
    }

    @Test
    void pageThatWasCutOffSaysSo() throws Exception {
        traceHandOver();
        String whole = Files.readString(page());
        Files.writeString(page(), whole.substring(0, whole.indexOf("id=\"rows-data\"") + 20));
        open("");

        assertThat(browser.text("document.body.innerText")).contains("This page is not complete.");
        assertThat(browser.text("document.getElementById('main').hidden")).isEqualTo("true");
    }

    @Test
    void withoutACanvasTheTablesAreThere() throws Exception {
        traceHandOver();
        String whole = Files.readString(page());
        Files.writeString(
                page(),
                whole.replace(
                        "<script>gondola.start();",
                        "<script>HTMLCanvasElement.prototype.getContext = () => null; gondola.start();"));
        open("");

        assertThat(browser.text("document.getElementById('no-canvas').hidden")).isEqualTo("false");
        assertThat(table()).contains("giver");
        browser.press("n");
        assertThat(details()).contains("Its life");
    }

    @Test
    void darkAndEnlargedItStaysWithinTheWindow() throws Exception {
        traceHandOver();
        open("");
        browser.dark();
        browser.resize(320, 800); // 1280 pixels, enlarged to 400 %
        idle();

        assertThat(browser.text("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(13, 17, 23)");
        assertThat(browser.value("document.documentElement.scrollWidth").getAsInt())
                .isLessThanOrEqualTo(320);
        assertThat(browser.text("gondola.colours().paper")).isEqualTo("#0d1117");
        browser.screenshot(PICTURES.resolve("dark-narrow.png"));
    }
}
