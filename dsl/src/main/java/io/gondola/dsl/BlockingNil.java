package io.gondola.dsl;

import io.vavr.control.Option;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The nil channel for threads outside the scheduler: they wait until they are interrupted. */
final class BlockingNil<T> implements BlockingChannel<T> {
    private static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public void send(T value) throws InterruptedException {
        Objects.requireNonNull(value, "value");
        forever();
    }

    @Override
    public boolean trySend(T value) {
        Objects.requireNonNull(value, "value");
        return false;
    }

    @Override
    public void close() {
        throw new Panic("close of nil channel");
    }

    @Override
    public @Nullable T receive() throws InterruptedException {
        forever();
        return null;
    }

    @Override
    public Option<T> receiveOption() throws InterruptedException {
        forever();
        return Option.none();
    }

    @Override
    public Received<T> tryReceive() {
        return Received.notReady();
    }
}
