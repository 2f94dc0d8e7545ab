package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.net.transport.Addresses;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinesTest {
    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    private static Go<List<String>> all(Lines lines) {
        return loop(
                List.<String>empty(),
                sofar -> lines.read()
                        .map(line -> line.isEmpty()
                                ? io.gondola.dsl.Loop.<List<String>, List<String>>done(sofar)
                                : io.gondola.dsl.Loop.<List<String>, List<String>>next(sofar.append(line.get()))));
    }

    private List<String> read(byte[] sent, int maxLength) {
        return net.run(Loopback.pair()
                .flatMap(p -> p._1.write(sent).then(p._1.close()).then(all(Lines.over(p._2, maxLength)))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void linesEndWithALineFeedOrBothOrTheStream() {
        assertThat(read(utf8("one\ntwo\r\n\n\r\nlast"), 100)).containsExactly("one", "two", "", "", "last");
        assertThat(read(utf8("\rx\r"), 100)).containsExactly("\rx\r");
        assertThat(read(utf8(""), 100)).isEmpty();
        assertThat(read(utf8("na\u00efve \ud83d\udea3\n"), 100)).containsExactly("na\u00efve \ud83d\udea3");
    }

    @Test
    void aLineOfTheGreatestLengthIsReadAndALongerOneIsNot() {
        assertThat(read(utf8("12345\r\n12345\n12345"), 5)).containsExactly("12345", "12345", "12345");
        for (String tooLong : new String[] {"123456\n", "123456\r\n", "123456", "1234567890\nshort\n"}) {
            String text = net.run(Loopback.pair().flatMap(p -> {
                Lines lines = Lines.over(p._2, 5);
                return p._1.write(utf8(tooLong))
                        .then(p._1.closeWrite())
                        .then(Loopback.error(lines.read()))
                        .flatMap(first -> Loopback.error(lines.read())
                                .peek(again -> assertThat(again).isEqualTo(first)));
            }));
            assertThat(text).isEqualTo("line too long");
        }
    }

    /** Hunts answers that stay in the buffer: of requests one by one, and of many that come at once. */
    @Test
    void answersGoWhenTheServerWaitsForMore() {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        net.run(go(l.serve(c -> {
                    Lines lines = Lines.over(c);
                    return forever(done -> lines.read()
                            .flatMap(line -> line.isEmpty() || line.get().equals("quit")
                                    ? lines.write("bye").then(done.exit())
                                    : lines.write("you said " + line.get())));
                }))
                .then(Net.dial(Addresses.text(l.address())))
                .flatMap(c -> {
                    Lines lines = Lines.over(c);
                    return lines.write("a")
                            .then(lines.read())
                            .peek(line -> assertThat(line).isEqualTo(Option.some("you said a")))
                            .then(c.write(utf8("b\nc\nd\nquit\nmore\n")))
                            .then(all(lines))
                            .peek(rest ->
                                    assertThat(rest).containsExactly("you said b", "you said c", "you said d", "bye"));
                }));
    }

    /** Hunts lines that are mixed, of goroutines that write at once. */
    @Test
    void linesOfSeveralWritersAreWhole() {
        List<String> read = net.run(Loopback.pair().flatMap(p -> {
            Lines lines = Lines.over(p._1);
            Go<?> writers = parallel(
                    List.range(0, 10).map(i -> lines.write(("" + i).repeat(500)).repeat(20)));
            return go(writers.then(p._1.close())).then(all(Lines.over(p._2)));
        }));

        assertThat(read)
                .hasSize(200)
                .allMatch(
                        line -> line.length() == 500 && line.chars().distinct().count() == 1);
    }

    @Test
    void badLengthsAreRefusedAtOnce() {
        assertThatThrownBy(() -> Lines.over(net.run(Loopback.pair())._1, 0))
                .hasMessage("maxLength must be positive: 0");
    }
}
