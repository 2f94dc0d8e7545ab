package io.gondola.samples.files.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import io.gondola.samples.files.Rehearsal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrawlPagesTest {
    private static final String VERIFIED = "verified: a sequential run gives the same";

    @TempDir
    private Path folder;

    private final Rehearsal rehearsal = new Rehearsal();

    @Test
    void pagesAreFoundThroughLinksAndBrokenLinksAreNamed() throws Exception {
        page(
                "index.html",
                "Home",
                "a.html",
                "sub/",
                "gone.html#x",
                "https://go.dev",
                "mailto:x@y",
                "#top",
                "not a url%");
        page("a.html", "A &amp; B", "index.html", "sub/deep.html?q=1#y", "with space.html");
        page("with space.html", "W");
        page("sub/index.html", "");
        page("sub/deep.html", "Deep", "/a.html", "../../../../etc/passwd");
        page("alone.html", "nobody links here");

        int code = rehearsal.run(CrawlPages::program, folder, "--from", "index.html", "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly(
                        "  0  index.html  Home",
                        "  1  a.html  A & B",
                        "  1  sub/index.html",
                        "  2  sub/deep.html  Deep",
                        "  2  with space.html  W",
                        "broken: index.html -> gone.html#x",
                        "5 pages, 7 links, 1 broken, 4 to elsewhere, 0 left out, 0 unreadable",
                        VERIFIED);
        assertThat(rehearsal.errors()).isEmpty();
    }

    @Test
    void aRingOfThousandPagesIsFollowedOnce() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            page(
                    i == 0 ? "index.html" : i + ".html",
                    "" + i,
                    i == 999 ? "index.html" : (i + 1) + ".html",
                    "index.html");
        }

        int code = rehearsal.run(CrawlPages::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .contains(
                        "999  999.html  999",
                        "1000 pages, 1999 links, 0 broken, 0 to elsewhere, 0 left out, 0 unreadable")
                .contains(VERIFIED);
    }

    @Test
    void aRandomSiteWithCyclesGivesWhatASequentialRunGivesWhateverTheNumberOfWorkersIs() throws Exception {
        Random random = new Random(3);
        int n = 400;
        for (int i = 0; i < n; i++) {
            String[] links = new String[random.nextInt(6)];
            for (int l = 0; l < links.length; l++) {
                links[l] = random.nextInt(n + 20) + ".html";
            }
            page(i + ".html", "" + i, links);
        }
        for (String workers : new String[] {"1", "7"}) {
            int code = rehearsal.run(CrawlPages::program, folder, "--from", "0.html", "--verify", "--workers", workers);
            assertThat(code).isZero();
        }

        java.util.List<String> lines = rehearsal.lines();
        assertThat(lines.subList(0, lines.size() / 2))
                .isEqualTo(lines.subList(lines.size() / 2, lines.size()))
                .contains(VERIFIED);
    }

    @Test
    void noMorePagesAreReadThanWasSaid() throws Exception {
        page("index.html", "", "a.html", "b.html", "c.html");
        page("a.html", "", "b.html", "index.html");
        page("b.html", "", "c.html");
        page("c.html", "");

        rehearsal.run(CrawlPages::program, folder, "--pages", "2", "--verify");

        assertThat(rehearsal.lines())
                .containsExactly(
                        "  0  index.html",
                        "  1  a.html",
                        "2 pages, 5 links, 0 broken, 0 to elsewhere, 2 left out, 0 unreadable",
                        VERIFIED);
    }

    @Test
    void brokenHtmlAndOtherCharsetsAreRead() throws Exception {
        Files.write(
                folder.resolve("index.html"),
                "<meta charset=iso-8859-1><title>café</title><a href=b.html><p><a href='b.html'><b>x<table></a><<>&#0;"
                        .getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("b.html"), new byte[] {0, (byte) 0xff, 1, '<', 'a'});
        Files.createFile(folder.resolve("empty.html"));

        int code = rehearsal.run(CrawlPages::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .startsWith("  0  index.html  café", "  1  b.html")
                .contains(VERIFIED);
    }

    @Test
    void linksOutOfTheFolderAreNotFollowedNotEvenThroughSymbolicOnes(@TempDir Path secret) throws Exception {
        Files.writeString(secret.resolve("s.html"), "<title>secret</title>");
        Files.createSymbolicLink(folder.resolve("door"), secret);
        Files.createSymbolicLink(folder.resolve("again.html"), folder.resolve("index.html"));
        page("index.html", "Home", "door/s.html", "again.html");

        rehearsal.run(CrawlPages::program, folder, "--verify");

        assertThat(rehearsal.lines())
                .containsExactly(
                        "  0  index.html  Home",
                        "1 pages, 1 links, 0 broken, 1 to elsewhere, 0 left out, 0 unreadable",
                        VERIFIED);
    }

    @Test
    void aFolderWithoutPagesIsEmpty() {
        int code = rehearsal.run(CrawlPages::program, folder, "--verify");

        assertThat(code).isZero();
        assertThat(rehearsal.lines())
                .containsExactly("0 pages, 0 links, 0 broken, 0 to elsewhere, 0 left out, 0 unreadable", VERIFIED);
    }

    @Test
    void aPageThatCannotBeReadIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("index.html"));

        int code = rehearsal.run(CrawlPages::program, folder, "--from", "index.html", "--verify");

        assertThat(code).isEqualTo(1);
        assertThat(rehearsal.lines()).contains(VERIFIED);
        assertThat(rehearsal.errors()).containsExactly("crawl: cannot read index.html: Is a directory");
    }

    @Test
    void mistakesAreExplained() {
        String missing = folder.resolve("missing").toString();

        assertRefused("the input must exist: " + missing, missing);
        assertRefused("the input must exist: " + missing, "--from", "missing");
        assertRefused("crawl takes one folder only: a b", "a", "b");
        assertRefused("--pages must be a whole number from 1 to 1000000: 0", "--pages", "0");
    }

    private void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> rehearsal.run(CrawlPages::program, folder, arguments))
                .isInstanceOf(UsageError.class)
                .hasMessage(message);
    }

    private void page(String name, String title, String... links) throws IOException {
        StringBuilder html = new StringBuilder("<!doctype html><title>" + title + "</title>\n");
        for (String link : links) {
            html.append("<a href=\"").append(link).append("\">x</a>\n");
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, html);
    }
}
