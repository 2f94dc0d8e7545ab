package io.gondola.lint;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A run of javac with the plugin on one source, which sees Gondola as the stubs of {@link Stubs}. */
final class Compilation {
    private static final Pattern KEY = Pattern.compile("\\[gondola:(\\w+)]");

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = filesWithStubs();

    private final List<Diagnostic<? extends JavaFileObject>> diagnostics;
    private final boolean succeeded;

    private Compilation(List<Diagnostic<? extends JavaFileObject>> diagnostics, boolean succeeded) {
        this.diagnostics = diagnostics;
        this.succeeded = succeeded;
    }

    /** Compiles a class {@code User} of these members, with everything of Gondola imported. */
    static Compilation of(String... members) {
        return withArguments("", members);
    }

    static Compilation withArguments(String arguments, String... members) {
        return compile("-Xplugin:Gondola" + (arguments.isEmpty() ? "" : " " + arguments), user(members));
    }

    static String user(String... members) {
        return Stubs.IMPORTS + "class User {\n"
                + "Channel<Integer> ch; Channel<Integer> out; Context ctx; GoRuntime rt; Mutex mu;"
                + " Channel<Go<Unit>> programs;\n"
                + String.join("\n", members) + "\n}\n";
    }

    static Compilation compile(String plugin, String source) {
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        boolean ok = javac(
                collector, List.of(source), List.of(plugin, "-processorpath", pluginPath(), "-Xlint:all,-processing"));
        return new Compilation(collector.getDiagnostics(), ok);
    }

    private static boolean javac(
            DiagnosticCollector<JavaFileObject> collector, List<String> sources, List<String> options) {
        List<JavaFileObject> files = sources.stream().map(Compilation::file).toList();
        return JAVAC.getTask(new StringWriter(), new InMemory(), collector, options, null, files)
                .call();
    }

    /**
     * The findings, in the order of their lines, each as {@code key}; and, as it is, whatever else javac says of
     * errors.
     */
    List<String> findings() {
        return diagnostics.stream()
                .filter(d -> d.getKind() != Diagnostic.Kind.NOTE
                        || d.getMessage(Locale.ROOT).contains("gondola"))
                .sorted(Comparator.comparingLong(Diagnostic::getPosition))
                .map(d -> {
                    Matcher key = KEY.matcher(d.getMessage(Locale.ROOT));
                    return key.find() ? key.group(1) : d.toString();
                })
                .toList();
    }

    /** The text of each finding, with the code that it points at. */
    List<String> messages() {
        return diagnostics.stream().map(d -> d.getMessage(Locale.ROOT)).toList();
    }

    List<Diagnostic.Kind> kinds() {
        return diagnostics.stream().<Diagnostic.Kind>map(Diagnostic::getKind).toList();
    }

    boolean succeeded() {
        return succeeded;
    }

    /** Opened once: it reads the JDK's own classes. Has the stubs' class files. */
    private static StandardJavaFileManager filesWithStubs() {
        StandardJavaFileManager files = JAVAC.getStandardFileManager(null, Locale.ROOT, null);
        try {
            Path stubs = Files.createTempDirectory("gondola-stubs");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(stubs)));
            files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(stubs.toFile()));
            files.setLocation(StandardLocation.CLASS_PATH, List.of(stubs.toFile()));
            List<JavaFileObject> sources =
                    Stubs.SOURCES.stream().map(Compilation::file).toList();
            if (!JAVAC.getTask(null, files, null, List.of("-proc:none"), null, sources)
                    .call()) {
                throw new IllegalStateException("the stubs do not compile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaFileObject file(String source) {
        Matcher type = Pattern.compile("(?:class|interface|enum) (\\w+)").matcher(source);
        Matcher pack = Pattern.compile("package ([\\w.]+);").matcher(source);
        if (!type.find()) {
            throw new IllegalArgumentException("no type in " + source);
        }
        String folder = pack.find() ? pack.group(1).replace('.', '/') + "/" : "";
        return new SimpleJavaFileObject(
                URI.create("string:///" + folder + type.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    /** Where the plugin's classes and its file of services are, whether the build keeps them together or apart. */
    private static String pluginPath() {
        String services = "META-INF/services/com.sun.source.util.Plugin";
        Path classes = Path.of(URI.create(GondolaPlugin.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        if (Files.isDirectory(classes) && !Files.exists(classes.resolve(services))) {
            return classes + File.pathSeparator + Path.of("src/main/resources").toAbsolutePath();
        }
        return classes.toString();
    }

    /** The class files of one run, kept in memory, over those of the stubs. */
    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        InMemory() {
            super(FILES);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) throws IOException {
            if (className.startsWith("io.gondola.") || className.startsWith("org.")) {
                return super.getJavaFileForOutput(location, className, kind, sibling);
            }
            return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return OutputStream.nullOutputStream();
                }
            };
        }

        @Override
        public void close() {} // shared
    }
}
