package io.gondola.dsl;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Output streams that do what they should not: whatever it is, runs return. */
@SuppressWarnings("NullAway") // what is looked for is there
class HostileOutputTest {
    private static void nothing() {}

    /** A stream whose print and flush do something of the user's. */
    private static PrintStream stream(Runnable print, Runnable flush) {
        return new PrintStream(new ByteArrayOutputStream(), false) {
            @Override
            public void print(String s) {
                print.run();
            }

            @Override
            public void flush() {
                flush.run();
            }
        };
    }

    private static GoRuntime runtime(PrintStream out) {
        return GoRuntime.builder().maxProcs(1).output(out).build();
    }

    private static void fail() {
        throw new IllegalStateException("disk full");
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneaky(Throwable t) throws X {
        throw (X) t;
    }

    @Test
    void aFlushThatThrowsFailsAProgramThatReturned() {
        try (GoRuntime rt = runtime(stream(HostileOutputTest::nothing, HostileOutputTest::fail))) {
            assertThatThrownBy(() -> rt.run(pure(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("disk full");
            assertThat(rt.start(pure(1))).failsWithin(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFlushThatThrowsAnErrorOrWhatIsCheckedIsThrown() {
        try (GoRuntime rt = runtime(stream(HostileOutputTest::nothing, () -> {
            throw new LinkageError("gone");
        }))) {
            assertThatThrownBy(() -> rt.run(pure(1))).isInstanceOf(LinkageError.class);
        }
        try (GoRuntime rt = runtime(stream(
                HostileOutputTest::nothing,
                () -> HostileOutputTest.<RuntimeException>sneaky(new IOException("gone"))))) {
            assertThatThrownBy(() -> rt.run(pure(1))).rootCause().hasMessage("gone");
        }
    }

    @Test
    void aFlushThatThrowsIsSuppressedByAPanic() {
        try (GoRuntime rt = runtime(stream(HostileOutputTest::nothing, HostileOutputTest::fail))) {
            assertThatThrownBy(() -> rt.run(panic("no")))
                    .isInstanceOf(Panic.class)
                    .satisfies(t -> assertThat(t.getSuppressed()).hasSize(1));
            assertThatThrownBy(() -> rt.run(never()))
                    .isInstanceOf(FatalError.class)
                    .satisfies(t -> assertThat(t.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void aPrintThatThrowsIsAPanicOfItsGoroutine() {
        try (GoRuntime rt = runtime(stream(HostileOutputTest::fail, HostileOutputTest::nothing))) {
            assertThat(rt.run(println("x").attempt()).isFailure()).isTrue();
            assertThatThrownBy(() -> rt.run(println("x"))).isInstanceOf(Panic.class);
            assertThat(rt.run(pure(1))).isEqualTo(1);
        }
    }

    /** Hunts: an end that takes the lock of the output, which the print holds. */
    @Test
    void aPrintOrFlushThatClosesTheRuntimeEndsIt() {
        for (boolean inPrint : new boolean[] {true, false}) {
            AtomicReference<GoRuntime> own = new AtomicReference<>();
            Runnable close = () -> own.get().close();
            GoRuntime rt = runtime(
                    stream(inPrint ? close : HostileOutputTest::nothing, inPrint ? HostileOutputTest::nothing : close));
            own.set(rt);

            assertThatThrownBy(() -> rt.run(println("x"))).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> rt.run(pure(1))).hasMessage("runtime is closed");
        }
    }

    /** Hunts: a close that waits for an output which never returns; and then a run that does. */
    @Test
    void closeGetsRunsOutOfAnOutputThatHangs() throws Exception {
        for (boolean inPrint : new boolean[] {true, false}) {
            CountDownLatch hangs = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Runnable hang = () -> {
                hangs.countDown();
                boolean interrupted = false;
                while (release.getCount() > 0) {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                assertThat(interrupted).isIn(true, false);
            };
            GoRuntime rt = runtime(
                    stream(inPrint ? hang : HostileOutputTest::nothing, inPrint ? HostileOutputTest::nothing : hang));
            CompletableFuture<Unit> f = rt.start(go(println("x")).then(Go.gosched()));
            hangs.await();
            Thread closer = new Thread(rt::close);
            closer.start();

            assertThatThrownBy(() -> f.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            release.countDown();
            closer.join();
        }
    }
}
