package io.gondola.dsl.interop;

import io.gondola.dsl.BlockingReceive;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.control.Option;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Channels and {@link Stream java.util.stream}. */
@CheckReturnValue
public final class Streams {
    private Streams() {}

    /**
     * Sends the elements of {@code stream} into {@code out}, one after another, and closes the stream at the end,
     * whatever happens; not the channel. The stream's own code runs as {@link Go#blocking}, for it may read files and
     * the like.
     *
     * <pre>{@code
     * go(Streams.send(Files.lines(path), lines).defer(lines.close()))
     * }</pre>
     *
     * <p>A stream can be read once, so the program can be run once; wrap it in {@link Go#suspend} to make a new stream
     * each time. An element that is null makes the goroutine panic with a {@link NullPointerException}.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     */
    public static <T> Go<Unit> send(Stream<? extends T> stream, SendChannel<? super T> out) {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(out, "out");
        return Go.<Iterator<? extends T>>call(stream::iterator)
                .flatMap(elements -> sendAll(elements, out))
                .defer(Go.run(stream::close));
    }

    private static <T> Go<Unit> sendAll(Iterator<? extends T> elements, SendChannel<? super T> out) {
        Go<Option<T>> next = Go.blocking(() -> elements.hasNext() ? Option.some(elements.next()) : Option.none());
        return Go.forever(b -> next.flatMap(element -> element.isEmpty() ? b.exit() : out.send(element.get())));
    }

    /**
     * The elements of {@code channel} as a sequential stream for a thread outside the scheduler, which ends when the
     * channel is closed and drained. Elements are received as the stream asks for them; those that it does not ask for
     * stay in the channel.
     *
     * <p>If the thread is interrupted while it waits, the stream throws a {@link CancellationException}, and the
     * thread's interrupt flag stays set; no element is lost.
     *
     * @throws NullPointerException if {@code channel} is null
     */
    public static <T> Stream<T> of(ReceiveChannel<T> channel) {
        BlockingReceive<T> elements = Objects.requireNonNull(channel, "channel").blocking();
        return StreamSupport.stream(new Elements<>(elements), false);
    }

    private static final class Elements<T> extends Spliterators.AbstractSpliterator<T> {
        private final BlockingReceive<T> channel;

        Elements(BlockingReceive<T> channel) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.channel = channel;
        }

        @Override
        public boolean tryAdvance(Consumer<? super T> action) {
            Option<T> element = receive();
            element.forEach(action);
            return element.isDefined();
        }

        private Option<T> receive() {
            try {
                return channel.receiveOption();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                CancellationException cancelled =
                        new CancellationException("interrupted while receiving: no element was taken");
                cancelled.initCause(e);
                throw cancelled;
            }
        }
    }
}
