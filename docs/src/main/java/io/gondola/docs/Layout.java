package io.gondola.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.node.Link;

/** What stands around the text of each page. */
final class Layout {
    private static final Path INDEX = Path.of("docs/index.md");

    private final List<Page> pages;
    private final List<Page> listed;
    private final boolean hasApi;

    Layout(List<Page> pages, boolean hasApi) {
        this.pages = pages;
        this.listed = listed();
        this.hasApi = hasApi;
    }

    /** The way in, then the pages that it names, in its order, then all others. */
    private List<Page> listed() {
        Page index = pages.stream()
                .filter(p -> p.file().equals(INDEX))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the way in is missing: file=" + INDEX));
        Set<Path> order = new LinkedHashSet<>(List.of(INDEX));
        for (Link link : Markdown.links(index.content())) {
            order.add(Links.file(index, link.getDestination()));
        }
        List<Page> all = new ArrayList<>();
        order.forEach(file -> pages.stream().filter(p -> p.file().equals(file)).forEach(all::add));
        pages.stream().filter(p -> !order.contains(p.file())).forEach(all::add);
        return all;
    }

    String html(Page page) {
        return around(page.html(), page.title(), Markdown.html(page.content()));
    }

    /** The documentation of the API: a page that leads to that of each module. */
    String api(List<String> modules) {
        String list = modules.stream()
                .map(m -> "<li><a href=\"" + m + "/index.html\">" + m + "</a></li>")
                .collect(Collectors.joining("\n"));
        return around(Path.of("api", "index.html"), "API", "<h1>API</h1>\n<ul>\n" + list + "\n</ul>\n");
    }

    private String around(Path file, String title, String content) {
        String top = "../".repeat(file.getNameCount() - 1);
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s · Gondola</title>
            <link rel="stylesheet" href="%ssite.css">
            </head>
            <body data-top="%s">
            <nav>
            <a class="name" href="%sindex.html">Gondola</a>
            <input id="search" type="search" placeholder="Search" aria-label="Search" autocomplete="off">
            <ol id="found"></ol>
            <ul>
            %s</ul>
            </nav>
            <main>
            %s</main>
            <script src="%ssearch-index.js"></script>
            <script src="%ssearch.js"></script>
            </body>
            </html>
            """.formatted(escaped(title), top, top, top, list(file), content, top, top);
    }

    private String list(Path from) {
        StringBuilder list = new StringBuilder();
        for (Page page : listed) {
            String current = page.html().equals(from) ? " aria-current=\"page\"" : "";
            item(list, Links.relative(from, page.html()), current, page.title());
        }
        if (hasApi) {
            item(list, Links.relative(from, Path.of("api", "index.html")), "", "API");
        }
        return list.toString();
    }

    private static void item(StringBuilder list, String target, String current, String title) {
        list.append("<li><a href=\"")
                .append(target)
                .append('"')
                .append(current)
                .append('>')
                .append(escaped(title))
                .append("</a></li>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
