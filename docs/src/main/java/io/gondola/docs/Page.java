package io.gondola.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonmark.node.Node;

/** A file of Markdown: where it lies, from the top folder, and what it says. */
record Page(Path file, Node content, List<Markdown.Section> sections) {
    static Page read(Path root, Path file) throws IOException {
        Node content = Markdown.parse(Files.readString(root.resolve(file)));
        return new Page(file, content, Markdown.sections(content));
    }

    String title() {
        return sections.isEmpty() ? file.toString() : sections.get(0).title();
    }

    /** Where it lies in the site. */
    Path html() {
        return htmlOf(file);
    }

    static Path htmlOf(Path file) {
        String name = file.toString().replace('\\', '/');
        if (name.equals("docs/index.md")) {
            return Path.of("index.html");
        }
        return Path.of(name.substring(0, name.length() - ".md".length()) + ".html");
    }
}
