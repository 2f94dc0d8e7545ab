package io.gondola.testkit.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.OpKind;
import io.gondola.net.Network;
import io.gondola.net.NetworkProvider;
import io.gondola.testkit.run.Execution;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The virtual networks of runs, and what programs do with them. */
@CheckReturnValue
public final class VirtualNetworks implements NetworkProvider {
    /** Of runs outside explorations, until their programs end. */
    private static final Map<FiberProgram, VirtualNetwork> OF_PROGRAMS = new ConcurrentHashMap<>();

    /** For the service loader. */
    public VirtualNetworks() {}

    @Override
    public Network network(Fiber f) {
        return of(f);
    }

    private static VirtualNetwork of(Fiber f) {
        if (f.program() instanceof HostProgram p) {
            return p.network;
        }
        if (f.scheduler() instanceof Execution x) {
            return (VirtualNetwork) x.connections(VirtualNetwork::new);
        }
        if (!f.scheduler().deterministic()) {
            throw new UnsupportedOperationException(
                    "hosts are of the virtual network: run the program in an exploration");
        }
        FiberProgram program = f.program();
        return OF_PROGRAMS.computeIfAbsent(program, p -> {
            var unused = p.atEnd(() -> OF_PROGRAMS.remove(p));
            return new VirtualNetwork();
        });
    }

    private interface Act {
        void on(VirtualNetwork network, Fiber f);
    }

    /** What may concern everything. */
    private static Go<Unit> act(Act act) {
        return new Now<>(OpKind.OTHER, null, f -> {
            act.on(of(f), f);
            return Unit.UNIT;
        });
    }

    public static Go<Unit> host(String name, Go<?> program) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(program, "program");
        return act((n, f) -> n.start(f, name, program));
    }

    public static Go<Unit> partition(String a, String b) {
        return act((n, f) -> n.partition(n.named(a), n.named(b)));
    }

    public static Go<Unit> heal(String a, String b) {
        return act((n, f) -> n.heal(f, n.named(a), n.named(b)));
    }

    public static Go<Unit> crash(String host) {
        return act((n, f) -> n.crash(f, n.named(host)));
    }

    public static Go<Unit> restart(String host) {
        return act((n, f) -> n.restart(f, n.named(host)));
    }

    public static Go<Unit> latency(Duration least, Duration most) {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("latency must be from a least to a most: " + least + ", " + most);
        }
        return act((n, f) -> n.latency(least, most));
    }

    public static Go<Option<byte[]>> diskRead(String host, String file) {
        return new Now<>(
                OpKind.OTHER, null, f -> Option.of(of(f).named(host).disk.read(file)));
    }

    public static Go<Unit> diskWrite(String host, String file, byte[] bytes) {
        return act((n, f) -> n.named(host).disk.write(file, bytes));
    }

    public static Go<Unit> diskSync(String host) {
        return act((n, f) -> n.named(host).disk.sync());
    }
}
