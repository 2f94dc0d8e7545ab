package io.gondola.dsl.io;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Operation;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.IoOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class ReadinessTest {
    private final GoRuntime runtime = GoRuntime.builder().maxProcs(2).build();
    private Pipe.SourceChannel source;
    private Pipe.SinkChannel sink;
    private Readiness readable;

    @BeforeEach
    void open() throws IOException {
        Pipe pipe = Pipe.open();
        source = pipe.source();
        sink = pipe.sink();
        source.configureBlocking(false);
        sink.configureBlocking(false);
        readable = Readiness.toRead(source);
    }

    @AfterEach
    void close() throws IOException {
        runtime.close();
        source.close();
        sink.close();
    }

    private Go<Unit> put() {
        return run(() -> sink.write(ByteBuffer.allocate(1)));
    }

    /** Waits until some goroutine stands in the wait. */
    private Go<Unit> untilSomebodyWaits() {
        return forWhile(() -> !runtime.dump().toString().contains("[IO wait"), gosched());
    }

    @Test
    void aGoroutineWaitsUntilItsChannelCanBeRead() {
        Go<IoOutcome> reader = readable.await();

        assertThat(runtime.run(go(untilSomebodyWaits().then(put())).then(reader)))
                .isEqualTo(IoOutcome.READY);
    }

    @Test
    void aChannelThatCanBeWrittenNeedsNoWait() {
        assertThat(runtime.run(Readiness.toWrite(sink).await())).isEqualTo(IoOutcome.READY);
    }

    @Test
    void theDumpShowsTheWaitAndTheChannel() {
        CompletableFuture<IoOutcome> f = runtime.start(readable.await());
        String dump;
        do {
            dump = runtime.dump().toString();
        } while (!dump.contains("IO wait") && !f.isDone());

        assertThat(dump).contains("goroutine 1 [IO wait]:");
        readable.cancel();
        assertThat(f.join()).isEqualTo(IoOutcome.CANCELLED);
    }

    @Test
    void theDeadlineIsAskedForInEachWait() {
        AtomicLong asked = new AtomicLong();
        Go<IoOutcome> wait = readable.await(asked::getAndIncrement);

        assertThat(runtime.run(wait.then(wait))).isEqualTo(IoOutcome.TIMED_OUT);
        assertThat(asked).hasValue(2);
    }

    /** Hunts the cancel that comes between the look at the deadline and the wait, and is lost. */
    @Test
    void whoeverChangesTheDeadlineThenCancelsIsSeen() {
        for (int i = 0; i < 300; i++) {
            AtomicLong deadline = new AtomicLong(Long.MAX_VALUE);
            AtomicBoolean started = new AtomicBoolean();
            Go<IoOutcome> reader = readable.await(() -> {
                started.set(true);
                return deadline.get();
            });
            Go<Unit> canceller = forWhile(() -> !started.get(), gosched()).then(run(() -> {
                deadline.set(0);
                readable.cancel();
            }));

            assertThat(runtime.run(go(canceller).then(reader))).isIn(IoOutcome.CANCELLED, IoOutcome.TIMED_OUT);
        }
    }

    @Test
    void closingWakesTheWaiter() {
        Go<Unit> closer = untilSomebodyWaits().then(Readiness.close(source));

        assertThat(runtime.run(go(closer).then(readable.await()))).isEqualTo(IoOutcome.CLOSED);
        assertThat(source.isOpen()).isFalse();
        assertThat(runtime.run(readable.await())).as("a wait after it").isEqualTo(IoOutcome.CLOSED);
    }

    /** Hunts the close that ends while the poller still holds a channel that somebody has waited for. */
    @Test
    void anotherChannelMayBeBoundToTheAddressOnceCloseHasEnded() throws IOException {
        SocketAddress at;
        try (ServerSocketChannel first = listener(null)) {
            at = first.getLocalAddress();
        }

        for (int i = 0; i < 100; i++) {
            try (ServerSocketChannel c = listener(at)) {
                Go<IoOutcome> waiter = Readiness.toAccept(c).await();
                runtime.run(go(waiter).then(untilSomebodyWaits()).then(Readiness.close(c)));
            }
        }
    }

    private static ServerSocketChannel listener(SocketAddress at) throws IOException {
        ServerSocketChannel c = ServerSocketChannel.open();
        c.configureBlocking(false);
        return c.bind(at == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0) : at);
    }

    @Test
    void thereIsNothingToWaitForIfNobodyHasWaited() throws IOException {
        ServerSocketChannel c = listener(null);

        assertThat(runtime.run(closeNow(c))).isSameAs(unit());
        assertThat(c.isOpen()).isFalse();
    }

    @Test
    void aConnectionIsNotWaitedFor() throws IOException {
        try (ServerSocketChannel l = listener(null)) {
            SocketChannel c = SocketChannel.open(l.getLocalAddress());
            c.configureBlocking(false);
            Go<IoOutcome> reader = Readiness.toRead(c).await();

            assertThat(runtime.run(go(reader).then(untilSomebodyWaits()).then(closeNow(c))))
                    .isSameAs(unit());
            assertThat(c.isOpen()).isFalse();
        }
    }

    private static Go<Go<Unit>> closeNow(SelectableChannel channel) {
        return new Operation<>() {
            @Override
            public Object exec(Fiber f) throws IOException {
                return Readiness.closeNow(f.scheduler(), channel);
            }
        };
    }

    @Test
    void aSecondWaiterPanicsAndTheFirstGoesOn() {
        Go<Unit> second = untilSomebodyWaits().then(readable.await()).attempt().flatMap(t -> {
            assertThat(t.getCause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "at most one goroutine waits, another one does already: operation=read, channel=");
            return put();
        });

        assertThat(runtime.run(go(second).then(readable.await()))).isEqualTo(IoOutcome.READY);
    }

    @Test
    void aDeadlineThatThrowsPanicsAndLeavesNoWaiterBehind() {
        Go<IoOutcome> broken = readable.await(() -> {
            throw new IllegalStateException("no clock");
        });

        assertThatThrownBy(() -> runtime.run(broken)).isInstanceOf(Panic.class).hasStackTraceContaining("no clock");
        assertThat(runtime.run(put().then(readable.await()))).isEqualTo(IoOutcome.READY);
    }

    @Test
    void theWaitOfAnEndedProgramIsNobodysAnyMore() {
        assertThat(runtime.run(go(readable.await()).then(untilSomebodyWaits()))).isEqualTo(Unit.UNIT);

        assertThat(runtime.run(put().then(readable.await()))).isEqualTo(IoOutcome.READY);
    }

    @Test
    void closingTheRuntimeEndsAProgramThatWaits() {
        CompletableFuture<IoOutcome> f = runtime.start(readable.await());

        runtime.close();

        assertThatThrownBy(f::join).isInstanceOf(CancellationException.class);
        assertThat(source.isRegistered()).isFalse();
    }

    @Test
    void theDeterministicRuntimeNamesTheWayOut() {
        assertThatThrownBy(() -> GoRuntime.deterministic(1).run(readable.await()))
                .isInstanceOf(Panic.class)
                .hasStackTraceContaining("the deterministic runtime has no real input and output");
    }

    @Test
    void badArgumentsAreRefusedWhenTheProgramIsBuilt() {
        assertThatThrownBy(() -> Readiness.toRead((SelectableChannel) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("channel");
        assertThatThrownBy(() -> Readiness.toAccept(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("channel must have the operation: operation=accept, channel=");
        assertThatThrownBy(() -> readable.await(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("deadline");
    }
}
