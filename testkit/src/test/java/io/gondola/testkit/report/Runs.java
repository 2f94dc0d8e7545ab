package io.gondola.testkit.report;

import io.gondola.testkit.trace.Access;
import io.gondola.testkit.trace.Blocked;
import io.gondola.testkit.trace.CycleEdge;
import io.gondola.testkit.trace.Found;
import io.gondola.testkit.trace.Lane;
import io.gondola.testkit.trace.RacePair;
import io.gondola.testkit.trace.Step;
import io.gondola.testkit.trace.Trace;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Recorded runs to report on. */
final class Runs {
    static final Found FOUND = new Found(
            "OrderServiceTest.transfer",
            "run 37 of 1000, strategy POS, seed 0x5f3a",
            "GS1-4K2M",
            "confirmed 2/2, shrunk 41 -> 3 switches",
            Found.explored(36, 9, 4),
            "seen as well: GS1-2B7C");

    private Runs() {}

    static String site(int line) {
        return "com.example.Client.run(Client.java:" + line + ")";
    }

    static Step step(int number, int lane, String operation, String object, int line, Integer... predecessors) {
        return new Step(
                number,
                lane,
                operation,
                object,
                "",
                site(line),
                false,
                "",
                List.of(predecessors),
                0,
                () -> "GS1-" + number);
    }

    static Step blocked(
            int number, int lane, String operation, String object, int line, String by, Integer... predecessors) {
        return new Step(
                number,
                lane,
                operation,
                object,
                "",
                site(line),
                true,
                by,
                List.of(predecessors),
                0,
                () -> "GS1-" + number);
    }

    /** A keep-alive that waits for a signal with the lock that the signaller needs. */
    static Trace deadlock() {
        TreeMap<String, String> variables = new TreeMap<>();
        variables.put("activeStreams", "[]");
        return new Trace(
                "DEADLOCK (partial)",
                false,
                "goroutines wait for each other - deadlock!",
                List.of(
                        new Lane("0", "main", "", 0),
                        new Lane("0.0", "keepalive", site(20), 1),
                        new Lane("0.1", "newStream", site(21), 2)),
                List.of(
                        step(1, 0, "go", "keepalive", 20),
                        step(2, 0, "go", "newStream", 21),
                        step(3, 1, "lock", "mu", 31, 1),
                        blocked(4, 1, "recv", "awaken", 33, ""),
                        blocked(5, 2, "lock", "mu", 40, "held by 0.0 since #3", 2)),
                List.of(
                        new Blocked(
                                1,
                                "chan receive",
                                "awaken cap 0",
                                site(33),
                                "only possible sender: 0.1 at Client:43 (itself blocked on mu)"),
                        new Blocked(2, "sync.Mutex.Lock", "mu", site(40), "owner: 0.0")),
                List.of(new CycleEdge(1, "awaken", 2), new CycleEdge(2, "mu", 1)),
                null,
                variables,
                0);
    }

    static Trace race() {
        return new Trace(
                "RACE",
                false,
                "data race on called",
                List.of(new Lane("0", "main", "", 0), new Lane("0.0", "handler", site(20), 1)),
                List.of(
                        step(1, 0, "go", "handler", 20),
                        step(2, 1, "write", "called", 31, 1),
                        step(3, 0, "read", "called", 40)),
                List.of(),
                List.of(),
                new RacePair(
                        "called",
                        new Access(2, 1, "write", site(31), "its start (#1)"),
                        new Access(3, 0, "read", site(40), ""),
                        ""),
                new TreeMap<>(),
                10_000_000);
    }

    /** The goroutine 0.0 has nothing to do with the panic of 0.1. */
    static Trace panic() {
        return new Trace(
                "PANIC",
                true,
                "panic: send on closed channel: channel=work",
                List.of(
                        new Lane("0", "main", "", 0),
                        new Lane("0.0", "bystander", site(20), 1),
                        new Lane("0.1", "producer", site(21), 2)),
                List.of(
                        step(1, 0, "go", "bystander", 20),
                        step(2, 0, "go", "producer", 21),
                        step(3, 1, "lock", "mu", 30, 1),
                        step(4, 0, "close", "work", 22),
                        step(5, 1, "unlock", "mu", 31),
                        step(6, 2, "send", "work", 40, 2, 4)),
                List.of(),
                List.of(),
                null,
                new TreeMap<>(),
                0);
    }

    /** So many goroutines and steps that not all fit. */
    static Trace large() {
        return new Trace(
                "LEAK",
                false,
                "main has finished, and a goroutine waits for ever",
                IntStream.range(0, 9)
                        .mapToObj(
                                i -> new Lane(i == 0 ? "0" : "0." + (i - 1), "goroutine-with-a-long-name-" + i, "", 0))
                        .toList(),
                IntStream.rangeClosed(1, 100)
                        .mapToObj(n -> step(n, n % 9, "send", "a-channel-with-a-very-long-name-indeed-" + n, n))
                        .toList(),
                List.of(),
                List.of(),
                null,
                new TreeMap<>(),
                0);
    }
}
