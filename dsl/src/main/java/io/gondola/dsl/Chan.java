package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Operands;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.OpKind;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.control.Option;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A channel that is not nil: the typed programs over a {@link ChannelCore}. */
sealed class Chan<T> extends ChannelCore implements Channel<T> permits Mailbox {
    private final Receive<T> receive = new Receive<>(this);
    private @Nullable T zero;
    private @Nullable String name;

    Chan(int capacity) {
        super(Checks.capacity(capacity));
    }

    @Override
    public Go<Unit> send(T value) {
        return new Send(this, Operands.value(value, "send", this));
    }

    @Override
    public Go<T> receive() {
        return Built.here(receive);
    }

    @Override
    public Go<Option<T>> receiveOption() {
        return new ReceiveOption<>(this);
    }

    @Override
    public Go<Unit> range(CheckedFunction1<? super T, ? extends Go<?>> body) {
        return new RangeOver<>(this, Objects.requireNonNull(body, "body"));
    }

    @Override
    public Go<Unit> range(CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body) {
        Objects.requireNonNull(body, "body");
        return WithBreak.<T>breakable("range " + this, body, this::range);
    }

    @Override
    public Go<Boolean> trySend(T value) {
        Operands.value(value, "trySend", this);
        return new Immediate<>(OpKind.TRY_SEND, this, () -> switch (offerElement(value)) {
            case YES -> true;
            case NOT_YET -> false;
            case CLOSED -> throw sendOnClosed();
        });
    }

    @Override
    public Go<Received<T>> tryReceive() {
        return new Immediate<>(OpKind.TRY_RECEIVE, this, this::received);
    }

    @Override
    public Go<Unit> close() {
        return new Immediate<>(OpKind.CLOSE, this, () -> {
            closeOrPanic();
            return Unit.UNIT;
        });
    }

    @Override
    public Go<Integer> length() {
        return new Immediate<>(OpKind.LENGTH, this, this::visibleCount);
    }

    @Override
    public int capacity() {
        return visibleCapacity();
    }

    @Override
    public Channel<T> named(String newName) {
        name = Objects.requireNonNull(newName, "name");
        return this;
    }

    @Override
    public Channel<T> withZero(T newZero) {
        zero = newZero;
        return this;
    }

    @Override
    public BlockingChannel<T> blocking() {
        openToOutside();
        return new BlockingView<>(this);
    }

    @Override
    public @Nullable T zeroValue() {
        return zero;
    }

    @SuppressWarnings("unchecked") // only elements of type T are sent
    Received<T> received() {
        Object element = pollElement();
        return element == null
                ? Received.notReady()
                : element == CLOSED ? Received.closed() : Received.value((T) element);
    }

    void closeOrPanic() {
        if (!closeCore()) {
            throw new Panic.Raised("close of closed channel" + nameSuffix());
        }
    }

    @Override
    public Panic sendOnClosed() {
        return new Panic.Raised("send on closed channel" + nameSuffix());
    }

    private String nameSuffix() {
        return name == null ? "" : ": channel=" + name;
    }

    @Override
    public String toString() {
        return name != null ? name : capacity() == 0 ? "chan" : "chan(cap " + capacity() + ")";
    }
}
