package io.gondola.testkit.net;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.net.DialOptions;
import io.gondola.net.NetException;
import io.gondola.net.Network;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.net.UdpSocket;
import io.gondola.net.transport.Addresses;
import io.gondola.net.transport.HostPort;
import io.gondola.net.transport.Route;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.OpenConnections;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The network of one run: hosts by name, and what is between them. */
final class VirtualNetwork implements Network, OpenConnections {
    /*
     * All of it belongs to the one thread that makes the run. A step of the network is one operation, so the schedule
     * decides its place among others; what may go wrong is a fault decision within the step. Time passes only by the
     * run's clock.
     *
     * The delivery of what is sent takes place in the sender's step (or at a time that this step decides): the order of
     * deliveries is then the order of the steps of those who send and those who look, which the schedule explores.
     */
    static final String MAIN = "main";
    private static final int SLOW_WINDOW = 4;
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration SYN_TIMEOUT = Duration.ofSeconds(127); // Linux: six retries
    private static final long LATENCY_UNIT = 1_000_000;
    private static final int LATENCIES = 10;

    private final Host main = new Host(MAIN, 1, null);
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Set<Set<Host>> partitions = new HashSet<>();
    private final Waiters healing = new Waiters();
    private long leastLatency;
    private long mostLatency;

    VirtualNetwork() {
        hosts.put(MAIN, main);
    }

    // hosts

    private Host hostOf(Fiber f) {
        return f.program() instanceof HostProgram p ? p.host : main;
    }

    Host named(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException(
                    "host must be one that was started: " + name + ", hosts=" + hosts.keySet());
        }
        return host;
    }

    /** The host at {@code to}, seen from {@code from}; null if there is none. */
    @Nullable
    Host hostAt(Host from, InetSocketAddress to) {
        InetAddress a = to.getAddress();
        if (a == null) {
            return byName(from, to.getHostString());
        }
        if (a.isLoopbackAddress() || a.isAnyLocalAddress()) {
            return from;
        }
        return hosts.values().stream()
                .filter(h -> h.address.equals(a))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Host byName(Host from, String name) {
        return name.isEmpty() || name.equals("localhost") ? from : hosts.get(name);
    }

    private @Nullable Host lookUp(String op, String network, Host from, String name) throws NetException {
        InetAddress literal = Addresses.literal(name);
        if (literal != null) {
            return hostAt(from, new InetSocketAddress(literal, 0));
        }
        Host host = byName(from, name);
        if (host == null) {
            throw NetException.failure(new Route(network, null, null), op, "lookup " + name + ": no such host");
        }
        return host;
    }

    void start(Fiber f, String name, Go<?> body) {
        if (hosts.containsKey(name)) {
            throw new IllegalArgumentException("host must not be started twice: " + name);
        }
        Host host = new Host(name, hosts.size() + 1, body);
        hosts.put(name, host);
        begin(f, host, body);
    }

    private void begin(Fiber f, Host host, Go<?> body) {
        if (!(f.scheduler() instanceof Execution x)) {
            throw new UnsupportedOperationException(
                    "hosts run in an exploration only (Explorer, @GoTest); here the program can start goroutines: host="
                            + host);
        }
        HostProgram program = new HostProgram(x, this, host);
        host.program = program;
        program.begin(body);
    }

    void crash(Fiber f, Host host) {
        if (host.body == null) {
            throw new IllegalArgumentException("host must not be the main one: " + host);
        }
        HostProgram program = host.program;
        if (program == null) {
            return;
        }
        host.program = null;
        List.copyOf(host.listeners.values()).forEach(VirtualListener::shut);
        List.copyOf(host.sockets.values()).forEach(VirtualSocket::shut);
        for (VirtualConnection c : List.copyOf(host.connections)) {
            c.vanish(!isPartitioned(host, c.peer.host));
        }
        host.connections.clear();
        host.disk.crash(() -> fault(f, "unsynced write lost", 0.5));
        program.crash();
    }

    void restart(Fiber f, Host host) {
        Go<?> body = host.body;
        if (body != null && host.isDown()) {
            begin(f, host, body);
        }
    }

    // what is between them

    boolean isPartitioned(Host a, Host b) {
        return a != b && partitions.contains(Set.of(a, b));
    }

    void partition(Host a, Host b) {
        if (a != b) {
            partitions.add(Set.of(a, b));
        }
    }

    void heal(Fiber f, Host a, Host b) {
        if (a == b || !partitions.remove(Set.of(a, b))) {
            return;
        }
        a.connectionsTo(b).forEach(c -> c.healed(f));
        b.connectionsTo(a).forEach(c -> c.healed(f)); // the end at `a` may be closed
        healing.wakeAll();
    }

    void latency(Duration least, Duration most) {
        leastLatency = Nanos.of(least);
        mostLatency = Nanos.of(most);
    }

    /** How long what is sent now is on its way. */
    long latency(Fiber f) {
        if (mostLatency > 0) {
            return leastLatency + (mostLatency - leastLatency) * f.scheduler().random(LATENCIES) / (LATENCIES - 1);
        }
        return injects(f, NetFault.LATENCY) ? LATENCY_UNIT * (1 + f.scheduler().random(LATENCIES)) : 0;
    }

    /** The step of {@code f}, for reports; null outside of explorations. */
    static @Nullable Event step(Fiber f) {
        return f.scheduler() instanceof Execution x ? x.present() : null;
    }

    // faults

    boolean injects(Fiber f, NetFault fault) {
        return f.scheduler() instanceof Execution x
                && x.settings().options().netFaults().contains(fault)
                && x.fault("net " + fault, probability(fault));
    }

    /** How likely it is at each chance, in the runs that have it at all. */
    private static double probability(NetFault fault) {
        return switch (fault) {
            case SPLIT, SLOW_READER, LATENCY, UDP_REORDERING -> 0.5;
            case UDP_LOSS, UDP_DUPLICATION, REFUSED -> 0.25;
            default -> 0.1;
        };
    }

    private static boolean fault(Fiber f, String label, double probability) {
        return f.scheduler() instanceof Execution x && x.fault(label, probability);
    }

    /** A chance for what concerns hosts, or the whole connection, before something is written to it. */
    void mayBreak(Fiber f, VirtualConnection c) {
        if (injects(f, NetFault.HALF_OPEN)) {
            c.halfOpen = true;
            c.peer.halfOpen = true;
        }
        mayBreak(f, c.host, c.peer.host);
    }

    /** A chance for a partition between two hosts, or for a crash of one; either is over after a while. */
    private void mayBreak(Fiber f, Host from, Host to) {
        if (from != to && !isPartitioned(from, to) && injects(f, NetFault.PARTITION)) {
            partition(from, to);
            later(f, g -> heal(g, from, to));
        }
        if (to.body != null && to.program != null && from != to && injects(f, NetFault.CRASH)) {
            crash(f, to);
            later(f, g -> restart(g, to));
        }
    }

    private interface Repair {
        void make(Fiber f);
    }

    /** A goroutine of the main program, which outlives hosts, does the repair. */
    private static void later(Fiber f, Repair repair) {
        Go<Unit> repaired = new Now<>(OpKind.OTHER, null, g -> {
            repair.make(g);
            return Unit.UNIT;
        });
        ((Execution) f.scheduler()).spawnInMain(Go.sleep(OUTAGE).then(repaired));
    }

    // connections

    @Override
    public Go<TcpListener> listen(HostPort at) {
        return new Now<>(
                OpKind.NET_LISTEN, this, f -> listen(f, lookUp("listen", "tcp", hostOf(f), at.host()), at.port()));
    }

    @Override
    public Go<TcpListener> listen(InetSocketAddress at) {
        return new Now<>(OpKind.NET_LISTEN, this, f -> listen(f, hostAt(hostOf(f), at), at.getPort()));
    }

    private TcpListener listen(Fiber f, @Nullable Host at, int port) throws NetException {
        Host own = hostOf(f);
        Route route = Route.at("tcp", new InetSocketAddress(at == null ? own.address : at.address, port));
        if (at != own) {
            throw NetException.failure(route, "listen", "bind: cannot assign requested address");
        }
        int free = port == 0 ? own.freePort() : port;
        if (own.listeners.containsKey(free)) {
            throw NetException.failure(route, "listen", "bind: address already in use");
        }
        VirtualListener l = new VirtualListener(this, own, new InetSocketAddress(own.address, free));
        own.listeners.put(free, l);
        return l;
    }

    @Override
    public Go<UdpSocket> listenPacket(HostPort at) {
        return new Now<>(OpKind.NET_LISTEN, this, f -> {
            Host own = hostOf(f);
            Host host = lookUp("listen", "udp", own, at.host());
            Route route = Route.at("udp", new InetSocketAddress(own.address, at.port()));
            if (host != own) {
                throw NetException.failure(route, "listen", "bind: cannot assign requested address");
            }
            int free = at.port() == 0 ? own.freePort() : at.port();
            if (own.sockets.containsKey(free)) {
                throw NetException.failure(route, "listen", "bind: address already in use");
            }
            VirtualSocket s = new VirtualSocket(this, own, new InetSocketAddress(own.address, free));
            own.sockets.put(free, s);
            return s;
        });
    }

    @Override
    public Go<TcpConnection> dial(HostPort to, DialOptions options) {
        return within(
                options,
                Go.suspend(() -> new Dial(options, f -> {
                    Host host = lookUp("dial", "tcp", hostOf(f), to.host());
                    InetAddress literal = Addresses.literal(to.host());
                    return new InetSocketAddress(host == null ? literal : host.address, to.port());
                })));
    }

    @Override
    public Go<TcpConnection> dial(InetSocketAddress to, DialOptions options) {
        return within(
                options,
                Go.suspend(() -> new Dial(options, f -> {
                    Host host = hostAt(hostOf(f), to);
                    return host == null ? to : new InetSocketAddress(host.address, to.getPort());
                })));
    }

    private static Go<TcpConnection> within(DialOptions options, Go<TcpConnection> dial) {
        if (options.context().isEmpty()) {
            return dial;
        }
        return options.context().get().run(dial.attempt()).flatMap(t -> {
            if (t.isSuccess()) {
                return t.get().isSuccess()
                        ? Go.pure(t.get().get())
                        : fail(t.get().getCause());
            }
            String cause = t.getCause() == Context.DEADLINE_EXCEEDED ? NetException.TIMEOUT : "operation was canceled";
            return fail(NetException.failure(new Route("tcp", null, null), "dial", cause));
        });
    }

    private static <A> Go<A> fail(Throwable t) {
        return Go.call(() -> {
            throw t;
        });
    }

    private interface Target {
        InetSocketAddress of(Fiber f) throws NetException;
    }

    /** Made for one execution. */
    private final class Dial extends NetOperation<TcpConnection> {
        private final DialOptions options;
        private final Target target;
        private @Nullable InetSocketAddress to;
        private long deadline;
        private long givesUpAt;

        Dial(DialOptions options, Target target) {
            super(OpKind.NET_DIAL, VirtualNetwork.this);
            this.options = options;
            this.target = target;
        }

        private Route route() {
            return Route.at("tcp", to);
        }

        @Override
        @Nullable
        Object attempt(Fiber f) throws NetException {
            Host from = hostOf(f);
            long now = f.scheduler().nanoTime();
            if (to == null) {
                to = target.of(f);
                deadline = options.timeout()
                        .map(d -> Nanos.after(now, Nanos.of(d)))
                        .getOrElse(Pipe.NEVER);
                givesUpAt = now + Nanos.of(SYN_TIMEOUT);
            }
            if (deadline <= now) {
                throw NetException.timeout(route(), "dial", 0);
            }
            if (givesUpAt <= now) {
                throw NetException.failure(route(), "dial", "connect: connection timed out");
            }
            Host host = hostAt(from, to);
            if (host != null) {
                mayBreak(f, from, host);
            }
            if (host == null || host.isDown() || isPartitioned(from, host)) {
                return null; // nobody answers
            }
            VirtualListener l = host.listeners.get(to.getPort());
            if (l == null || injects(f, NetFault.REFUSED)) {
                throw NetException.failure(route(), "dial", "connect: connection refused");
            }
            return connect(f, from, l, to);
        }

        @Override
        Waiters waiters() {
            return healing;
        }

        @Override
        long lookAgainAt(Fiber f) {
            return Math.min(deadline, givesUpAt);
        }
    }

    private TcpConnection connect(Fiber f, Host from, VirtualListener l, InetSocketAddress to) {
        InetSocketAddress own = new InetSocketAddress(from.address, from.freePort());
        String link = "tcp " + from + ":" + own.getPort() + "->" + l.host + ":" + to.getPort();
        Link shared = new Link(link);
        Pipe there = new Pipe(l.host);
        Pipe back = new Pipe(from);
        if (injects(f, NetFault.SLOW_READER)) {
            there.window = SLOW_WINDOW;
            back.window = SLOW_WINDOW;
        }
        VirtualConnection client = new VirtualConnection(this, from, new Route("tcp", own, to), back, there, shared);
        VirtualConnection server = new VirtualConnection(this, l.host, new Route("tcp", to, own), there, back, shared);
        client.peer = server;
        server.peer = client;
        from.connections.add(client);
        l.host.connections.add(server);
        l.arrived(server);
        return client;
    }

    /** What both ends of a connection are to the explorer: one object, on whose operations the order matters. */
    private record Link(String name) {
        @Override
        public boolean equals(Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public List<String> openConnections() {
        List<String> open = new ArrayList<>();
        for (Host h : hosts.values()) {
            for (VirtualConnection c : h.connections) {
                open.add(h + " has not closed " + c);
            }
        }
        return open;
    }

    @Override
    public String toString() {
        return "network";
    }
}
