package io.gondola.pipeline;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Stream;

/**
 * A stream of values through goroutines: a cold, immutable description, as a {@link Go} is. Nothing runs before the
 * program of a terminal operator does ({@link #forEach}, {@link #toList} and the like), and that may run many times.
 *
 * <pre>{@code
 * Go<Unit> imports = Pipeline.lines(in)
 *         .map(line -> parse(line))
 *         .parallel(8, order -> lookUp(order))          // eight at once, order kept
 *         .batch(100, Duration.ofMillis(50))
 *         .map(orders -> render(orders))
 *         .writeLines(out);
 * }</pre>
 *
 * <p><b>Goroutines.</b> Operators that take one element after the other are fused: one goroutine takes each element
 * through all of them. There are goroutines of their own only above a boundary: {@code parallel},
 * {@code parallelUnordered}, {@code parallelByKey}, {@code flatMapParallel}, {@code merge}, {@code mergeSorted},
 * {@code interleave}, {@code zip}, {@code zipLatest}, {@code broadcast}, {@code balance}, {@code partition},
 * {@code buffer}, {@code conflate}, {@code batch} and {@code batchWeighted} with a time, {@code debounce},
 * {@code sample}, {@code emit}, {@code from(Publisher)}, {@code toChannel}, {@code toStream}, {@code toPublisher}.
 * {@link #explain} draws them.
 *
 * <p><b>Backpressure.</b> A source is asked for an element when there is room for one below. How many are on their way
 * is what the operators say, and no more.
 *
 * <p><b>Failure.</b> What a function throws or a program panics with ends the pipeline: all its goroutines give up what
 * they wait for, {@link Go#blocking} code is interrupted and waited for, cleanups run from the source on, and then the
 * terminal program panics with a {@link PipelineException}, which names the stage and the element. {@link #attempt},
 * {@link #recover} and {@link #retry} handle failures. {@link Go#goexit} in a function is a failure, too:
 * {@code called goexit}.
 *
 * <p><b>Cancellation.</b> {@link #within}, {@link Context#run} around the terminal program, {@link #take} and the like
 * end what is above them. A goroutine that waits hears of it at once, one that does not within 256 elements.
 *
 * <p>Elements are never null; a function that yields null fails. Functions must not be null, nor numbers of elements or
 * goroutines less than 1 or times negative, unless an operator says otherwise: that is refused when the pipeline is
 * built, with a {@link NullPointerException} or an {@link IllegalArgumentException} such as
 * {@code n must be positive: 0}.
 *
 * @param <T> the type of the elements
 */
// Stages take elements as objects; what feeds them has the types of the signatures.
@CheckReturnValue
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
public abstract class Pipeline<T> extends FailureOperators<T> {
    Pipeline() {}

    abstract Label label();

    abstract Pipeline<T> relabelled(String name);

    @Override
    final Pipeline<T> self() {
        return this;
    }

    final String shortName() {
        return label().shortName();
    }

    /**
     * Runs the program that {@code f} makes of an element, one after the other.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).forEach(x -> audit.send(x))    // UNIT
     * }</pre>
     */
    public Go<Unit> forEach(CheckedFunction1<? super T, ? extends Go<?>> f) {
        return new Terminal<>(this, new Sinks.ForEach(Label.of("forEach"), Functions.of(f, "f")));
    }

    /**
     * Runs the pipeline for what it does.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).peek(x -> seen.add(x)).drain()    // UNIT
     * }</pre>
     */
    public Go<Unit> drain() {
        return new Terminal<>(this, new Sinks.Drain(Label.of("drain")));
    }

    /**
     * {@code f} of {@code zero} and the first element, of that and the second, and so on.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).fold(0, Integer::sum)    // 6
     * }</pre>
     */
    public <Z> Go<Z> fold(Z zero, CheckedFunction2<? super Z, ? super T, ? extends Z> f) {
        return (Go) new Terminal<>(this, new Sinks.Fold(Label.of("fold"), zero, Functions.of(f, "f")));
    }

    /**
     * What {@code collector} makes of the elements; its combiner is not used.
     *
     * <pre>{@code
     * Pipeline.of("a", "b").collect(Collectors.joining("+"))    // a+b
     * }</pre>
     */
    public <A, R> Go<R> collect(Collector<? super T, A, R> collector) {
        Collector<Object, Object, Object> c =
                (Collector<Object, Object, Object>) (Collector) Objects.requireNonNull(collector, "collector");
        return (Go) new Terminal<>(this, new Sinks.Collect(Label.of("collect"), c));
    }

    /**
     * All elements.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).toList()    // Vector(1, 2)
     * }</pre>
     */
    public Go<Seq<T>> toList() {
        return (Go) new Terminal<>(this, new Sinks.ToList(Label.of("toList")));
    }

    /**
     * How many elements there are.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).count()    // 2
     * }</pre>
     */
    public Go<Long> count() {
        return new Terminal<>(this, new Sinks.Count(Label.of("count")));
    }

    /**
     * The first element, after which the pipeline is ended; none if there are none.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).first()    // Some(1)
     * }</pre>
     */
    public Go<Option<T>> first() {
        return (Go) new Terminal<>(this, new Sinks.One(Label.of("first"), true));
    }

    /**
     * The last element; none if there are none.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).last()    // Some(2)
     * }</pre>
     */
    public Go<Option<T>> last() {
        return (Go) new Terminal<>(this, new Sinks.One(Label.of("last"), false));
    }

    /**
     * Sends all elements into {@code channel}, which it does not close; waits where a send does. If the channel is
     * closed meanwhile it fails, with {@code send on closed channel}.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).sendTo(audit)    // UNIT
     * }</pre>
     */
    public Go<Unit> sendTo(SendChannel<? super T> channel) {
        SendChannel<Object> to = (SendChannel<Object>) Objects.requireNonNull(channel, "channel");
        return new Terminal<>(this, new Sinks.SendTo(Label.of("sendTo", "(" + to + ")"), to));
    }

    /**
     * What {@code part} makes of this pipeline: for operators of one's own, {@code p.through(My::operator)}.
     *
     * <pre>{@code
     * Pipeline.of(1, 1, 2).through(p -> p.changes().count())    // 2
     * }</pre>
     */
    public <U> U through(Function<? super Pipeline<T>, U> part) {
        return Objects.requireNonNull(part, "part").apply(this);
    }

    /**
     * Writes the elements' {@code toString} as lines in UTF-8, each with a line feed: to a temporary file beside
     * {@code file}, which is synced and takes the place of that file at the end. If the pipeline fails that file is as
     * before, and nothing else is left. A link is followed. A device or a pipe is written to as it is.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).writeLines(out).then(Pipeline.lines(out).count())    // 2
     * }</pre>
     */
    public Go<Unit> writeLines(Path file) {
        Objects.requireNonNull(file, "file");
        return LineFile.write(this, Label.of("writeLines", "(" + file.getFileName() + ")"), file, false);
    }

    /**
     * As {@link #writeLines}, at the end of {@code file}, which is made if it does not exist. What was written before a
     * failure stays.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).appendLines(log).then(Pipeline.lines(log).count())    // 2
     * }</pre>
     */
    public Go<Unit> appendLines(Path file) {
        Objects.requireNonNull(file, "file");
        return LineFile.write(this, Label.of("appendLines", "(" + file.getFileName() + ")"), file, true);
    }

    /**
     * Starts the pipeline, and yields a channel from which its elements are received, which is closed at the end.
     * Nobody waits for the
     * pipeline, so a failure is a panic of its goroutine. If nobody receives any more, its goroutines wait for ever.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).toChannel().flatMap(c -> c.receive())    // 1
     * }</pre>
     */
    public Go<ReceiveChannel<T>> toChannel() {
        return (Go) Channels.run(this, Label.of("toChannel"));
    }

    /**
     * A publisher that runs the pipeline for each subscriber, in {@code runtime}. Elements are asked for as they are
     * requested; all signals but {@code onSubscribe} come from {@link Go#blocking} code. A failure is an
     * {@code onError} with the {@link PipelineException}.
     */
    public Flow.Publisher<T> toPublisher(GoRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return (Flow.Publisher<T>) Publishing.of(this, Label.of("toPublisher"), runtime);
    }

    /**
     * A stream for a thread outside of all goroutines: the pipeline runs in {@code runtime} from when the stream asks
     * for the first element. A failure is thrown as a {@link PipelineException}. Closing the stream ends the pipeline,
     * and waits for it; a stream that is not closed and not read to its end leaves the pipeline waiting until the
     * runtime is closed.
     */
    public Stream<T> toStream(GoRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return (Stream<T>) Streaming.of(this, Label.of("toStream"), runtime);
    }

    /**
     * Draws the pipeline: a line for each goroutine's stages, from the source on; below a boundary what feeds it.
     *
     * <pre>
     * ║ parallel(8) → batch(100)
     * └═ goroutine: lines(in.txt) → map
     * </pre>
     */
    public String explain() {
        return Drawing.of(this);
    }

    @Override
    public String toString() {
        return "pipeline " + shortName();
    }
}
