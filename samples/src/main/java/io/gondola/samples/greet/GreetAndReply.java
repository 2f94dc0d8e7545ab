package io.gondola.samples.greet;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;

/**
 * {@link GreetBob} done right: {@code main} waits for a reply, so the order of the lines is certain everywhere. Go:
 *
 * <pre>{@code
 * go greet(names, replies)
 * names <- "Bob"
 * fmt.Println(<-replies)
 * }</pre>
 */
final class GreetAndReply {
    private GreetAndReply() {}

    static Go<Unit> program() {
        Channel<String> names = Channel.<String>unbuffered().named("names");
        Channel<String> replies = Channel.<String>unbuffered().named("replies");
        return sequence(
                println("main() started"),
                go(greet(names, replies)),
                names.send("Bob"),
                replies.receive().flatMap(reply -> println(reply)),
                println("main() stopped"));
    }

    private static Go<Unit> greet(ReceiveChannel<String> names, SendChannel<String> replies) {
        return names.receive()
                .flatMap(name -> println("Hello " + name + "!").then(replies.send(name + " says thank you")));
    }

    static Sample sample() {
        return Sample.named("greet-and-reply")
                .in(Group.GREET)
                .summary("main waits for a reply, so nothing is left to chance")
                .prints("main() started", "Hello Bob!", "Bob says thank you", "main() stopped")
                .runs(() -> program());
    }
}
