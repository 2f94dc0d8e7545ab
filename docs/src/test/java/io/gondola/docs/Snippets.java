package io.gondola.docs;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.commonmark.node.FencedCodeBlock;

/** All blocks of Java on all pages, as sources that compile. */
final class Snippets {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private Snippets() {}

    static List<Snippet> all() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Page page : Pages.below(ROOT)) {
            snippets.addAll(on(page));
        }
        return snippets;
    }

    private static List<Snippet> on(Page page) throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        List<FencedCodeBlock> blocks = Markdown.code(page.content());
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).getInfo().equals("java")) {
                Snippet snippet = new Snippet(
                        page,
                        snippets.size() + 1,
                        blocks.get(i).getLiteral(),
                        outputBehind(blocks, i),
                        fixture(page),
                        Snippet.Form.TYPES);
                snippets.add(snippet.as(form(snippet)));
            }
        }
        return snippets;
    }

    /** The block of text that follows, if no other one is between; empty if none does. */
    private static String outputBehind(List<FencedCodeBlock> blocks, int i) {
        boolean follows = i + 1 < blocks.size() && blocks.get(i + 1).getInfo().equals("text");
        return follows ? blocks.get(i + 1).getLiteral() : "";
    }

    /** The class with what the blocks of {@code page} take for granted; empty if there is none. */
    private static String fixture(Page page) {
        String name = page.file().getFileName().toString().replace(".md", "");
        String type = Arrays.stream(name.split("-")).map(Snippets::capitalised).collect(Collectors.joining()) + "Page";
        String path = "io/gondola/docs/page/" + type + ".java";
        return Files.exists(Path.of("src/test/java", path)) ? "io.gondola.docs.page." + type : "";
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** The first form in which the block is Java; {@code EXPRESSIONS} if there is no such form. */
    private static Snippet.Form form(Snippet snippet) throws IOException {
        for (Snippet.Form form : Snippet.Form.values()) {
            if (isSyntax(snippet.as(form))) {
                return form;
            }
        }
        return Snippet.Form.EXPRESSIONS;
    }

    private static boolean isSyntax(Snippet snippet) throws IOException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavacTask task = (JavacTask)
                COMPILER.getTask(null, null, diagnostics, List.of("-proc:none"), null, List.of(new Source(snippet)));
        task.parse();
        return diagnostics.getDiagnostics().stream().noneMatch(d -> d.getKind() == Diagnostic.Kind.ERROR);
    }

    /** What the compiler says of {@code snippets}, each line with its place on its page. */
    static List<String> problems(List<Snippet> snippets, List<String> options) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<Source> sources = snippets.stream().map(Source::new).toList();
        COMPILER.getTask(null, null, diagnostics, options, null, sources).call();
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(Snippets::shown)
                .toList();
    }

    private static String shown(Diagnostic<? extends JavaFileObject> d) {
        String where = d.getSource() instanceof Source s
                ? s.snippet.where() + ", line " + d.getLineNumber() + " of\n" + s.snippet.source()
                : "";
        return d.getMessage(Locale.ROOT) + "\n  at " + where;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final Snippet snippet;

        Source(Snippet snippet) {
            super(URI.create("string:///" + snippet.className().replace('.', '/') + ".java"), Kind.SOURCE);
            this.snippet = snippet;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return snippet.source();
        }
    }
}
