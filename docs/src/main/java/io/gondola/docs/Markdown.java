package io.gondola.docs;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Reads Markdown, as GitHub does as far as these pages use it: tables, and headings that are targets of links. */
final class Markdown {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create(), HeadingAnchorExtension.create()))
            .build();

    private Markdown() {}

    /** A heading: its text, its level from 1, and the name by which links find it. */
    record Section(String title, int level, String anchor) {}

    static Node parse(String text) {
        return PARSER.parse(text);
    }

    static String html(Node page) {
        return RENDERER.render(page);
    }

    /** All headings of {@code page}, in order. */
    static List<Section> sections(Node page) {
        IdGenerator ids = IdGenerator.builder().build();
        List<Section> sections = new ArrayList<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String title = text(heading);
                sections.add(new Section(title, heading.getLevel(), ids.generateId(title)));
            }
        });
        return sections;
    }

    /** All links of {@code page}, to anywhere. */
    static List<Link> links(Node page) {
        List<Link> links = new ArrayList<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link);
                visitChildren(link);
            }
        });
        return links;
    }

    /** All blocks of code between fences. */
    static List<FencedCodeBlock> code(Node page) {
        List<FencedCodeBlock> blocks = new ArrayList<>();
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                blocks.add(block);
            }
        });
        return blocks;
    }

    /** What a reader sees of {@code node}, without its form. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text t) {
                text.append(t.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }
        });
        return text.toString();
    }
}
