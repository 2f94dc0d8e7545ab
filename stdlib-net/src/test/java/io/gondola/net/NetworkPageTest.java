package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/network.md, which are copied from here. */
class NetworkPageTest {
    private static final Path PAGE = Path.of("../docs/network.md");
    private static final Path THIS = Path.of("src/test/java/io/gondola/net/NetworkPageTest.java");

    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    // page: begin
    static Go<Unit> answer(TcpConnection c) {
        Lines lines = Lines.over(c);
        return forever(done ->
                lines.read().flatMap(line -> line.isEmpty() ? done.exit() : lines.write("you said " + line.get())));
    }

    static Go<String> ask(String address, String question) {
        return Net.dial(address, DialOptions.defaults().timeout(Duration.ofSeconds(3)))
                .flatMap(c -> {
                    Lines lines = Lines.over(c);
                    return c.setReadDeadline(Duration.ofSeconds(3))
                            .then(lines.write(question))
                            .then(lines.read())
                            .map(answer -> answer.getOrElse("no answer"))
                            .defer(c.close());
                });
    }

    // page: end

    @Test
    void theServerAnswersTheClient() {
        TcpListener l = net.run(Net.listen("localhost:0"));
        var served = net.runtime.start(l.serve(c -> answer(c)));

        assertThat(net.run(ask(Addresses.text(l.address()), "hello"))).isEqualTo("you said hello");
        net.run(l.stop());
        served.join();
    }

    @Test
    void thePageShowsThesePrograms() throws IOException {
        List<String> lines = Files.readAllLines(THIS);
        int begin = lines.indexOf("    // page: begin");
        int end = lines.indexOf("    // page: end");

        assertThat(Files.readAllLines(PAGE)).containsAll(lines.subList(begin + 1, end));
    }

    /** Who copies a program from the page into a file must have all that it needs. */
    @Test
    void eachProgramOfThePageCompilesByItself(@TempDir Path directory) throws Exception {
        Matcher program = Pattern.compile("```java\n(.*?public final class (\\w+).*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-Xlint:all,-path,-classfile",
                "-Werror",
                "-proc:none",
                "-cp",
                classPath(),
                "-d",
                directory.toString()));
        while (program.find()) {
            Path file = directory.resolve(program.group(2) + ".java");
            command.add(Files.writeString(file, program.group(1)).toString());
        }
        Path out = directory.resolve("out");

        Process javac = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();

        assertThat(javac.waitFor()).as(Files.readString(out)).isZero();
        assertThat(directory.resolve("Echo.class")).exists();
        assertThat(directory.resolve("Ask.class")).exists();
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(p -> p != null && !p.isEmpty())
                .collect(Collectors.joining(File.pathSeparator, "target/classes" + File.pathSeparator, ""));
    }
}
