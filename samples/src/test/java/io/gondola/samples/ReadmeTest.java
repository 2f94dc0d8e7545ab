package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.testkit.GoAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows the program that is here, and what it prints. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE = Path.of("src", "main", "java", "io", "gondola", "samples", "Squares.java");

    @Test
    void theReadmesProgramIsTheOneInTheSamples() throws IOException {
        String source = Files.readString(SOURCE);
        String body = source.substring(source.indexOf("public class Squares"));

        assertThat(block("java")).contains(body.strip());
    }

    @Test
    void theReadmesProgramPrintsWhatTheReadmeSays() throws IOException {
        Channel<Integer> ch = Channel.unbuffered();
        Go<?> program = Go.go(Squares.squares(5, ch)).then(ch.range(v -> Go.println(v)));

        GoAssertions.assertThatGo(program).prints(block("text").strip().split("\n"));
    }

    /** The first code block of that language. */
    private static String block(String language) throws IOException {
        Matcher m =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(m.find()).as("a %s block in the README", language).isTrue();
        return m.group(1);
    }
}
