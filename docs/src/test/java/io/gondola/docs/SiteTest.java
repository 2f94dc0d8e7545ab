package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The site has no dead link, needs nothing from elsewhere, and its search finds what there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteTest {
    private Path site;
    private final Map<Path, Document> documents = new HashMap<>();

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        site = folder;
        new Site(Snippets.ROOT, site).write();
        try (Stream<Path> files = Files.walk(site)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
                Path name = site.relativize(file);
                if (!name.startsWith("api") || name.equals(Path.of("api", "index.html"))) {
                    documents.put(name, Jsoup.parse(file));
                }
            }
        }
    }

    @Test
    void linksLeadToFilesAndHeadingsThatExist() {
        List<String> dead = new ArrayList<>();
        documents.forEach((file, document) -> {
            for (Element link : document.select("a[href], img[src], script[src], link[href]")) {
                String target = link.hasAttr("href") ? link.attr("href") : link.attr("src");
                if (!Links.isOutside(target) && !leadsSomewhere(file, target)) {
                    dead.add(file + " -> " + target);
                }
            }
        });
        assertThat(dead).isEmpty();
    }

    private boolean leadsSomewhere(Path from, String target) {
        String anchor = Links.anchor(target);
        String name = anchor.isEmpty() ? target : target.substring(0, target.indexOf('#'));
        Path file = name.isEmpty() ? from : from.resolveSibling(name).normalize();
        if (anchor.isEmpty()) {
            return Files.isRegularFile(site.resolve(file));
        }
        return documents.containsKey(file) && documents.get(file).getElementById(anchor) != null;
    }

    @Test
    void everyPageIsListedOnEveryPage() throws IOException {
        int pages = Pages.below(Snippets.ROOT).size();

        assertThat(documents).hasSizeGreaterThanOrEqualTo(pages);
        assertThat(documents.values())
                .allSatisfy(d -> assertThat(d.select("nav ul a")).hasSizeGreaterThanOrEqualTo(pages));
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(documents.values())
                .allSatisfy(d -> assertThat(d.select("script[src^=http], link[href^=http], img[src^=http]"))
                        .isEmpty());
    }

    @Test
    void theSearchKnowsEverySection() throws IOException {
        String index = Files.readString(site.resolve("search-index.js"));

        for (Page page : Pages.below(Snippets.ROOT)) {
            assertThat(page.sections())
                    .as(page.file().toString())
                    .allSatisfy(s -> assertThat(index).contains("," + SearchIndex.quoted(s.title()) + ","));
        }
    }
}
