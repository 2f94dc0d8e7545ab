package io.gondola.docs;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** What the search looks through: an entry for each section, with its text. */
final class SearchIndex {
    private SearchIndex() {}

    /** A script that holds the entries, since a page from a file may not fetch them. */
    static String of(List<Page> pages) {
        StringBuilder script = new StringBuilder("const pages = [\n");
        for (Page page : pages) {
            int number = 0;
            String title = page.title();
            for (Entry entry : entries(page)) {
                String anchor = number == 0 ? "" : "#" + entry.section.anchor();
                script.append("[")
                        .append(quoted(title))
                        .append(',')
                        .append(quoted(entry.section.title()))
                        .append(',')
                        .append(quoted(page.html().toString().replace('\\', '/') + anchor))
                        .append(',')
                        .append(quoted(entry.text.toString()))
                        .append("],\n");
                number++;
            }
        }
        return script.append("];\n").toString();
    }

    private record Entry(Markdown.Section section, StringBuilder text) {}

    private static List<Entry> entries(Page page) {
        List<Entry> entries = new ArrayList<>();
        for (Node node = page.content().getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                entries.add(new Entry(page.sections().get(entries.size()), new StringBuilder()));
            } else if (!entries.isEmpty()) {
                entries.get(entries.size() - 1).text.append(plain(node)).append(' ');
            }
        }
        return entries;
    }

    /** The words of {@code node}, each part of it apart from the next. */
    private static String plain(Node node) {
        StringBuilder words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral()).append(' ');
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral()).append(' ');
            }

            @Override
            public void visit(FencedCodeBlock block) {
                words.append(block.getLiteral()).append(' ');
            }
        });
        return words.toString().replaceAll("\\s+", " ");
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '<' -> quoted.append("\\u003c");
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < ' ' ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }
}
