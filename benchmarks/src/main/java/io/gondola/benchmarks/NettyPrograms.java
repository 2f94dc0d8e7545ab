package io.gondola.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.Version;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The echo on Netty, with its own epoll where that is there, and as many event loops as processors are asked for. */
final class NettyPrograms implements Programs {
    private final EventLoopGroup loops;

    NettyPrograms(int procs) {
        loops = new MultiThreadIoEventLoopGroup(
                procs, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    @Override
    public long execute(Workload workload, int n) throws InterruptedException {
        if (workload != Workload.TCP_ECHO) {
            throw new IllegalArgumentException("no program for " + workload.label());
        }
        AtomicLong answered = new AtomicLong();
        CountDownLatch ends = new CountDownLatch(NetworkPrograms.CONNECTIONS);
        Channel listener = serve();
        Bootstrap client = new Bootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel c) {
                        c.pipeline().addLast(new Ask(n / NetworkPrograms.CONNECTIONS, answered, ends));
                    }
                });
        for (int i = 0; i < NetworkPrograms.CONNECTIONS; i++) {
            client.connect(listener.localAddress()).sync();
        }
        ends.await();
        listener.close().sync();
        return answered.get();
    }

    /** Listens on a free port and sends back what comes. */
    Channel serve() throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, NetworkPrograms.CONNECTIONS)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel c) {
                        c.pipeline().addLast(new Echo());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            var unused = context.writeAndFlush(bytes);
        }
    }

    private static final class Ask extends ChannelInboundHandlerAdapter {
        private final AtomicLong answered;
        private final CountDownLatch ends;
        private final int times;
        private int asked;
        private int missing;

        Ask(int times, AtomicLong answered, CountDownLatch ends) {
            this.times = times;
            this.answered = answered;
            this.ends = ends;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ask(context);
        }

        private void ask(ChannelHandlerContext context) {
            if (asked == times) {
                answered.addAndGet(times);
                var unused = context.close();
                ends.countDown();
                return;
            }
            asked++;
            missing = NetworkPrograms.BYTES;
            ByteBuf request = context.alloc().ioBuffer(NetworkPrograms.BYTES).writeZero(NetworkPrograms.BYTES);
            var unused = context.writeAndFlush(request);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ByteBuf answer = (ByteBuf) bytes;
            missing -= answer.readableBytes();
            answer.release();
            if (missing == 0) {
                ask(context);
            }
        }
    }

    @Override
    public Object park(int n, Runnable begun) {
        throw new IllegalArgumentException("Netty does not park");
    }

    @Override
    public String version() {
        return "Netty "
                + Version.identify().values().iterator().next().artifactVersion() // one jar has one module's only
                + (Epoll.isAvailable() ? " with epoll" : " with NIO") + " on JDK " + Environment.jdk();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
