package io.gondola.samples.library;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Actor;
import io.gondola.dsl.Go;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.AtomicLong;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * A map that belongs to one goroutine; others send it what they want to read and write. Go by Example, stateful
 * goroutines, whose loop over two channels of requests is an {@link Actor} here.
 */
final class StatefulGoroutine {
    private static final int READERS = 20;
    private static final int WRITERS = 5;
    private static final int KEYS = 5;

    private final AtomicLong readOps = new AtomicLong();
    private final AtomicLong writeOps = new AtomicLong();

    private StatefulGoroutine() {}

    private sealed interface Op permits Read, Write {}

    private record Read(int key, SendChannel<Option<Integer>> reply) implements Op {}

    private record Write(int key, int value) implements Op {}

    private static Go<Map<Integer, Integer>> handle(Map<Integer, Integer> state, Op op) {
        if (op instanceof Read read) {
            return read.reply.send(state.get(read.key)).as(state);
        }
        Write write = (Write) op;
        return pure(state.put(write.key, write.value));
    }

    private Go<Unit> reader(Actor<Op> store, int id) {
        return forever(sequence(
                store.<Option<Integer>>ask(reply -> new Read(id % KEYS, reply)),
                readOps.add(1),
                sleep(Duration.ofMillis(1))));
    }

    private Go<Unit> writer(Actor<Op> store, int id) {
        return forever(sequence(store.tell(new Write(id % KEYS, id)), writeOps.add(1), sleep(Duration.ofMillis(1))));
    }

    private Go<Unit> run() {
        Map<Integer, Integer> empty = HashMap.empty();
        return Actor.of(Op.class, empty)
                .onMessage(StatefulGoroutine::handle)
                .spawn()
                .flatMap(store -> sequence(
                        forRange(0, READERS, id -> go(reader(store, id))),
                        forRange(0, WRITERS, id -> go(writer(store, id)))))
                .then(sleep(Duration.ofMillis(100)))
                .then(readOps.load().flatMap(n -> println("readOps:", n)))
                .then(writeOps.load().flatMap(n -> println("writeOps:", n)));
    }

    static Go<Unit> program() {
        return new StatefulGoroutine().run();
    }

    static Sample sample() {
        return Sample.named("stateful-goroutine")
                .in(Group.LIBRARY)
                .summary("an actor owns a map; others ask it to read and to write")
                .prints(Expected.matching("readOps: [1-9][0-9]*", "writeOps: [1-9][0-9]*"))
                .runs(() -> program());
    }
}
