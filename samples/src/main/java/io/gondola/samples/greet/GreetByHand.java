package io.gondola.samples.greet;

import static io.gondola.dsl.Go.*;
import static io.gondola.dsl.Unit.UNIT;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;

/**
 * Green threads that switch by hand, as Python's greenlets do: each runs until it hands the baton to the next.
 *
 * <p>The baton is a message on an unbuffered channel. Exactly one goroutine has it, so the order is certain although
 * a scheduler that knows nothing of batons runs them.
 */
final class GreetByHand {
    private static final int ROUNDS = 3;

    private GreetByHand() {}

    static Go<Unit> program() {
        Channel<Unit> toAnn = Channel.unbuffered();
        Channel<Unit> toBob = Channel.unbuffered();
        Channel<Unit> toMain = Channel.unbuffered();
        return sequence(
                go("Ann", greet("Ann", toAnn, toBob)),
                go("Bob", greet("Bob", toBob, toMain)),
                forRange(
                        0,
                        ROUNDS,
                        i -> println("main: round", i).then(handTo(toAnn)).then(toMain.receive())),
                println("main: all greeted"));
    }

    private static Go<Unit> greet(String name, ReceiveChannel<Unit> myTurn, SendChannel<Unit> next) {
        return forRange(
                0,
                ROUNDS,
                i -> myTurn.receive().then(println(name + ": hello", i)).then(handTo(next)));
    }

    private static Go<Unit> handTo(SendChannel<Unit> greenThread) {
        return greenThread.send(UNIT);
    }

    static Sample sample() {
        return Sample.named("greet-green-threads")
                .in(Group.GREET)
                .summary("green threads that switch by hand, over channels on one processor")
                .onMaxProcs(1)
                .prints(
                        "main: round 0",
                        "Ann: hello 0",
                        "Bob: hello 0",
                        "main: round 1",
                        "Ann: hello 1",
                        "Bob: hello 1",
                        "main: round 2",
                        "Ann: hello 2",
                        "Bob: hello 2",
                        "main: all greeted")
                .runs(() -> program());
    }
}
