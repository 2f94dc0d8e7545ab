package io.gondola.testkit.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.Packet;
import io.gondola.net.TcpConnection;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that does not arrive is marked in the report, and struck out on the page. */
class LostMessagesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern STEP =
            Pattern.compile("\\{\"n\":\\d+,\"lane\":\"([^\"]*)\",\"text\":\"([^\"]*)\".*\"lost\":(-?\\d+)");

    private static Go<Unit> server() {
        return Net.listen(":80").flatMap(l -> l.serve(c -> c.readExactly(3).flatMap(c::write)));
    }

    private static Go<TcpConnection> dial() {
        return Net.dial("server:80").retry(3, Duration.ofMillis(10));
    }

    /** Asks, and panics if there is no answer in time. */
    private static Go<?> ask(TcpConnection c) {
        return c.setReadDeadline(SECOND)
                .then(c.write(new byte[3]))
                .then(c.readExactly(3))
                .defer(c.close());
    }

    private static Failure failureOf(Go<?> program, NetFault... faults) {
        return Explorer.of(() -> program)
                .netFaults(faults)
                .strategy(Strategy.POS) // under which no time-out wins against work
                .explore()
                .failure()
                .get();
    }

    /** The operations that the page draws a struck-out arrow from. */
    private static List<String> struckOut(Failure failure) {
        List<String> operations = new ArrayList<>();
        Matcher step = STEP.matcher(failure.html());
        while (step.find()) {
            if (!step.group(3).equals("-1")) {
                operations.add(step.group(1) + ": " + step.group(2).replace("\\u003e", ">"));
            }
        }
        return operations;
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET", "HALF_OPEN", "CRASH"})
    void messagesThatAFaultDestroysAreStruckOut(NetFault fault) {
        Failure failure =
                failureOf(Testing.host("server", server()).then(dial()).flatMap(LostMessagesTest::ask), fault);

        assertThat(struckOut(failure)).isNotEmpty().allMatch(text -> text.matches(".*write tcp .*\\(lost\\).*"));
        assertThat(failure.message()).contains("(lost)");
    }

    @Test
    void messagesThatAPartitionHoldsBackForEverAreStruckOut() {
        Failure failure = failureOf(Testing.host("server", server())
                .then(dial())
                .flatMap(c -> Testing.partition("main", "server").then(ask(c))));

        assertThat(struckOut(failure)).singleElement().asString().startsWith("0 main: write tcp ");
    }

    /** Here the request gets through once the partition has healed, and the answer comes too late. */
    @Test
    void messagesThatArriveAfterThePartitionAreNotStruckOut() {
        Failure failure = failureOf(Testing.host("server", server())
                .then(dial())
                .flatMap(c -> Testing.partition("main", "server")
                        .then(c.write(new byte[3]))
                        .then(Testing.heal("main", "server"))
                        .then(c.readExactly(3))
                        .then(c.close())
                        .then(panic("to see the page"))));

        assertThat(struckOut(failure)).isEmpty();
        assertThat(failure.html()).contains("write tcp").doesNotContain("(lost)");
    }

    @Test
    void messagesToAHostThatHasCrashedAreStruckOut() {
        Failure failure = failureOf(Testing.host("server", server())
                .then(dial())
                .flatMap(c -> c.write(new byte[2])
                        .then(Testing.crash("server"))
                        .then(c.readExactly(1))
                        .defer(c.close())));

        assertThat(struckOut(failure)).singleElement().asString().contains("write tcp main:", "->server:80");
    }

    @Test
    void aPacketThatIsLostIsStruckOut() {
        Go<Unit> receiver = Net.listenPacket(":53")
                .flatMap(s -> s.setReadDeadline(SECOND.multipliedBy(2))
                        .then(s.receive().flatMap(s::send).attempt())
                        .then(s.close()));
        Failure failure = failureOf(
                Testing.host("server", receiver)
                        .then(sleep(SECOND))
                        .then(Net.listenPacket(":0"))
                        .flatMap(s -> s.setReadDeadline(SECOND)
                                .then(s.send(new Packet(InetSocketAddress.createUnresolved("server", 53), new byte[1])))
                                .then(s.receive())
                                .defer(s.close())),
                NetFault.UDP_LOSS);

        assertThat(struckOut(failure)).isNotEmpty().allMatch(text -> text.endsWith(": write network (lost)"));
    }

    @Test
    void aPacketToAPortThatNobodyHasIsStruckOut() {
        Failure failure = failureOf(Net.listenPacket(":0")
                .flatMap(s -> s.send(new Packet(InetSocketAddress.createUnresolved("main", 9), new byte[1]))
                        .then(s.close())
                        .then(panic("to see the page"))));

        assertThat(struckOut(failure)).hasSize(1);
    }
}
