package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles a class of the default package and runs it in JVMs of its own. */
record ChildJvm(Path directory, String mainClass, List<String> options, Predicate<String> jars) {
    record ProcessResult(int code, String out, String err) {}

    static ChildJvm of(Path directory, String mainClass, String source) throws IOException {
        ChildJvm jvm = new ChildJvm(directory, mainClass, List.of(), jar -> true);
        Path file = Files.writeString(directory.resolve(mainClass + ".java"), source);
        int code = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-nowarn",
                        "-g",
                        "-cp",
                        jvm.classPath(),
                        "-d",
                        directory.toString(),
                        file.toString());
        assertThat(code).isZero();
        return jvm;
    }

    ChildJvm with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new ChildJvm(directory, mainClass, List.copyOf(all), jars);
    }

    /** Leaves out the parts of the class path whose file name contains {@code part}. */
    ChildJvm without(String part) {
        return new ChildJvm(
                directory,
                mainClass,
                options,
                jars.and(jar -> !Path.of(jar).getFileName().toString().contains(part)));
    }

    private String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(p -> p != null && !p.isEmpty())
                .flatMap(p -> Stream.of(p.split(File.pathSeparator)))
                .filter(jars)
                .collect(Collectors.joining(File.pathSeparator));
    }

    ProcessResult run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1"));
        command.add(
                "-Dgondola.longstep=30000"); // a busy machine's warnings would come between; options may say otherwise
        command.addAll(options);
        command.addAll(List.of("-cp", directory + File.pathSeparator + classPath(), mainClass));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process does not end: " + command + "\n" + Files.readString(err));
        }
        return new ProcessResult(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
