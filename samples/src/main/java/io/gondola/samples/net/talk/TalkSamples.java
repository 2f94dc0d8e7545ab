package io.gondola.samples.net.talk;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.samples.Expected;
import io.gondola.samples.Sample;
import io.gondola.samples.net.Local;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;

/** Each starts a server, and talks to it. */
public final class TalkSamples {
    private TalkSamples() {}

    public static Seq<Sample> samples() {
        return List.of(echo(), clock(), forward(), chat());
    }

    private static Go<Unit> read(Lines lines) {
        return lines.read().flatMap(line -> println(line.getOrElse("the end")));
    }

    private static Go<Unit> sayTwice(String address) {
        return Local.talk(
                address,
                lines -> lines.write("hello")
                        .then(read(lines))
                        .then(lines.write("bye"))
                        .then(read(lines)));
    }

    private static Sample echo() {
        return Local.sample("echo")
                .summary("a server that says again what it is told")
                .prints("you said hello", "you said bye")
                .runs(() -> Local.with(Echo::answer, TalkSamples::sayTwice));
    }

    private static Sample clock() {
        return Local.sample("clock")
                .summary("a server that tells the time until the client has gone")
                .prints(Expected.that(
                        "three times that go up",
                        lines -> lines.size() == 3
                                && lines.sorted().equals(lines)
                                && lines.forAll(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}"))))
                .runs(() -> Local.with(
                        ClockServer.every(Duration.ofMillis(20)),
                        address -> Local.talk(address, lines -> read(lines).repeat(3))));
    }

    private static Sample forward() {
        return Local.sample("port-forwarder")
                .summary("one port is passed on to another one")
                .prints("you said hello", "you said bye")
                .runs(() -> Local.with(
                        Echo::answer, target -> Local.with(PortForwarder.to(target), TalkSamples::sayTwice)));
    }

    private static Sample chat() {
        return Local.sample("chat")
                .summary("members of a room read what each of them writes; who is too slow is thrown out")
                .prints("ann has entered", "bob has entered", "bob: hello", "bob has left")
                .runs(() -> Local.with(new ChatRoom(16)::serve, TalkSamples::twoMeet));
    }

    private static Go<Unit> twoMeet(String address) {
        Go<Unit> bob = Local.talk(
                address,
                lines -> lines.write("bob")
                        .then(lines.read())
                        .then(lines.write("hello"))
                        .then(lines.read())
                        .then(unit()));
        return Local.talk(
                address,
                lines -> lines.write("ann")
                        .then(read(lines))
                        .then(bob)
                        .then(read(lines).repeat(3)));
    }
}
