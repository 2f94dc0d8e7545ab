package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.GoRuntime;
import io.gondola.net.Net;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Sends back what comes, on one peer in a JVM of its own, until the standard input ends. {@link NetworkLatency} starts
 * it, as it starts the Go and Kotlin programs, which print the same lines: {@code version …}, {@code port N}.
 */
final class EchoServer {
    private EchoServer() {}

    /** Arguments: peer, procs. */
    public static void main(String[] args) throws Exception {
        Peer peer = Peer.labelled(args[0]).get();
        int procs = Integer.parseInt(args[1]);
        System.out.println("version " + version(peer));
        switch (peer) {
            case GONDOLA -> {
                GoRuntime runtime = GoRuntime.builder().maxProcs(procs).build();
                var unused = runtime.start(Net.listen("localhost:0")
                        .flatMap(l -> run(() -> tellPort(l.address())).then(l.serve(NetworkPrograms::answer))));
            }
            case VIRTUAL -> {
                var unused = VirtualThreads.start(EchoServer::serveBlocking);
            }
            case NETTY ->
                tellPort((InetSocketAddress) new NettyPrograms(procs).serve().localAddress());
            default -> throw new IllegalArgumentException("no echo server on " + peer.title());
        }
        while (System.in.read() >= 0) {
            // until it ends
        }
        Runtime.getRuntime().halt(0);
    }

    private static String version(Peer peer) throws ReflectiveOperationException {
        try (Programs programs = peer.programs(1)) {
            return programs.version();
        }
    }

    private static void tellPort(InetSocketAddress address) {
        System.out.println("port " + address.getPort());
        System.out.flush();
    }

    private static void serveBlocking() {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), NetworkPrograms.CONNECTIONS);
            tellPort((InetSocketAddress) listener.getLocalAddress());
            while (true) {
                SocketChannel c = listener.accept();
                var unused = VirtualThreads.start(() -> BlockingEcho.answerQuietly(c));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
