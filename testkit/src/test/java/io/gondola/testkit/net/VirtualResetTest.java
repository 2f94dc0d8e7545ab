package io.gondola.testkit.net;

import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.NetException;
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
@SuppressWarnings("NullAway") // what is looked for is there
class VirtualResetTest {
    private static final String RESET = "read: connection reset by peer";

    private static <A> A run(Function2<TcpConnection, TcpConnection, Go<A>> program) {
        return run(1, program);
    }

    private static <A> A run(long seed, Function2<TcpConnection, TcpConnection, Go<A>> program) {
        return GoRuntime.deterministic(seed)
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
        return operation.attempt().map(t -> t.isSuccess() ? t.get().toString() : text(t.getCause()));
    }

    private static String text(Throwable failure) {
        String all = failure.getMessage();
        int last = all.lastIndexOf(": ");
        int call = all.lastIndexOf(": ", last - 1); // a timeout names none
        return all.substring((call < 0 ? last : call) + 2);
    }

    private static Go<String> inOrder(List<Go<String>> operations) {
        List<String> said = new ArrayList<>();
        return Go.forEach(operations, o -> o.peek(said::add)).map(u -> String.join("; ", said));
    }

    private static Go<Unit> reset(TcpConnection c) {
        return c.linger(0).then(c.close());
    }

    @Test
    void bytesThatHadComeBeforeAreStillRead() {
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
    void aReaderThatWasToldOfTheEndReadsTheEnd() {
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
    void aWaitingReaderIsWokenByIt() {
        String said = run((c, s) -> Go.parallel(List.of(
                        read(c), sleep(Duration.ofMillis(1)).then(reset(s)).then(pure("done"))))
                .map(v -> v.mkString("; ")));

        assertThat(said).isEqualTo(RESET + "; done");
    }

    @Test
    void aWriterWithAFullWindowIsWokenByIt() {
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

    private static final int WINDOW = 64 << 10;

    /** Writes more than the window holds; yields what it says, and how many bytes went. */
    private static Go<String> overfill(TcpConnection c) {
        return c.write(new byte[1 << 20])
                .attempt()
                .map(t -> t.isSuccess()
                        ? "all went"
                        : text(t.getCause()) + ", " + ((NetException) t.getCause()).written());
    }

    private static Go<Unit> slow() {
        return Testing.latency(Duration.ofMillis(10), Duration.ofMillis(10));
    }

    private static Go<String> inParallel(Go<String> first, Go<Unit> second) {
        return Go.parallel(List.of(first, second.as(""))).map(v -> v.get(0));
    }

    /** Hunts the writer that is woken by the close, and takes what found no room for sent. */
    @Test
    void whoseWindowIsFullWaitsForTheResetThatIsOnItsWay() {
        String said = run((c, s) -> slow().then(
                        inParallel(overfill(c), sleep(Duration.ofSeconds(1)).then(s.close())))
                .flatMap(first -> inOrder(List.of(pure(first), read(c), write(c)))));

        assertThat(said).isEqualTo("write: connection reset by peer, " + WINDOW + "; -1; write: broken pipe");
    }

    @Test
    void whoseBytesWereOnTheirWayToAnEndThatClosesLearnsOfTheEndFirst() {
        String said = run((c, s) -> slow().then(
                        inParallel(overfill(c), sleep(Duration.ofMillis(5)).then(s.close())))
                .flatMap(first -> inOrder(List.of(pure(first), read(c), write(c)))));

        assertThat(said).isEqualTo("write: broken pipe, " + WINDOW + "; -1; write: broken pipe");
    }

    @Test
    void whatIsOnItsWayToAnEndThatClosesIsAnsweredWhenItIsThere() {
        String said = run((c, s) -> slow().then(inOrder(List.of(
                write(c),
                s.close().then(read(c)), // after 10 ms
                sleep(Duration.ofMillis(9)).then(write(c)),
                sleep(Duration.ofMillis(2)).then(write(c))))));
        String halfClosed = run((c, s) -> slow().then(inOrder(List.of(
                write(c),
                s.closeWrite()
                        .then(s.close())
                        .then(sleep(Duration.ofMillis(19)))
                        .then(write(c)),
                sleep(Duration.ofMillis(2)).then(write(c))))));

        assertThat(said).isEqualTo("1; -1; 1; write: broken pipe");
        assertThat(halfClosed).isEqualTo("1; 1; write: broken pipe");
    }

    @Test
    void whatFindsRoomGoesToAnEndThatIsClosedAndTheRestFails() {
        String said = run((c, s) -> s.close().then(overfill(c)));

        assertThat(said).isEqualTo("write: broken pipe, " + WINDOW);
    }

    @Test
    void whatGoesToAnEndThatIsClosedTakesItsRoom() {
        String said = run((c, s) -> slow().then(s.close())
                .then(c.write(new byte[WINDOW - 1]))
                .then(c.setWriteDeadline(Duration.ofMillis(1)))
                .then(inOrder(List.of(write(c), write(c), c.clearDeadlines().then(write(c))))));

        assertThat(said).isEqualTo("1; i/o timeout; write: broken pipe");
    }

    @Test
    void theDeadlineComesBeforeAResetThatIsOnItsWay() {
        String said = run((c, s) -> slow().then(c.setWriteDeadline(Duration.ofMillis(1_005)))
                .then(inParallel(overfill(c), sleep(Duration.ofSeconds(1)).then(s.close())))
                .flatMap(first -> inOrder(List.of(
                        pure(first),
                        sleep(Duration.ofSeconds(1)).then(c.clearDeadlines()).then(write(c)),
                        write(c)))));

        assertThat(said).isEqualTo("i/o timeout, " + WINDOW + "; write: connection reset by peer; write: broken pipe");
    }

    /** Hunts the answer to a write that is faster than the end. */
    @Test
    void noResetOvertakesTheEnd() {
        for (int seed = 1; seed <= 50; seed++) {
            String said = run(
                    seed,
                    (c, s) -> Testing.latency(Duration.ofMillis(1), Duration.ofMillis(10))
                            .then(s.close())
                            .then(inOrder(List.of(
                                    write(c), sleep(Duration.ofSeconds(1)).then(write(c)), read(c)))));

            assertThat(said).as("seed=%s", seed).isEqualTo("1; write: broken pipe; -1");
        }
    }

    @Test
    void aWriteIsAnsweredOnlyOnceItIsThere() {
        String said = run((c, s) -> slow().then(s.close())
                .then(sleep(Duration.ofMillis(15)))
                .then(inOrder(
                        List.of(write(c), write(c), sleep(Duration.ofSeconds(1)).then(write(c))))));

        assertThat(said).isEqualTo("1; 1; write: broken pipe");
    }

    /** Runs {@code program} with an end on each of two hosts, the client's on {@code main}, in many schedules. */
    private static void apart(Function2<TcpConnection, TcpConnection, Go<String>> program, String expected) {
        Report report = Explorer.of(() -> {
                    Channel<TcpConnection> accepted = Channel.unbuffered();
                    return Testing.host(
                                    "server",
                                    Net.listen(":80")
                                            .flatMap(l -> l.accept()
                                                    .flatMap(accepted::send)
                                                    .defer(l.close())))
                            .then(Net.dial("server:80").retry(3, Duration.ofMillis(1)))
                            .flatMap(c -> accepted.receive()
                                    .flatMap(s -> program.apply(c, s).defer(closeQuietly(s)))
                                    .peek(said -> assertThat(said).isEqualTo(expected))
                                    .defer(closeQuietly(c)));
                })
                .schedules(100)
                .explore();

        assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        assertThat(report.verdict()).isNotEqualTo(Verdict.FAILED);
    }

    private static Go<Unit> closeQuietly(TcpConnection c) {
        return c.close().attempt().then(Go.unit());
    }

    private static Go<Unit> cutOff() {
        return Testing.partition("main", "server");
    }

    private static Go<Unit> heal() {
        return Testing.heal("main", "server");
    }

    /** A reset is not sent again, as data is: who waits waits on. What it sends after the partition is answered. */
    @Test
    void aResetThatAPartitionHoldsBackIsLearntByWriting() {
        apart(
                (c, s) -> cutOff().then(reset(s))
                        .then(c.setReadDeadline(Duration.ofSeconds(5)))
                        .then(read(c))
                        .peek(said -> assertThat(said).isEqualTo("i/o timeout"))
                        .then(c.clearDeadlines())
                        .then(heal())
                        .then(inOrder(List.of(write(c), read(c), read(c)))),
                "1; " + RESET + "; -1");
    }

    /** The system asks again and again whether the window is open, and is answered once the partition is over. */
    @Test
    void whoseWindowIsFullWaitsForTheEndOfThePartition() {
        apart(
                (c, s) -> inParallel(
                        overfill(c),
                        sleep(Duration.ofMillis(1))
                                .then(cutOff())
                                .then(s.close())
                                .then(sleep(Duration.ofSeconds(1)).then(heal()))),
                "write: connection reset by peer, " + WINDOW);
        apart(
                (c, s) -> cutOff().then(inParallel(
                        overfill(c),
                        sleep(Duration.ofMillis(1))
                                .then(s.close())
                                .then(sleep(Duration.ofSeconds(1)).then(heal())))),
                "write: broken pipe, " + WINDOW);
    }

    @Test
    void theDeadlineHoldsWhileAPartitionHoldsTheAnswerBack() {
        apart(
                (c, s) -> c.setWriteDeadline(Duration.ofSeconds(5))
                        .then(inParallel(
                                overfill(c),
                                sleep(Duration.ofSeconds(1)).then(cutOff()).then(s.close())))
                        .flatMap(first -> inOrder(List.of(
                                pure(first), c.clearDeadlines().then(heal()).then(write(c)), write(c)))),
                "i/o timeout, " + WINDOW + "; write: connection reset by peer; write: broken pipe");
    }

    @Test
    void theAnswerToWhatWasOnItsWayIsHeldBackToo() {
        apart(
                (c, s) -> s.closeWrite()
                        .then(slow())
                        .then(inOrder(List.of(
                                write(c),
                                cutOff().then(s.close())
                                        .then(sleep(Duration.ofSeconds(1)))
                                        .then(write(c)),
                                heal().then(sleep(Duration.ofSeconds(1))).then(write(c))))),
                "1; 1; write: broken pipe");
    }

    @Test
    void whatWasSentDuringThePartitionIsAnsweredAfterIt() {
        apart(
                (c, s) -> cutOff().then(reset(s))
                        .then(inOrder(List.of(write(c), write(c), heal().then(read(c)), read(c)))),
                "1; 1; " + RESET + "; -1");
        apart(
                (c, s) -> cutOff().then(
                                inOrder(List.of(write(c), s.close().then(write(c)), heal().then(read(c)), write(c)))),
                "1; 1; -1; write: broken pipe");
    }

    @Test
    void whatAnEndHasWrittenBeforeItClosedInAPartitionComesAfterIt() {
        apart(
                (c, s) -> cutOff().then(
                                inOrder(List.of(write(c), c.close().then(heal()).then(read(s)), read(s)))),
                "1; 1; -1");
        apart(
                (c, s) -> cutOff().then(
                                inOrder(List.of(write(s), s.close().then(heal()).then(read(c)), read(c)))),
                "1; 1; -1");
    }
}
