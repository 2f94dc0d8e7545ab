package io.gondola.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Links between pages, as they lie in the folders and as they lie in the site. */
final class Links {
    private static final List<String> COPIED = List.of("docs/charts/", "docs/pictures/", "docs/gondola.jfc", "LICENSE");

    private Links() {}

    static boolean isOutside(String target) {
        return target.startsWith("http:") || target.startsWith("https:") || target.startsWith("mailto:");
    }

    /** The file that {@code target}, without its part behind #, names on a page; from the top folder. */
    static Path file(Page page, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        return file.isEmpty() ? page.file() : page.file().resolveSibling(file).normalize();
    }

    /** The part behind #; empty if there is none. */
    static String anchor(String target) {
        int hash = target.indexOf('#');
        return hash < 0 ? "" : target.substring(hash + 1);
    }

    /**
     * Makes links to Markdown links to HTML. What is not in the site, such as a folder of sources, is shown with its
     * name in the project, and is no link.
     */
    static void rewrite(Path root, Page page, List<Page> pages) {
        Set<Path> known = pages.stream().map(Page::file).collect(Collectors.toSet());
        for (Link link : Markdown.links(page.content())) {
            String target = link.getDestination();
            if (isOutside(target)) {
                continue;
            }
            Path file = file(page, target);
            if (root.resolve(file).toFile().isDirectory()) {
                file = file.resolve("README.md");
            }
            if (known.contains(file)) {
                String anchor = anchor(target);
                link.setDestination(relative(page.html(), Page.htmlOf(file)) + (anchor.isEmpty() ? "" : "#" + anchor));
            } else if (COPIED.stream().noneMatch(file(page, target).toString()::startsWith)) {
                unlink(link, file(page, target));
            } else {
                link.setDestination(relative(page.html(), file(page, target)));
            }
        }
    }

    static String relative(Path from, Path to) {
        Path folder = from.getParent();
        String path = (folder == null ? to : folder.relativize(to)).toString();
        return path.replace('\\', '/');
    }

    private static void unlink(Link link, Path file) {
        List<Node> children = new ArrayList<>();
        for (Node child = link.getFirstChild(); child != null; child = child.getNext()) {
            children.add(child);
        }
        children.forEach(link::insertBefore);
        if (!Markdown.text(link).equals(file.toString()) && children.isEmpty()) {
            link.insertBefore(new Code(file.toString()));
        }
        link.unlink();
    }
}
