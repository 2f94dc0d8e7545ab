package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.WaitGroup;
import io.gondola.time.Ticker;
import java.time.Duration;
import java.util.List;

/** Programs that end their process, each in its way. */
final class ProcessPrograms {
    static final List<String> NAMES = List.of(
            "return",
            "goexit",
            "mutex",
            "runlock",
            "rwunlock",
            "waitgroup",
            "closedsend",
            "closetwice",
            "closenil",
            "nilreceive",
            "nilsend",
            "noselect",
            "once",
            "ticker",
            "semaphore");

    private ProcessPrograms() {}

    public static void main(String[] args) {
        Go.main(program(args[0]));
    }

    private static Go<?> program(String name) {
        Channel<Integer> c = Channel.unbuffered();
        Once once = new Once();
        Go<?> seen = println("a handler or a defer");
        return switch (name) {
            case "return" -> go(never()).then(println("main returns"));
            case "goexit" ->
                go(Go.sleep(Duration.ofMillis(50)).then(println("the other one")))
                        .then(goexit())
                        .defer(println("main's defer"));
            case "mutex" -> new Mutex().unlock().recover(p -> unit()).then(seen).defer(seen);
            case "runlock" ->
                new RWMutex().rUnlock().recover(p -> unit()).then(seen).defer(seen);
            case "rwunlock" ->
                new RWMutex().unlock().recover(p -> unit()).then(seen).defer(seen);
            case "waitgroup" -> new WaitGroup().done().then(seen);
            case "closedsend" -> c.close().then(c.send(1)).then(seen);
            case "closetwice" -> c.close().then(c.close()).then(seen);
            case "closenil" -> Channel.nil().close().then(seen);
            case "nilreceive" -> Channel.nil().receive().then(seen).defer(seen);
            case "nilsend" -> Channel.<Integer>nil().send(1).then(seen).defer(seen);
            case "noselect" -> select().then(seen).defer(seen);
            case "once" -> once.doOnce(once.doOnce(unit())).then(seen).defer(seen);
            case "ticker" -> Ticker.start(Duration.ZERO).then(seen);
            case "semaphore" -> new Semaphore(1).release(1).then(seen);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
