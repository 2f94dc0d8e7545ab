package io.gondola.samples.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.Kind;
import io.vavr.collection.Seq;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a failed test in a real browser, which is that of a trace with steps in place of time. */
class FailurePageTest {
    private static final Path PICTURES = Path.of("target", "pages");

    /** What is drawn as text from here on. */
    private static final String RECORD = "gondola.texts = []; gondola.arrowCount = 0;"
            + " const fill = CanvasRenderingContext2D.prototype.fillText;"
            + " CanvasRenderingContext2D.prototype.fillText = function (t, ...r) {"
            + " gondola.texts.push(t); return fill.call(this, t, ...r); };"
            + " const arrow = gondola.drawArrow;"
            + " gondola.drawArrow = (...a) => { gondola.arrowCount++; return arrow(...a); };"
            + " gondola.draw();";

    @TempDir
    private Path folder;

    private Browser browser;

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static Go<Unit> abba() {
        WaitGroup wg = new WaitGroup();
        Mutex a = new Mutex().named("a");
        Mutex b = new Mutex().named("b");
        return Go.sequence(
                wg.add(2),
                Go.go("left", a.withLock(b.withLock(Go.unit())).defer(wg.done())),
                Go.go("right", b.withLock(a.withLock(Go.unit())).defer(wg.done())),
                wg.await());
    }

    private Failure open(Failure failure) throws Exception {
        Path page = folder.resolve("failure.html");
        Files.writeString(page, failure.html());
        browser = new Browser(page, Files.createDirectories(folder.resolve("profile")));
        return failure;
    }

    private Failure openDeadlock() throws Exception {
        Failure failure = Explorer.of(FailurePageTest::abba)
                .named("BankTest.abba")
                .explore()
                .failure()
                .get();
        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        return open(failure);
    }

    private void showAll() {
        browser.value("gondola.setTime(0, gondola.trace.length); gondola.draw()");
    }

    @Test
    void pageSaysWhatFailedAndHowToReplayIt() throws Exception {
        Failure failure = openDeadlock();

        assertThat(browser.text("document.title")).isEqualTo(browser.text("document.querySelector('h1').textContent"));
        assertThat(browser.text("document.title")).startsWith("DEADLOCK").endsWith("in BankTest.abba");
        assertThat(browser.text("document.querySelector('#whole').textContent"))
                .isEqualTo("-Dgo.replay=" + failure.token());
        assertThat(browser.text("document.querySelector('#text').textContent")).contains(failure.token());
        assertThat(browser.text("document.querySelector('#notice')")).isEqualTo("null");
        browser.screenshot(PICTURES.resolve("failure.png"));
    }

    @Test
    void eachStepHasABoxWithItsOperationAndItsLineAndNoneCoversAnother() throws Exception {
        Failure failure = openDeadlock();
        browser.value("gondola.setTime(0, 5 * gondola.unit); " + RECORD);

        Failure.Step first = failure.steps().head();
        assertThat(browser.text("gondola.texts.join('\\n')"))
                .contains(first.operation())
                .contains("FailurePageTest")
                .contains("0 main", "left");
        assertThat(browser.value("gondola.run.steps.length").getAsInt())
                .isEqualTo(failure.steps().size());
        assertThat(
                        browser.text(
                                "gondola.run.steps.every((s, i) =>"
                                        + " i === 0 || gondola.trace.rows.start[i] === gondola.trace.rows.start[i - 1] + gondola.unit)"))
                .as("each step has a column of its own")
                .isEqualTo("true");
    }

    @Test
    void clickOnAStepTellsOfItAndLightsUpWhatCameBefore() throws Exception {
        Failure failure = openDeadlock();
        showAll();
        Failure.Step step = failure.steps().filter(s -> !s.token().isEmpty()).last();
        int row = step.number() - 1;
        browser.value("window.scrollTo(0, 0)");
        double x = browser.value(
                        "(() => { const r = gondola.canvas.getBoundingClientRect(); const d = gondola.drawing(gondola.canvas);"
                                + " return r.left + d.x(gondola.trace.rows.start[" + row
                                + "] + gondola.unit / 2); })()")
                .getAsDouble();
        double y = browser.value("(() => { const r = gondola.canvas.getBoundingClientRect();"
                        + " const lane = gondola.lanesOf().findIndex((l) => l.g === gondola.trace.rows.g[" + row + "]);"
                        + " return r.top + gondola.head() + (lane + 0.5) * gondola.laneHeight; })()")
                .getAsDouble();
        browser.click(x, y);

        String details = browser.text("document.querySelector('#details').innerText");
        assertThat(details).startsWith("#" + step.number() + " ").contains("BLOCKED", "All steps of");
        assertThat(details).contains("-Dgo.replay=" + step.token());
        assertThat(browser.value("gondola.marked.size").getAsInt())
                .as("itself and some before, and not all: the other goroutine's later steps do not count")
                .isBetween(2, failure.steps().size() - 1);
        browser.value("[...document.querySelectorAll('#details button')][0].click()");
        assertThat(browser.text("gondola.lastCopy")).isEqualTo("-Dgo.replay=" + step.token());
    }

    @Test
    void happensBeforeIsAnArrow() throws Exception {
        Failure failure = openDeadlock();
        showAll();

        Seq<Integer> after = failure.steps().flatMap(Failure.Step::after);
        assertThat(after).isNotEmpty();
        assertThat(browser.value(RECORD + " gondola.arrowCount").getAsInt()).isEqualTo(after.size());
    }

    @Test
    void stepsAreATableThatCanBeCopied() throws Exception {
        Failure failure = openDeadlock();

        assertThat(browser.value("document.querySelectorAll('#table tbody tr').length")
                        .getAsInt())
                .isEqualTo(failure.steps().size());
        browser.value("document.getElementById('copy-csv').click()");
        assertThat(browser.text("gondola.lastCopy").lines())
                .hasSize(failure.steps().size() + 1);
        browser.value("document.querySelector('#table tbody a').click()");
        assertThat(browser.text("document.querySelector('#details').innerText")).startsWith("#1 ");
    }

    @Test
    void longRunsAreDrawnDensely() throws Exception {
        open(Explorer.of(() -> Go.sequence(Go.go(Go.forever(Go.gosched())), Go.never()))
                .maxSteps(20_000)
                .explore()
                .failure()
                .get());
        showAll();

        assertThat(browser.value("gondola.trace.rows.n").getAsInt()).isGreaterThan(10_000);
        assertThat(browser.text("document.querySelector('#details').innerText")).isEmpty();
        browser.press("n");
        assertThat(browser.text("document.querySelector('#details').innerText")).startsWith("#");
    }

    @Test
    void namesOfTheProgramDoNoHarm() throws Exception {
        String hostile = "</script><img src=x onerror=\"document.title='hacked'\">'\"`\u001b[31m\u202etxt\nline";
        open(Explorer.of(() -> Go.go(hostile, Go.never()).then(Go.panic(hostile)))
                .explore()
                .failure()
                .get());

        assertThat(browser.text("document.title")).startsWith("PANIC");
        assertThat(browser.text("document.images.length")).isEqualTo("0");
    }
}
