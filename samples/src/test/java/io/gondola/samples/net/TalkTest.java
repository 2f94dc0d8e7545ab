package io.gondola.samples.net;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.samples.net.search.Replica;
import io.gondola.samples.net.search.Search;
import io.gondola.samples.net.talk.ChatRoom;
import io.gondola.samples.net.talk.ClockServer;
import io.gondola.samples.net.talk.Echo;
import io.gondola.samples.net.talk.PortForwarder;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.vavr.CheckedFunction1;
import io.vavr.collection.List;
import java.time.Duration;

/** The programs that talk in lines, on the virtual network. */
class TalkTest {
    private static Go<Unit> start(String host, CheckedFunction1<TcpConnection, Go<Unit>> handler) {
        return Testing.host(host, Net.listen(":80").flatMap(l -> l.serve(handler)))
                .then(sleep(Duration.ofMillis(1)));
    }

    private static Go<Unit> expect(Lines lines, String text) {
        return lines.read()
                .flatMap(line -> line.contains(text) ? unit() : panic("expected " + text + ", but was " + line));
    }

    @GoTest(
            schedules = 200,
            netFaults = {NetFault.SPLIT, NetFault.LATENCY, NetFault.SLOW_READER},
            strategy = Strategy.POS)
    Go<?> echoThroughAPortForwarderSaysTheSame() {
        return start("echo", Echo::answer)
                .then(start("forwarder", PortForwarder.to("echo:80")))
                .then(Local.talk(
                        "forwarder:80",
                        lines -> lines.write("hello")
                                .then(expect(lines, "you said hello"))
                                .then(lines.write("bye"))
                                .then(expect(lines, "you said bye"))));
    }

    /** Hunts a direction, or a connection, that outlives its peer. */
    @GoTest(schedules = 300, netFaults = NetFault.RESET)
    Go<?> aForwarderLeavesNothingBehindWhenAConnectionBreaks() {
        return start("echo", Echo::answer)
                .then(start("forwarder", PortForwarder.to("echo:80")))
                .then(Local.talk("forwarder:80", lines -> lines.write("hello").then(lines.read()))
                        .attempt());
    }

    @GoTest(schedules = 100, strategy = Strategy.POS)
    Go<?> theClockGoesUntilItsClientHasGone() {
        return start("clock", ClockServer.every(Duration.ofSeconds(1)))
                .then(Local.talk("clock:80", lines -> lines.read().repeat(3)));
    }

    @GoTest(schedules = 200, strategy = Strategy.POS)
    Go<?> membersOfAChatReadEachOther() {
        ChatRoom room = new ChatRoom(8);
        Go<Unit> bob = Local.talk(
                "chat:80",
                lines -> lines.write("bob")
                        .then(expect(lines, "bob has entered"))
                        .then(lines.write("hello"))
                        .then(expect(lines, "bob: hello")));
        return start("chat", room::serve)
                .then(Local.talk(
                        "chat:80",
                        lines -> lines.write("ann")
                                .then(expect(lines, "ann has entered"))
                                .then(bob)
                                .then(expect(lines, "bob has entered"))
                                .then(expect(lines, "bob: hello"))
                                .then(expect(lines, "bob has left"))));
    }

    /** Hunts a room that waits for a member which does not read, and a deadlock when that one is thrown out. */
    @GoTest(schedules = 200, netFaults = NetFault.SLOW_READER, strategy = Strategy.POS)
    Go<?> aMemberThatDoesNotReadIsThrownOutAndTheOthersTalkOn() {
        ChatRoom room = new ChatRoom(2);
        Go<Unit> deaf = Local.talk("chat:80", lines -> lines.write("deaf").then(sleep(Duration.ofSeconds(5))));
        WaitGroup all = new WaitGroup().named("members");
        Go<Unit> ann = Local.talk(
                "chat:80",
                lines -> lines.write("ann")
                        .then(lines.read())
                        .then(forRange(
                                0,
                                20,
                                i -> lines.write("a line that is long enough to fill what there is " + i)
                                        .then(lines.read())
                                        .then(sleep(Duration.ofMillis(10))))));
        return start("chat", room::serve)
                .then(all.go(deaf))
                .then(sleep(Duration.ofMillis(10)))
                .then(all.go(ann.attempt()))
                .then(all.await());
    }

    /** Hunts a loser that is left behind, and a result that depends on who is slow. */
    @GoTest(schedules = 200, strategy = Strategy.POS)
    Go<?> theReplicaThatAnswersFirstWins() {
        Search search = new Search(List.of(List.of("web:80"), List.of("slow:80", "quick:80")));
        return start("web", Replica.of("web", Duration.ofMillis(5)))
                .then(start("slow", Replica.of("video", Duration.ofSeconds(5))))
                .then(start("quick", Replica.of("video", Duration.ofMillis(5))))
                .then(search.third("go", Duration.ofMinutes(1)))
                .flatMap(found -> found.size() == 2 ? unit() : panic("found " + found));
    }
}
