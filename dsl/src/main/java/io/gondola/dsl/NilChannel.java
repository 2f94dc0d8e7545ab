package io.gondola.dsl;

import io.gondola.dsl.channel.Operands;
import io.gondola.dsl.engine.Built;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * The nil channel: never ready.
 *
 * @go runtime/chan.go, {@code c == nil}
 */
final class NilChannel<T> implements Channel<T> {
    private static final NilChannel<?> INSTANCE = new NilChannel<>();
    private static final Never<?> SEND = new Never<>("chan send (nil chan)");
    private static final Never<?> RECEIVE = new Never<>("chan receive (nil chan)");

    private NilChannel() {}

    @SuppressWarnings("unchecked") // holds no element
    static <T> NilChannel<T> instance() {
        return (NilChannel<T>) INSTANCE;
    }

    @SuppressWarnings("unchecked") // never yields
    private static <A> Go<A> never(Never<?> never) {
        return (Go<A>) Built.here(never);
    }

    @Override
    public Go<Unit> send(T value) {
        Operands.value(value, "send", this);
        return never(SEND);
    }

    @Override
    public Go<T> receive() {
        return never(RECEIVE);
    }

    @Override
    public Go<Option<T>> receiveOption() {
        return never(RECEIVE);
    }

    @Override
    public Go<Unit> range(CheckedFunction1<? super T, ? extends Go<?>> body) {
        Objects.requireNonNull(body, "body");
        return never(RECEIVE);
    }

    @Override
    public Go<Unit> range(CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body) {
        Objects.requireNonNull(body, "body");
        return never(RECEIVE);
    }

    @Override
    public Go<Boolean> trySend(T value) {
        Operands.value(value, "trySend", this);
        return Go.pure(false);
    }

    @Override
    public Go<Received<T>> tryReceive() {
        return Go.pure(Received.notReady());
    }

    @Override
    public Go<Unit> close() {
        return Go.panic("close of nil channel");
    }

    @Override
    public Go<Integer> length() {
        return Go.pure(0);
    }

    @Override
    public int capacity() {
        return 0;
    }

    @Override
    public Channel<T> named(String name) {
        Objects.requireNonNull(name, "name");
        return this;
    }

    @Override
    public Channel<T> withZero(T zero) {
        return this;
    }

    @Override
    public BlockingChannel<T> blocking() {
        return new BlockingNil<>();
    }

    @Override
    public String toString() {
        return "nil chan";
    }
}
