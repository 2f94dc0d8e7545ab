package io.gondola.samples.guards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The classes {@code Program0}, {@code Program1} …, of a mistake each, compiled as their users would. */
final class MistakenPrograms implements AutoCloseable {
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    private static final Pattern KEY = Pattern.compile("\\[gondola:(\\w+)]");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    /** Runs each program in a runtime of its own, whatever comes of it. */
    private static final String ALL = """
            public class All {
                public static void main(String[] args) throws Exception {
                    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                        try (io.gondola.dsl.GoRuntime rt = io.gondola.dsl.GoRuntime.deterministic(1)) {
                            rt.run((io.gondola.dsl.Go<?>) Class.forName("Program" + i).getDeclaredMethod("program").invoke(null));
                        } catch (Throwable t) {
                            System.out.println(t);
                        }
                    }
                }
            }
            """;

    private final Path directory;
    private final int count;
    private final URLClassLoader loader;

    private MistakenPrograms(Path directory, int count) throws IOException {
        this.directory = directory;
        this.count = count;
        this.loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, Go.class.getClassLoader());
    }

    static MistakenPrograms compile(List<Mistake> mistakes, Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < mistakes.size(); i++) {
            String name = "Program" + i;
            files.add(Files.writeString(
                    directory.resolve(name + ".java"), mistakes.get(i).source(name)));
        }
        files.add(Files.writeString(directory.resolve("All.java"), ALL));
        assertThat(javac(files, directory, List.of("-nowarn"))).isEmpty();
        return new MistakenPrograms(directory, mistakes.size());
    }

    private static List<Diagnostic<? extends JavaFileObject>> javac(List<Path> files, Path directory, List<String> more)
            throws IOException {
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        List<String> options =
                new ArrayList<>(List.of("-g", "-proc:none", "-cp", CLASS_PATH, "-d", directory.toString()));
        options.addAll(more);
        try (StandardJavaFileManager manager = JAVAC.getStandardFileManager(null, null, null)) {
            JAVAC.getTask(
                            new StringWriter(),
                            manager,
                            collector,
                            options,
                            null,
                            manager.getJavaFileObjects(files.toArray(Path[]::new)))
                    .call();
        }
        return collector.getDiagnostics().stream()
                .filter(d -> d.getKind() != Diagnostic.Kind.NOTE)
                .toList();
    }

    /** What the plugin finds, in the order of the lines: {@code key at line}; of other diagnostics, their texts. */
    List<String> findings(Mistake mistake, String name) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("with-plugin"));
        Path file = directory.resolve(name + ".java");
        assertThat(Files.readString(file)).isEqualTo(mistake.source(name));
        return javac(List.of(file), classes, List.of("-Xplugin:Gondola", "-processorpath", CLASS_PATH)).stream()
                .sorted(Comparator.comparingLong(Diagnostic::getLineNumber))
                .map(MistakenPrograms::finding)
                .toList();
    }

    private static String finding(Diagnostic<? extends JavaFileObject> diagnostic) {
        String text = diagnostic.getMessage(Locale.ROOT);
        Matcher key = KEY.matcher(text);
        return key.find() ? key.group(1) + " at " + diagnostic.getLineNumber() : text;
    }

    Go<?> program(String name) throws ReflectiveOperationException {
        Method method = loader.loadClass(name).getDeclaredMethod("program");
        method.setAccessible(true);
        return (Go<?>) method.invoke(null);
    }

    /** Runs all of them in a JVM of their own, and returns what it wrote to its standard error. */
    String runAllInDebugMode() throws IOException, InterruptedException {
        Path err = directory.resolve("err.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dgondola.debug=1",
                        "-Dgondola.longstep=30000",
                        "-cp",
                        directory + File.pathSeparator + CLASS_PATH,
                        "All",
                        Integer.toString(count))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(err);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
