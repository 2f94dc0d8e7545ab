package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The sources of pipelines: static methods of {@link Pipeline}. */
// Stages take elements as objects; what feeds them has the types of the signatures.
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
abstract class SourceOperators {
    /**
     * The given elements.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3)    // 1 2 3
     * }</pre>
     *
     * @throws NullPointerException if one is null
     */
    @SafeVarargs
    public static <T> Pipeline<T> of(T... xs) {
        List<T> elements = Checks.elements(xs, "xs");
        return Head.source(Label.of("of"), s -> new Sources.OfIterable(s.label(), elements));
    }

    /**
     * The elements of {@code xs}, whose iterator is made for each run, in the pipeline's goroutine. What the iterator
     * throws, and an element that is null, is a failure of this source.
     *
     * <pre>{@code
     * Pipeline.from(List.of(1, 2, 3))    // 1 2 3
     * }</pre>
     */
    public static <T> Pipeline<T> from(Iterable<? extends T> xs) {
        Objects.requireNonNull(xs, "xs");
        return Head.source(Label.of("from"), s -> new Sources.OfIterable(s.label(), xs));
    }

    /**
     * What is received from {@code channel}, until it is closed and drained. An element is received when it is wanted;
     * the others stay in the channel.
     *
     * <pre>{@code
     * Pipeline.from(jobs)    // 1 2 3
     * }</pre>
     */
    public static <T> Pipeline<T> from(ReceiveChannel<? extends T> channel) {
        Objects.requireNonNull(channel, "channel");
        return Head.source(Label.of("from", "(" + channel + ")"), s -> new Sources.OfChannel(s.label(), channel));
    }

    /**
     * The elements of {@code stream}, which is closed at the end. A stream can be read once: a second run fails and
     * says so. The stream's code runs in the pipeline's goroutine and must not block its thread.
     *
     * <pre>{@code
     * Pipeline.from(Stream.of("a", "b"))    // a b
     * }</pre>
     */
    public static <T> Pipeline<T> from(Stream<? extends T> stream) {
        Objects.requireNonNull(stream, "stream");
        AtomicBoolean used = new AtomicBoolean();
        return Head.source(Label.of("from"), s -> new Sources.OfStream(s.label(), stream, used));
    }

    /**
     * The numbers from {@code from} up to, but not including, {@code to}; none if that is not greater.
     *
     * <pre>{@code
     * Pipeline.range(1, 4)    // 1 2 3
     * }</pre>
     */
    public static Pipeline<Integer> range(int from, int to) {
        return Head.source(
                Label.of("range", "(" + from + ", " + to + ")"), s -> new Sources.Range(s.label(), from, to));
    }

    /**
     * {@code seed}, {@code next} of it, {@code next} of that, and so on, without end; each computed when it is wanted.
     *
     * <pre>{@code
     * Pipeline.iterate(1, x -> 2 * x).take(4)    // 1 2 4 8
     * }</pre>
     */
    public static <T> Pipeline<T> iterate(T seed, CheckedFunction1<? super T, ? extends T> next) {
        Objects.requireNonNull(seed, "seed");
        CheckedFunction1<Object, Object> f = Functions.of(next, "next");
        return Head.source(Label.of("iterate"), s -> new Sources.Iterate(s.label(), seed, f));
    }

    /**
     * From a state the next element and the next state, until {@code next} yields none.
     *
     * <pre>{@code
     * Pipeline<Integer> countdown = Pipeline.unfold(3, n -> n == 0 ? Option.none() : Option.some(Tuple.of(n, n - 1)));
     * }</pre>
     *
     * <pre>{@code
     * Pipeline.unfold(2, n -> n == 0 ? Option.none() : Option.some(Tuple.of("n" + n, n - 1)))    // n2 n1
     * }</pre>
     */
    public static <S, T> Pipeline<T> unfold(S seed, CheckedFunction1<? super S, Option<Tuple2<T, S>>> next) {
        CheckedFunction1<Object, Option<Tuple2<Object, Object>>> f = Functions.of(next, "next");
        return Head.source(Label.of("unfold"), s -> new Sources.Unfold(s.label(), seed, f));
    }

    /**
     * Runs {@code program} for each element that is wanted, without end. A failing run is the failure of one element:
     * see {@link Pipeline#attempt}.
     *
     * <pre>{@code
     * Pipeline.repeat(Go.pure("tick")).take(2)    // tick tick
     * }</pre>
     */
    public static <T> Pipeline<T> repeat(Go<? extends T> program) {
        Objects.requireNonNull(program, "program");
        return Head.source(Label.of("repeat"), s -> new Sources.Repeat(s.label(), program));
    }

    /**
     * The time, every {@code period}, for the first time one period after it was asked for the first element. Ticks
     * that nobody wants in time are left out, but for the last one, which is then late.
     *
     * <pre>{@code
     * Pipeline.tick(ms(10)).map(t -> "tick").take(2)    // 10:tick 20:tick
     * }</pre>
     *
     * @throws IllegalArgumentException {@code period must be positive: PT0S}
     */
    public static Pipeline<Instant> tick(Duration period) {
        Checks.positive(period, "period");
        return Head.source(Label.of("tick", "(" + period + ")"), s -> new Sources.Tick(s.label(), period));
    }

    /**
     * No elements.
     *
     * <pre>{@code
     * Pipeline.empty()
     * }</pre>
     */
    public static <T> Pipeline<T> empty() {
        return Head.source(Label.of("empty"), s -> new Sources.OfIterable(s.label(), List.of()));
    }

    /**
     * Fails with {@code cause} in place of the first element.
     *
     * <pre>{@code
     * Pipeline.failed(new IOException("no")).recover(e -> Pipeline.of(e.getMessage()))    // no
     * }</pre>
     */
    public static <T> Pipeline<T> failed(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        return Head.source(Label.of("failed"), s -> new Sources.Failing(s.label(), cause));
    }

    /**
     * The elements of each part, one part after the other. A part runs when its first element is wanted.
     *
     * <pre>{@code
     * Pipeline.concat(Pipeline.of(1, 2), Pipeline.of(3))    // 1 2 3
     * }</pre>
     */
    @SafeVarargs
    public static <T> Pipeline<T> concat(Pipeline<? extends T>... parts) {
        List<Pipeline<?>> all = Functions.list(null, parts);
        return Head.nested(Label.of("concat"), all, s -> new Nested.Concat(s.label(), all));
    }

    /**
     * The elements of the pipeline that {@code use} makes with a resource. The resource is acquired when the first
     * element is wanted, and released at the end, at a failure or when the pipeline is cancelled. A failing release
     * fails the pipeline, or is suppressed if that
     * has failed.
     *
     * <pre>{@code
     * Pipeline.using(blocking(() -> Files.newBufferedReader(path)),
     *         reader -> Pipeline.repeat(blocking(reader::readLine)).takeWhile(line -> !line.isEmpty()),
     *         reader -> blocking(() -> { reader.close(); return Unit.UNIT; }))
     * }</pre>
     *
     * <pre>{@code
     * Pipeline.using(Go.pure("r"), r -> Pipeline.of(r + 1, r + 2), r -> Go.unit())    // r1 r2
     * }</pre>
     */
    public static <R, T> Pipeline<T> using(
            Go<R> acquire,
            CheckedFunction1<? super R, Pipeline<T>> use,
            CheckedFunction1<? super R, ? extends Go<?>> release) {
        CheckedFunction1<Object, Go<?>> r = Functions.of(release, "release");
        return using("using", acquire, use, (resource, after) -> r.apply(resource));
    }

    /**
     * As {@link Pipeline#using}, for resources that are released in another way when something went wrong:
     * {@code release} is told how the elements ended. What goroutines below a boundary still do is not yet done then.
     *
     * <pre>{@code
     * Pipeline.usingCase(Go.pure("r"), r -> Pipeline.of(r), (r, how) -> Go.run(() -> endings.add(how)))    // r
     * }</pre>
     */
    public static <R, T> Pipeline<T> usingCase(
            Go<R> acquire,
            CheckedFunction1<? super R, Pipeline<T>> use,
            CheckedFunction2<? super R, ? super Ending, ? extends Go<?>> release) {
        CheckedFunction2<Object, Ending, Go<?>> r = Functions.of(release, "release");
        return using("usingCase", acquire, use, (resource, after) -> r.apply(resource, after.ending()));
    }

    /**
     * As {@link Pipeline#usingCase}, for a release that waits for those who work on the elements: what it is told goes
     * on telling what becomes of them.
     *
     * <ul>
     *   <li>{@code release} is called when the last element was pulled, and has left the stages of this goroutine, or
     *       when the pipeline has failed, or is cancelled. Goroutines below a boundary may have elements then. They
     *       learn of the end only when the release has ended, and so does a stage of this goroutine that keeps elements
     *       back, as {@code batch} does: a release that waits for those waits for ever.
     *   <li>{@link Aftermath#ending} says {@link Ending#COMPLETED} until the pipeline fails or is cancelled, and
     *       {@link Ending#ABANDONED} from then on; it says so at once if that is why {@code release} is called.
     *   <li>{@link Aftermath#isHandedOn} says whether there are goroutines below. It does not change.
     *   <li>Neither a failure nor a cancellation ends what the release waits for, or interrupts it. So a release that
     *       waits must ask from time to time, and end by itself.
     * </ul>
     *
     * <pre>{@code
     * Pipeline.usingAftermath(Go.pure("r"), r -> Pipeline.of(r),
     *         (r, after) -> Go.run(() -> endings.add(after.ending())))    // r
     * }</pre>
     */
    public static <R, T> Pipeline<T> usingAftermath(
            Go<R> acquire,
            CheckedFunction1<? super R, Pipeline<T>> use,
            CheckedFunction2<? super R, ? super Aftermath, ? extends Go<?>> release) {
        return using("usingAftermath", acquire, use, Functions.of(release, "release"));
    }

    private static <T> Pipeline<T> using(
            String operator,
            Go<?> acquire,
            CheckedFunction1<?, Pipeline<T>> use,
            CheckedFunction2<Object, Aftermath, Go<?>> release) {
        Objects.requireNonNull(acquire, "acquire");
        CheckedFunction1<Object, Pipeline<?>> u = Functions.of(use, "use");
        return Head.nested(Label.of(operator), List.of(), s -> new Nested.Using(s.label(), acquire, u, release));
    }

    /**
     * The elements of {@code part}, as those of an operator of one's own: {@link Pipeline#explain} shows {@code name}
     * and {@code arguments}, and below them {@code above}, in place of what the operator is made of. See
     * {@link Operators}, too.
     *
     * <pre>{@code
     * Pipeline.operator("twice", "(2)", Pipeline.of(1), Pipeline.of(1).map(x -> 2 * x))    // 2
     * }</pre>
     */
    public static <T> Pipeline<T> operator(String name, String arguments, Pipeline<?> above, Pipeline<T> part) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(above, "above");
        Objects.requireNonNull(part, "part");
        return Head.nested(Label.of(name, arguments), List.of(above), s -> new Nested.Operator(s.label(), part));
    }

    /** As {@link Pipeline#operator(String, String, Pipeline, Pipeline)}, for a source. */
    public static <T> Pipeline<T> operator(String name, String arguments, Pipeline<T> part) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(part, "part");
        return Head.nested(Label.of(name, arguments), List.of(), s -> new Nested.Operator(s.label(), part));
    }

    /**
     * The elements of {@code publisher}, to which it subscribes in each run. Up to 16 elements are requested and
     * not taken. A publisher that breaks the rules, by sending more than was requested say, is cancelled, and is a
     * failure of this source.
     *
     * <pre>{@code
     * Pipeline.from(publisher)    // 1 2 3
     * }</pre>
     */
    public static <T> Pipeline<T> from(Flow.Publisher<? extends T> publisher) {
        Flow.Publisher<Object> p = (Flow.Publisher<Object>) Objects.requireNonNull(publisher, "publisher");
        return Head.boundary(Label.of("from"), List.of(), s -> new Subscribing(s.label(), p));
    }

    /**
     * What a program sends, which {@code body} makes and which runs in a goroutine of its own, until it ends; each send
     * waits until the element is taken. When downstream wants no more, the next {@link Emitter#send} ends the program,
     * whose defers run.
     *
     * <pre>{@code
     * Pipeline<Integer> numbers = Pipeline.emit(out -> forRange(0, 3, i -> out.send(i)));
     * }</pre>
     *
     * <pre>{@code
     * Pipeline.emit(out -> out.send(1).then(out.send(2)))    // 1 2
     * }</pre>
     */
    public static <T> Pipeline<T> emit(CheckedFunction1<Emitter<T>, ? extends Go<?>> body) {
        CheckedFunction1<Emitter<Object>, Go<?>> b = Functions.of(body, "body");
        return Head.boundary(Label.of("emit"), List.of(), s -> new Emissions(s, b));
    }

    /**
     * The lines of a file in UTF-8: see {@link Pipeline#lines(Path, Charset, int)}; of 16 MiB at most.
     *
     * <pre>{@code
     * Pipeline.lines(file)    // first second
     * }</pre>
     */
    public static Pipeline<String> lines(Path file) {
        return lines(file, StandardCharsets.UTF_8);
    }

    /** As {@link Pipeline#lines(Path)}, in another charset. */
    public static Pipeline<String> lines(Path file, Charset charset) {
        return lines(file, charset, Lines.MAX_LINE);
    }

    /**
     * The lines of a file, without their ends: LF, CR LF or CR. The file is opened when the first line is wanted, read
     * by blocks in {@link Go#blocking}, and closed at the end whatever happens. A line that is not text in
     * {@code charset}, or has more than {@code maxBytes} bytes, is the failure of one element, with file and line
     * number: see {@link Pipeline#attempt}. Of a line that is too long nothing is kept.
     *
     * @throws IllegalArgumentException {@code maxBytes must be positive: 0}; or if in the charset line ends are not
     *     single bytes
     */
    public static Pipeline<String> lines(Path file, Charset charset, int maxBytes) {
        Objects.requireNonNull(file, "file");
        Charset c = Lines.checked(Objects.requireNonNull(charset, "charset"));
        Checks.positive(maxBytes, "maxBytes");
        return Head.source(
                Label.of("lines", "(" + file.getFileName() + ")"), s -> new Lines(s.label(), file, c, maxBytes));
    }

    /**
     * The regular files in {@code folder} and the folders in it, depth first, each folder's sorted by name; links are
     * not followed. A folder that cannot be read is the failure of one element: see {@link Pipeline#attempt}.
     *
     * <pre>{@code
     * Pipeline.files(folder).map(f -> f.getFileName())    // a.txt b.txt
     * }</pre>
     */
    public static Pipeline<Path> files(Path folder) {
        Objects.requireNonNull(folder, "folder");
        return Head.source(Label.of("files", "(" + folder + ")"), s -> new Files(s.label(), folder));
    }
}
