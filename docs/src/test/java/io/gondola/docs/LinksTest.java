package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.node.Link;
import org.junit.jupiter.api.Test;

/** Each link between pages leads somewhere, and each page can be reached. */
class LinksTest {
    private static final Path ROOT = Snippets.ROOT;
    private static final Path INDEX = Path.of("docs/index.md");

    @Test
    void linksLeadToFilesAndHeadingsThatExist() throws IOException {
        List<Page> pages = Pages.below(ROOT);
        Map<Path, Page> byFile = byFile(pages);
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Page page : pages) {
            for (Link link : Markdown.links(page.content())) {
                String target = link.getDestination();
                if (!Links.isOutside(target)) {
                    links++;
                    if (!leadsSomewhere(byFile, Links.file(page, target), Links.anchor(target))) {
                        dead.add(page.file() + " -> " + target);
                    }
                }
            }
        }
        assertThat(links).isGreaterThan(100);
        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Map<Path, Page> pages, Path file, String anchor) {
        if (anchor.isEmpty()) {
            return Files.exists(ROOT.resolve(file));
        }
        return pages.containsKey(file)
                && pages.get(file).sections().stream().anyMatch(s -> s.anchor().equals(anchor));
    }

    private static Map<Path, Page> byFile(List<Page> pages) {
        Map<Path, Page> byFile = new HashMap<>();
        pages.forEach(page -> byFile.put(page.file(), page));
        return byFile;
    }

    @Test
    void everyPageOfTheFolderIsReachedFromTheWayIn() throws IOException {
        List<Page> pages = Pages.below(ROOT);
        Map<Path, Page> byFile = byFile(pages);
        List<Path> reached = new ArrayList<>(List.of(INDEX));
        for (int i = 0; i < reached.size(); i++) {
            Page page = byFile.get(reached.get(i));
            for (Link link : Markdown.links(page.content())) {
                Path file = Links.isOutside(link.getDestination()) ? INDEX : Links.file(page, link.getDestination());
                if (byFile.containsKey(file) && !reached.contains(file)) {
                    reached.add(file);
                }
            }
        }
        assertThat(reached)
                .containsAll(pages.stream()
                        .map(Page::file)
                        .filter(f -> f.startsWith("docs"))
                        .toList());
    }

    @Test
    void linksToTheOutsideAreEncrypted() throws IOException {
        List<String> plain = new ArrayList<>();
        for (Page page : Pages.below(ROOT)) {
            Markdown.links(page.content()).stream()
                    .map(Link::getDestination)
                    .filter(target -> target.startsWith("http:"))
                    .forEach(target -> plain.add(page.file() + " -> " + target));
        }
        assertThat(plain).isEmpty();
    }
}
