package io.gondola.samples.files.crawl;

import io.gondola.samples.files.FileNames;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Reads the pages below a folder, and follows no link that leads out of it, be it by {@code ..} or by a symbolic link.
 */
final class Pages {
    static final String INDEX = "index.html";

    private static final int LONGEST_TITLE = 80;

    private final Path root;

    /** With all symbolic links resolved. */
    Pages(Path folder) throws IOException {
        this.root = folder.toRealPath();
    }

    /** The page as {@link #read} takes it; the same for all names of a file. */
    Path named(Path file) throws IOException {
        return file.toRealPath();
    }

    /** For people. */
    String name(Path page) {
        return FileNames.of(root.relativize(page));
    }

    /** Reads {@code file}, in the charset that it declares or else in UTF-8; blocks the thread meanwhile. */
    Page read(Path file) throws IOException {
        Document page;
        try (InputStream in = Files.newInputStream(file)) {
            page = Jsoup.parse(in, null, "");
        }
        List<Path> links = List.empty();
        List<String> broken = List.empty();
        int outside = 0;
        for (Element a : page.select("a[href]")) {
            String href = a.attr("href").strip();
            Option<Path> target = target(file, href);
            if (target.isEmpty()) {
                outside++;
            } else if (!Files.exists(target.get())) {
                broken = broken.append(FileNames.printable(href));
            } else {
                Option<Path> existing = Option.some(named(target.get())).filter(real -> real.startsWith(root));
                outside += existing.isEmpty() ? 1 : 0;
                links = links.appendAll(existing.filter(Pages::isPage));
            }
        }
        String title = FileNames.printable(page.title());
        return new Page(
                title.substring(0, Math.min(title.length(), LONGEST_TITLE)),
                LinkedHashSet.ofAll(links).toList(),
                broken,
                outside);
    }

    static boolean isPage(Path file) {
        return file.toString().matches("(?i).*\\.html?") && Files.isRegularFile(file);
    }

    /**
     * The file below the folder that a link names, or none: another site, another kind of address, no address at all.
     */
    private Option<Path> target(Path from, String href) {
        try {
            URI link = new URI(href.replace(" ", "%20"));
            if (link.isOpaque() || link.getScheme() != null || link.getAuthority() != null || link.getPath() == null) {
                return Option.none();
            }
            if (link.getPath().isEmpty()) {
                return Option.some(from); // a place in the same page
            }
            Path target = link.getPath().startsWith("/")
                    ? root.resolve(link.getPath().substring(1))
                    : from.resolveSibling(link.getPath());
            Path file = target.normalize();
            return Option.some(Files.isDirectory(file) ? file.resolve(INDEX) : file)
                    .filter(path -> path.startsWith(root));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Option.none();
        }
    }
}
