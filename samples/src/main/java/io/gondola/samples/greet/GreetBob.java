package io.gondola.samples.greet;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/**
 * A goroutine greets the person whose name it receives. Go:
 *
 * <pre>{@code
 * c := make(chan string)
 * go greet(c)
 * c <- "Bob"
 * fmt.Println("main() stopped")
 * }</pre>
 *
 * <p>The send waits for the receive, not for the greeting: with several processors, {@code main} may be gone before
 * Bob is greeted. With one processor the receiver goes on until it has printed, unless it is preempted just there;
 * Go does not promise it.
 */
final class GreetBob {
    private GreetBob() {}

    static Go<Unit> program() {
        Channel<String> names = Channel.<String>unbuffered().named("names");
        return sequence(
                println("main() started"), //
                go(greet(names)),
                names.send("Bob"),
                println("main() stopped"));
    }

    static Go<Unit> greet(ReceiveChannel<String> names) {
        return names.receive().flatMap(name -> println("Hello " + name + "!"));
    }

    static Seq<Sample> samples() {
        return List.of(
                greeting("greet-bob").summary("a name sent over a channel").runs(() -> program()),
                greeting("greet-bob-one-p")
                        .summary("the same on one processor, where the greeting is hardly ever late")
                        .onMaxProcs(1)
                        .runs(() -> program()));
    }

    private static Sample.Builder greeting(String name) {
        return Sample.named(name)
                .in(Group.GREET)
                .prints(Expected.anyOf(
                        Expected.lines("main() started", "Hello Bob!", "main() stopped"),
                        Expected.lines("main() started", "main() stopped"),
                        Expected.lines("main() started", "main() stopped", "Hello Bob!")));
    }
}
