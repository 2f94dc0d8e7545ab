package io.gondola.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the site: each page of the project as HTML, with a list of all pages, and a search that needs no server. The
 * documentation of the API lies beside it, if it was built before.
 *
 * <p>{@code mvn -Psite -DskipTests package} writes it to {@code docs/target/site}.
 */
public final class Site {
    private static final List<String> MODULES = List.of(
            "scheduler", "dsl", "select", "stdlib-sync", "stdlib-net", "pipeline", "extras/pipeline-kafka", "testkit");
    private static final List<String> IMAGES = List.of("docs/charts", "docs/pictures");
    private static final List<String> RESOURCES = List.of("site.css", "search.js");

    private final Path root;
    private final Path to;

    Site(Path root, Path to) {
        this.root = root.toAbsolutePath().normalize();
        this.to = to.toAbsolutePath().normalize();
    }

    /** The top folder of the project, and the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "arguments must be the project's folder and the site's: " + arguments.length);
        }
        new Site(Path.of(arguments[0]), Path.of(arguments[1])).write();
    }

    void write() throws IOException {
        List<Page> pages = Pages.below(root);
        for (String resource : RESOURCES) {
            try (InputStream in = Site.class.getResourceAsStream(resource)) {
                write(Path.of(resource), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        boolean hasApi = copyApi();
        Layout layout = new Layout(pages, hasApi);
        for (Page page : pages) {
            Links.rewrite(root, page, pages);
            write(page.html(), layout.html(page));
        }
        write(Path.of("search-index.js"), SearchIndex.of(pages));
        copyImages();
        if (hasApi) {
            write(Path.of("api", "index.html"), layout.api(MODULES));
        }
    }

    private void write(Path file, String text) throws IOException {
        Path target = to.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    private void copyImages() throws IOException {
        for (String folder : IMAGES) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                for (Path file : files.toList()) {
                    copy(file, to.resolve(root.relativize(file)));
                }
            }
        }
        copy(root.resolve("docs/gondola.jfc"), to.resolve("docs/gondola.jfc"));
        copy(root.resolve("LICENSE"), to.resolve("LICENSE"));
    }

    /** Returns false if it was not built. */
    private boolean copyApi() throws IOException {
        boolean all = true;
        for (String module : MODULES) {
            Path api = root.resolve(module).resolve("target/reports/apidocs");
            if (!Files.isDirectory(api)) {
                all = false;
                continue;
            }
            try (Stream<Path> files = Files.walk(api)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    copy(file, to.resolve("api").resolve(module).resolve(api.relativize(file)));
                }
            }
        }
        return all;
    }

    private static void copy(Path from, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(from));
    }
}
