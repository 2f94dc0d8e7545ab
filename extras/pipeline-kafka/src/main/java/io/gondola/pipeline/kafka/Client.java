package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Closings;
import io.gondola.dsl.engine.Fiber;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of the brokers, during one run. It is closed with its runtime, too: the goroutine that would have closed it
 * is gone then, and the client has a thread and a place in its group.
 *
 * @param <C> the type of the client
 */
final class Client<C> implements Runnable {
    private final Closings closings;
    private final Consumer<? super C> cutOff;

    /** Null before it was made. */
    private volatile @Nullable C client;

    private Client(Closings closings, Consumer<? super C> cutOff) {
        this.closings = closings;
        this.cutOff = cutOff;
    }

    /** Yields one that is to be made; {@code cutOff} closes it at once. */
    static <C> Go<Client<C>> closedBy(Consumer<? super C> cutOff) {
        return new OfRuntime<>(cutOff);
    }

    /** It has been made: from now on it is closed with the runtime. */
    C made(C made) {
        client = made;
        closings.add(this);
        return made;
    }

    /** It has been closed. */
    void closed() {
        closings.remove(this);
    }

    /** The runtime is closed. */
    @Override
    public void run() {
        cutOff.accept(client);
    }

    @Override
    public String toString() {
        return String.valueOf(client);
    }

    private static final class OfRuntime<C> extends Go<Client<C>> {
        private final Consumer<? super C> cutOff;

        OfRuntime(Consumer<? super C> cutOff) {
            this.cutOff = cutOff;
        }

        @Override
        public Object exec(Fiber f) {
            return new Client<C>(Closings.of(f.scheduler()), cutOff);
        }
    }
}
