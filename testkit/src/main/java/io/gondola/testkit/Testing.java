package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.testkit.net.VirtualNetworks;
import io.gondola.testkit.run.Choice;
import io.gondola.testkit.run.FaultPoint;
import io.gondola.testkit.run.HandleUse;
import io.gondola.testkit.run.Sometimes;
import java.time.Duration;
import java.util.Objects;

/** What programs under test may use. Outside an exploration these work, too, with plain chance. */
@CheckReturnValue
public final class Testing {
    private Testing() {}

    /**
     * Yields a number from 0 to {@code n - 1}. Which one is a choice of the schedule: explored, replayed and shrunk as
     * all others.
     *
     * @throws IllegalArgumentException {@code n must be positive: 0}
     */
    public static Go<Integer> choose(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be positive: " + n);
        }
        return new Choice(n);
    }

    /** Notes that this point was reached: {@link Report#reached}. A {@link GoTest} fails if no schedule reaches it. */
    public static Go<Unit> sometimes(String label) {
        return new Sometimes(Objects.requireNonNull(label, "label"));
    }

    /**
     * Yields whether to inject a fault here: a choice of the schedule, replayed and shrunk as all others. In about a
     * quarter of the runs the faults of {@code label} are active, and then each visit injects one with
     * {@code probability}; a systematic search tries both answers. Outside an exploration it always yields false.
     *
     * <pre>{@code
     * Testing.fault("disk full", 0.25).flatMap(full -> full ? panic("disk full") : write(block))
     * }</pre>
     *
     * @throws IllegalArgumentException {@code probability must be from 0 to 1: 2.0}
     */
    public static Go<Boolean> fault(String label, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be from 0 to 1: " + probability);
        }
        return new FaultPoint(Objects.requireNonNull(label, "label"), probability);
    }

    /**
     * Starts {@code program} on a host of the virtual network that is called {@code name}, and yields at once. Names
     * resolve to hosts, ports are each host's own. The test's program itself runs on the host {@code main}. Only in an
     * exploration.
     *
     * <pre>{@code
     * Testing.host("server", Net.listen(":80").flatMap(l -> l.serve(c -> echo(c))))
     *         .then(Net.dial("server:80"))
     * }</pre>
     *
     * <p>A server that still accepts at the end of the test is no leak. A connection that nobody closes is one.
     */
    public static Go<Unit> host(String name, Go<?> program) {
        return VirtualNetworks.host(name, program);
    }

    /** Lets nothing get from {@code a} to {@code b} or back until {@link #heal}; what TCP has sent arrives then. */
    public static Go<Unit> partition(String a, String b) {
        return VirtualNetworks.partition(Objects.requireNonNull(a, "a"), Objects.requireNonNull(b, "b"));
    }

    /** Ends a {@link #partition}, if there is one. */
    public static Go<Unit> heal(String a, String b) {
        return VirtualNetworks.heal(Objects.requireNonNull(a, "a"), Objects.requireNonNull(b, "b"));
    }

    /**
     * Ends the goroutines of {@code host} at once, without their defers; cuts its connections, closes its listeners.
     * What it had not synced to its {@link #disk} may be lost. Does nothing if the host is down. The main host cannot
     * crash.
     */
    public static Go<Unit> crash(String host) {
        return VirtualNetworks.crash(Objects.requireNonNull(host, "host"));
    }

    /** Runs the program of {@code host} again, if it has crashed. */
    public static Go<Unit> restart(String host) {
        return VirtualNetworks.restart(Objects.requireNonNull(host, "host"));
    }

    /**
     * From now on, what is sent takes from {@code least} to {@code most} to arrive, as the schedule decides.
     *
     * @throws IllegalArgumentException {@code latency must be from a least to a most: PT2S, PT1S}
     */
    public static Go<Unit> latency(Duration least, Duration most) {
        return VirtualNetworks.latency(Objects.requireNonNull(least, "least"), Objects.requireNonNull(most, "most"));
    }

    /** What of {@code host} survives a crash. */
    public static Disk disk(String host) {
        return new Disk(Objects.requireNonNull(host, "host"));
    }

    /** Yields the handle of the running test. */
    public static Go<TestHandle> handle() {
        return Go.call(() -> new TestHandle() {
            @Override
            public Go<Unit> log(Object x) {
                return new HandleUse().then(Go.println(x));
            }

            @Override
            public Go<Unit> fail(Object x) {
                return new HandleUse().then(Go.panic(x));
            }
        });
    }
}
