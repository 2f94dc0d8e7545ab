package io.gondola.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that requires {@code io.gondola} alone compiles and runs, and sees the language without the machinery. */
class ModulePathTest {
    private static final Pattern NEEDED =
            Pattern.compile(".*(/(scheduler|dsl|select|stdlib-sync|stdlib-net|pipeline|packaging/gondola)/target/[^/]*|"
                    + "/(vavr|vavr-match|jctools-core[^/]*|log4j-api|jspecify)-[^/]*\\.jar)");

    @TempDir
    private Path folder;

    private static String modulePath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> NEEDED.matcher(entry.replace('\\', '/')).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What the compiler says; empty if it has nothing to say. */
    private String compiled(String body) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src/com/example"));
        Files.writeString(folder.resolve("src/module-info.java"), "module com.example { requires io.gondola; }");
        Files.writeString(sources.resolve("Main.java"), "package com.example;\n" + body);
        StringWriter said = new StringWriter();
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "--module-path",
                        modulePath(),
                        "-d",
                        folder.resolve("classes").toString(),
                        folder.resolve("src/module-info.java").toString(),
                        sources.resolve("Main.java").toString());
        assertThat(code == 0).as(said.toString()).isEqualTo(!said.toString().contains("error:"));
        return said.toString();
    }

    @Test
    void aModuleThatRequiresGondolaAloneRuns() throws Exception {
        String program = """
                import static io.gondola.dsl.Go.*;
                import static io.gondola.select.Select.*;
                import io.gondola.dsl.*;
                import io.gondola.pipeline.Pipeline;
                import io.gondola.sync.WaitGroup;

                public class Main {
                    public static void main(String[] args) {
                        Channel<Integer> ch = Channel.unbuffered();
                        WaitGroup wg = new WaitGroup();
                        Go.main(wg.go(Pipeline.of(1, 2, 3).forEach(i -> ch.send(i * i)).then(ch.close()))
                                .then(ch.range(v -> println(v)))
                                .then(wg.await())
                                .then(select(onDefault(println("done")))));
                    }
                }
                """;
        assertThat(compiled(program)).isEmpty();

        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        folder.resolve("classes") + File.pathSeparator + modulePath(),
                        "--module",
                        "com.example/com.example.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).isEqualTo("1\n4\n9\ndone\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void theMachineryIsNotSeen() throws Exception {
        assertThat(compiled("public class Main { io.gondola.dsl.engine.Fiber f; }"))
                .contains("package io.gondola.dsl.engine is not visible");
    }
}
