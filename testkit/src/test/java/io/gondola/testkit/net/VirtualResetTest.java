package io.gondola.testkit.net;

import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.gondola.testkit.Testing;
import io.gondola.testkit.Verdict;
import io.vavr.Function2;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an end learns when the other one resets the connection, as Linux has it: hunts for bytes that are lost though
 * they had come, and for a reset that is told twice or instead of the end.
 */
class VirtualResetTest {
    private static final String RESET = "read: connection reset by peer";

    private static <A> A run(Function2<TcpConnection, TcpConnection, Go<A>> program) {
        return GoRuntime.deterministic(1)
                .run(Net.listen("localhost:0")
                        .flatMap(l -> TcpConnection.dial(l.address())
                                .flatMap(c -> l.accept().flatMap(s -> program.apply(c, s)))
                                .defer(l.close())));
    }

    /** What one read, or write, of an end says. */
    private static Go<String> read(TcpConnection c) {
        return text(c.read(ByteBuffer.allocate(100)));
    }

    private static Go<String> write(TcpConnection c) {
        return text(c.write(new byte[1]).as(1));
    }

    private static Go<String> text(Go<Integer> operation) {
        return operation.attempt().map(t -> {
            String all = t.isSuccess() ? t.get().toString() : t.getCause().getMessage();
            int cause = all.lastIndexOf(": ", all.lastIndexOf(": ") - 1);
            return t.isSuccess() ? all : all.substring(cause + 2);
        });
    }

    private static Go<String> inOrder(List<Go<String>> operations) {
        List<String> said = new ArrayList<>();
        return Go.forEach(operations, o -> o.peek(said::add)).map(u -> String.join("; ", said));
    }

    private static Go<Unit> reset(TcpConnection c) {
        return c.linger(0).then(c.close());
    }

    @Test
    void whatHadComeBeforeIsStillRead() {
        String said =
                run((c, s) -> s.write(new byte[3]).then(reset(s)).then(inOrder(List.of(read(c), read(c), read(c)))));

        assertThat(said).isEqualTo("3; " + RESET + "; -1");
    }

    @Test
    void anEndThatIsClosedWithBytesUnreadResetsTheOtherOneBehindItsOwnBytes() {
        String said = run((c, s) -> c.write(new byte[9])
                .then(s.write(new byte[3]))
                .then(s.close())
                .then(inOrder(List.of(read(c), read(c)))));

        assertThat(said).isEqualTo("3; " + RESET);
    }

    @Test
    void whoWasToldOfTheEndReadsTheEnd() {
        String said = run((c, s) -> s.closeWrite().then(reset(s)).then(inOrder(List.of(read(c), write(c), read(c)))));

        assertThat(said).isEqualTo("-1; write: broken pipe; -1");
    }

    @Test
    void aWriteMayLearnOfItFirst() {
        String said =
                run((c, s) -> s.write(new byte[3]).then(reset(s)).then(inOrder(List.of(write(c), read(c), read(c)))));

        assertThat(said).isEqualTo("write: connection reset by peer; 3; -1");
    }

    @Test
    void whoWaitsIsWokenByIt() {
        String said = run((c, s) -> Go.parallel(List.of(
                        read(c), sleep(Duration.ofMillis(1)).then(reset(s)).then(pure("done"))))
                .map(v -> v.mkString("; ")));

        assertThat(said).isEqualTo(RESET + "; done");
    }

    @Test
    void whoseWindowIsFullIsWokenByIt() {
        String said = run((c, s) -> Go.parallel(List.of(
                        text(c.write(new byte[1 << 20]).as(1)),
                        sleep(Duration.ofMillis(1)).then(reset(s)).then(pure("done"))))
                .map(v -> v.mkString("; ")));

        assertThat(said).isEqualTo("write: connection reset by peer; done");
    }

    @Test
    void nothingToWriteIsNoWriteToAClosedEnd() {
        String said = run((c, s) -> s.close().then(c.write(new byte[0])).then(inOrder(List.of(write(c), write(c)))));

        assertThat(said).isEqualTo("1; write: broken pipe");
    }

    /** A reset is not sent again, as data is: who waits waits on. What it sends after the partition is answered. */
    @Test
    void aResetThatAPartitionHoldsBackIsLearntByWriting() {
        Report report = Explorer.of(() -> Testing.host(
                                "server",
                                Net.listen(":80")
                                        .flatMap(l -> l.accept()
                                                .flatMap(s -> Testing.partition("main", "server")
                                                        .then(reset(s)))
                                                .defer(l.close())))
                        .then(Net.dial("server:80").retry(3, Duration.ofMillis(1)))
                        .flatMap(c -> c.setReadDeadline(Duration.ofSeconds(5))
                                .then(read(c))
                                .peek(said -> assertThat(said).endsWith("i/o timeout"))
                                .then(c.clearDeadlines())
                                .then(Testing.heal("main", "server"))
                                .then(inOrder(List.of(write(c), read(c), read(c))))
                                .peek(said -> assertThat(said).isEqualTo("1; " + RESET + "; -1"))
                                .defer(c.close())))
                .schedules(200)
                .explore();

        assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        assertThat(report.verdict()).isNotEqualTo(Verdict.FAILED);
    }
}
