package io.gondola.dsl.engine;

import io.vavr.CheckedFunction0;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/** Compiles code that is in no package of ours, and loads it as a user's. */
final class UserCode {
    private final String className;
    private final String source;
    private final Path directory;
    private final Path classes;
    private final List<String> arguments;

    /** Code without module, which sees Vavr. */
    UserCode(Path directory, String className, String source, String... options) {
        this.className = className;
        this.source = source;
        this.directory = directory;
        this.classes = directory.resolve("classes");
        this.arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp", vavr(), "-nowarn"));
        arguments.addAll(List.of(options));
        write(directory.resolve("src").resolve(className.replace('.', '/') + ".java"), source);
    }

    /** Puts the code into a module, which sees the JDK only. */
    UserCode inModule(String declaration) {
        write(directory.resolve("src/module-info.java"), declaration);
        return this;
    }

    UserCode compile() {
        int exit = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new IllegalArgumentException("javac answered " + exit + ": " + source);
        }
        return this;
    }

    ClassLoader newLoader() {
        return new URLClassLoader(urls(), getClass().getClassLoader());
    }

    /** A loader that answers no class file, as those do that make or decrypt classes. */
    ClassLoader newLoaderWithoutResources() {
        return new URLClassLoader(urls(), getClass().getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                throw new IllegalStateException("no resources");
            }
        };
    }

    private URL[] urls() {
        try {
            return new URL[] {classes.toUri().toURL()};
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    ClassLoader newLoaderOfModule(String name) {
        ModuleLayer parent = ModuleLayer.boot();
        Configuration configuration =
                parent.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of(name));
        return parent.defineModulesWithOneLoader(configuration, null).findLoader(name);
    }

    /** What a static method without parameters answers. */
    Object call(ClassLoader loader, String method) throws ReflectiveOperationException {
        return loader.loadClass(className).getMethod(method).invoke(null);
    }

    /** The number of the line that ends with the comment {@code mark}. */
    int line(String mark) {
        List<String> lines = source.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith("// " + mark)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no line is marked " + mark);
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        arguments.add(file.toString());
    }

    private static String vavr() {
        try {
            URL jar =
                    CheckedFunction0.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(jar.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
