package io.gondola.pipeline;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedPredicate;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Stream;

/**
 * A stream of values through goroutines: a cold, immutable description, as a {@link Go} is. Nothing runs before the program of a
 * terminal operator does ({@link #forEach}, {@link #toList} and the like), and that may run many times.
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
 * <p><b>Goroutines.</b> Operators that take one element after the other are fused: one goroutine takes each element through all of
 * them. There are goroutines of their own only above a boundary: {@code parallel}, {@code parallelUnordered}, {@code parallelByKey},
 * {@code flatMapParallel}, {@code merge}, {@code mergeSorted}, {@code interleave}, {@code zip}, {@code zipLatest}, {@code broadcast},
 * {@code balance}, {@code partition}, {@code buffer}, {@code conflate}, {@code batch} and {@code batchWeighted} with a time, {@code
 * debounce}, {@code sample}, {@code emit}, {@code from(Publisher)}, {@code toChannel}, {@code toStream}, {@code toPublisher}. {@link
 * #explain} draws them.
 *
 * <p><b>Backpressure.</b> A source is asked for an element when there is room for one below. How many are on their way is what the
 * operators say, and no more.
 *
 * <p><b>Failure.</b> What a function throws or a program panics with ends the pipeline: all its goroutines give up what they wait for,
 * {@link Go#blocking} code is interrupted and waited for, cleanups run from the source on, and then the terminal program panics with a
 * {@link PipelineException}, which names the stage and the element. {@link #attempt}, {@link #recover} and {@link #retry} handle
 * failures. {@link Go#goexit} in a function is a failure, too: {@code called goexit}.
 *
 * <p><b>Cancellation.</b> {@link #within}, {@link Context#run} around the terminal program, {@link #take} and the like end what is
 * above them. A goroutine that waits hears of it at once, one that does not within 256 elements.
 *
 * <p>Elements are never null; a function that yields null fails. Functions must not be null, nor numbers of elements or goroutines
 * less than 1 or times negative, unless an operator says otherwise: that is refused when the pipeline is built, with a {@link
 * NullPointerException} or an {@link IllegalArgumentException} such as {@code n must be positive: 0}.
 *
 * @param <T> the type of the elements
 */
// Stages take elements as objects; what feeds them has the types of the signatures.
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
public abstract class Pipeline<T> {
    Pipeline() {}

    abstract Label label();

    abstract Pipeline<T> relabelled(String name);

    final String shortName() {
        return label().shortName();
    }

    final <U> Pipeline<U> then(Stage stage) {
        return new Fused<>(this, stage);
    }

    private static <X, Y> CheckedFunction1<X, Y> fn(CheckedFunction1<?, ?> f, String name) {
        return (CheckedFunction1<X, Y>) Objects.requireNonNull(f, name);
    }

    private static <X, Y, Z> CheckedFunction2<X, Y, Z> fn(CheckedFunction2<?, ?, ?> f, String name) {
        return (CheckedFunction2<X, Y, Z>) Objects.requireNonNull(f, name);
    }

    private static CheckedPredicate<Object> test(CheckedPredicate<?> p, String name) {
        return (CheckedPredicate<Object>) Objects.requireNonNull(p, name);
    }

    private static List<Pipeline<?>> list(Pipeline<?> first, Pipeline<?>[] others) {
        List<Pipeline<?>> all = new ArrayList<>();
        if (first != null) {
            all.add(first);
        }
        for (Pipeline<?> p : Objects.requireNonNull(others, "others")) {
            all.add(Objects.requireNonNull(p, "pipeline"));
        }
        return List.copyOf(all);
    }

    // sources

    /**
     * The given elements.
     *
     * @throws NullPointerException if one is null
     */
    @SafeVarargs
    public static <T> Pipeline<T> of(T... xs) {
        List<T> elements = Checks.elements(xs, "xs");
        return Head.source(Label.of("of"), s -> new Sources.OfIterable(s.label(), elements));
    }

    /**
     * The elements of {@code xs}, whose iterator is made anew for each run, in the pipeline's goroutine. What the iterator throws, and an
     * element that is null, is a failure of this source.
     */
    public static <T> Pipeline<T> from(Iterable<? extends T> xs) {
        Objects.requireNonNull(xs, "xs");
        return Head.source(Label.of("from"), s -> new Sources.OfIterable(s.label(), xs));
    }

    /**
     * What is received from {@code channel}, until it is closed and drained. An element is received when it is wanted; the others stay
     * in the channel.
     */
    public static <T> Pipeline<T> from(ReceiveChannel<? extends T> channel) {
        Objects.requireNonNull(channel, "channel");
        return Head.source(Label.of("from", "(" + channel + ")"), s -> new Sources.OfChannel(s.label(), channel));
    }

    /**
     * The elements of {@code stream}, which is closed at the end. A stream can be read once: a second run fails and says so. The
     * stream's code runs in the pipeline's goroutine and must not block its thread.
     */
    public static <T> Pipeline<T> from(Stream<? extends T> stream) {
        Objects.requireNonNull(stream, "stream");
        AtomicBoolean used = new AtomicBoolean();
        return Head.source(Label.of("from"), s -> new Sources.OfStream(s.label(), stream, used));
    }

    /** The numbers from {@code from} up to, but not including, {@code to}; none if that is not greater. */
    public static Pipeline<Integer> range(int from, int to) {
        return Head.source(
                Label.of("range", "(" + from + ", " + to + ")"), s -> new Sources.Range(s.label(), from, to));
    }

    /** {@code seed}, {@code next} of it, {@code next} of that, and so on, without end; each computed when it is wanted. */
    public static <T> Pipeline<T> iterate(T seed, CheckedFunction1<? super T, ? extends T> next) {
        Objects.requireNonNull(seed, "seed");
        CheckedFunction1<Object, Object> f = fn(next, "next");
        return Head.source(Label.of("iterate"), s -> new Sources.Iterate(s.label(), seed, f));
    }

    /**
     * From a state the next element and the next state, until {@code next} yields none.
     *
     * <pre>{@code
     * Pipeline<Integer> countdown = Pipeline.unfold(3, n -> n == 0 ? Option.none() : Option.some(Tuple.of(n, n - 1)));
     * }</pre>
     */
    public static <S, T> Pipeline<T> unfold(S seed, CheckedFunction1<? super S, Option<Tuple2<T, S>>> next) {
        CheckedFunction1<Object, Option<Tuple2<Object, Object>>> f = fn(next, "next");
        return Head.source(Label.of("unfold"), s -> new Sources.Unfold(s.label(), seed, f));
    }

    /** Runs {@code program} for each element that is wanted, without end. A failing run is the failure of one element: see {@link #attempt}. */
    public static <T> Pipeline<T> repeat(Go<? extends T> program) {
        Objects.requireNonNull(program, "program");
        return Head.source(Label.of("repeat"), s -> new Sources.Repeat(s.label(), program));
    }

    /**
     * The time, every {@code period}, for the first time one period after it was asked for the first element. Ticks that nobody wants in
     * time are left out, but for the last one, which is then late.
     *
     * @throws IllegalArgumentException {@code period must be positive: PT0S}
     */
    public static Pipeline<Instant> tick(Duration period) {
        Checks.positive(period, "period");
        return Head.source(Label.of("tick", "(" + period + ")"), s -> new Sources.Tick(s.label(), period));
    }

    /** No elements. */
    public static <T> Pipeline<T> empty() {
        return Head.source(Label.of("empty"), s -> new Sources.OfIterable(s.label(), List.of()));
    }

    /** Fails with {@code cause} in place of the first element. */
    public static <T> Pipeline<T> failed(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        return Head.source(Label.of("failed"), s -> new Sources.Failing(s.label(), cause));
    }

    /** The elements of each part, one part after the other. A part runs when its first element is wanted. */
    @SafeVarargs
    public static <T> Pipeline<T> concat(Pipeline<? extends T>... parts) {
        List<Pipeline<?>> all = list(null, parts);
        return Head.nested(Label.of("concat"), all, s -> new Nested.Concat(s.label(), all));
    }

    /**
     * The elements of the pipeline that {@code use} makes with a resource. The resource is acquired when the first element is wanted, and
     * released at the end, at a failure or when the pipeline is cancelled. A failing release fails the pipeline, or is suppressed if that
     * has failed.
     *
     * <pre>{@code
     * Pipeline.using(blocking(() -> Files.newBufferedReader(path)),
     *         reader -> Pipeline.repeat(blocking(reader::readLine)).takeWhile(line -> !line.isEmpty()),
     *         reader -> blocking(() -> { reader.close(); return Unit.UNIT; }))
     * }</pre>
     */
    public static <R, T> Pipeline<T> using(
            Go<R> acquire,
            CheckedFunction1<? super R, Pipeline<T>> use,
            CheckedFunction1<? super R, ? extends Go<?>> release) {
        Objects.requireNonNull(acquire, "acquire");
        CheckedFunction1<Object, Pipeline<?>> u = fn(use, "use");
        CheckedFunction1<Object, Go<?>> r = fn(release, "release");
        return Head.nested(Label.of("using"), List.of(), s -> new Nested.Using(s.label(), acquire, u, r));
    }

    /**
     * The elements of {@code publisher}, to which it subscribes anew in each run. Up to 16 elements are requested and not taken. A
     * publisher that breaks the rules, by sending more than was requested say, is cancelled, and is a failure of this source.
     */
    public static <T> Pipeline<T> from(Flow.Publisher<? extends T> publisher) {
        Flow.Publisher<Object> p = (Flow.Publisher<Object>) Objects.requireNonNull(publisher, "publisher");
        return Head.boundary(Label.of("from"), List.of(), s -> new Subscribing(s.label(), p));
    }

    /**
     * What a program sends, which {@code body} makes and which runs in a goroutine of its own, until it ends; each send waits until the
     * element is taken. When downstream wants no more, the next {@link Emitter#send} ends the program, whose defers run.
     *
     * <pre>{@code
     * Pipeline<Integer> numbers = Pipeline.emit(out -> forRange(0, 3, i -> out.send(i)));
     * }</pre>
     */
    public static <T> Pipeline<T> emit(CheckedFunction1<Emitter<T>, ? extends Go<?>> body) {
        CheckedFunction1<Emitter<Object>, Go<?>> b = fn(body, "body");
        return Head.boundary(Label.of("emit"), List.of(), s -> new Emissions(s, b));
    }

    /** The lines of a file in UTF-8: see {@link #lines(Path, Charset, int)}; of 16 MiB at most. */
    public static Pipeline<String> lines(Path file) {
        return lines(file, StandardCharsets.UTF_8);
    }

    /** As {@link #lines(Path)}, in another charset. */
    public static Pipeline<String> lines(Path file, Charset charset) {
        return lines(file, charset, Lines.MAX_LINE);
    }

    /**
     * The lines of a file, without their ends: LF, CR LF or CR. The file is opened when the first line is wanted, read by blocks in {@link
     * Go#blocking}, and closed at the end whatever happens. A line that is not text in {@code charset}, or has more than {@code maxBytes}
     * bytes, is the failure of one element, with file and line number: see {@link #attempt}. Of a line that is too long nothing is kept.
     *
     * @throws IllegalArgumentException {@code maxBytes must be positive: 0}; or if in the charset line ends are not single bytes
     */
    public static Pipeline<String> lines(Path file, Charset charset, int maxBytes) {
        Objects.requireNonNull(file, "file");
        Charset c = Lines.checked(Objects.requireNonNull(charset, "charset"));
        Checks.positive(maxBytes, "maxBytes");
        return Head.source(
                Label.of("lines", "(" + file.getFileName() + ")"), s -> new Lines(s.label(), file, c, maxBytes));
    }

    /**
     * The regular files in {@code folder} and the folders in it, depth first, each folder's sorted by name; links are not followed. A folder
     * that cannot be read is the failure of one element: see {@link #attempt}.
     */
    public static Pipeline<Path> files(Path folder) {
        Objects.requireNonNull(folder, "folder");
        return Head.source(Label.of("files", "(" + folder + ")"), s -> new Files(s.label(), folder));
    }

    // one to one, choose, one to many

    /** {@code f} of each element. */
    public <U> Pipeline<U> map(CheckedFunction1<? super T, ? extends U> f) {
        return then(new MapStage(Label.of("map"), fn(f, "f")));
    }

    /** What the program yields that {@code f} makes of an element; one after the other, in the segment's goroutine. */
    public <U> Pipeline<U> mapGo(CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        return then(new Programs.MapGo(Label.of("mapGo"), fn(f, "f")));
    }

    /** {@code f} of each element for which that is defined. */
    public <U> Pipeline<U> mapOption(CheckedFunction1<? super T, Option<U>> f) {
        return then(new Stages.MapOption(Label.of("mapOption"), fn(f, "f")));
    }

    /** Calls {@code f} with each element, which then goes on. */
    public Pipeline<T> peek(CheckedConsumer<? super T> f) {
        return then(new Programs.Peek(Label.of("peek"), (CheckedConsumer<Object>) Objects.requireNonNull(f, "f")));
    }

    /** Runs the program that {@code f} makes of an element, which goes on after it. */
    public Pipeline<T> peekGo(CheckedFunction1<? super T, ? extends Go<?>> f) {
        return then(new Programs.PeekGo(Label.of("peekGo"), fn(f, "f")));
    }

    /** The elements that {@code p} accepts. */
    public Pipeline<T> filter(CheckedPredicate<? super T> p) {
        return then(new FilterStage(Label.of("filter"), test(p, "p")));
    }

    /** After each element the state that {@code f} makes of the last one and the element; {@code zero} itself is not emitted. */
    public <S> Pipeline<S> scan(S zero, CheckedFunction2<? super S, ? super T, ? extends S> f) {
        return then(new Stages.Scan(Label.of("scan"), zero, fn(f, "f")));
    }

    /** Each element with its number, from 0. */
    public Pipeline<Tuple2<T, Long>> zipWithIndex() {
        return then(new Stages.ZipWithIndex(Label.of("zipWithIndex")));
    }

    /**
     * The first {@code n} elements. Once they have come, what is above is ended; nothing is asked for an element more.
     *
     * @param n 0 or more; with 0 nothing above runs at all
     */
    public Pipeline<T> take(long n) {
        Label label = Label.of("take", "(" + Checks.notNegative(n, "n") + ")");
        return n == 0
                ? Head.nested(label, List.of(this), s -> new Sources.OfIterable(s.label(), List.of()))
                : then(new Stages.TakeFirst(label, n));
    }

    /** All but the first {@code n} elements; 0 or more. */
    public Pipeline<T> drop(long n) {
        return then(new Stages.Drop(Label.of("drop", "(" + Checks.notNegative(n, "n") + ")"), n));
    }

    /** The elements up to the first that {@code p} does not accept; then what is above is ended. */
    public Pipeline<T> takeWhile(CheckedPredicate<? super T> p) {
        return then(new Stages.TakeWhile(Label.of("takeWhile"), test(p, "p")));
    }

    /** The elements from the first on that {@code p} does not accept. */
    public Pipeline<T> dropWhile(CheckedPredicate<? super T> p) {
        return then(new Stages.DropWhile(Label.of("dropWhile"), test(p, "p")));
    }

    /** Each element once, where it comes first. Keeps all of them in memory. */
    public Pipeline<T> distinct() {
        return then(new Stages.Distinct(Label.of("distinct"), null));
    }

    /** Of equal neighbours the first. */
    public Pipeline<T> changes() {
        return then(new Stages.Changes(Label.of("changes")));
    }

    /** {@code between} before each element but the first. */
    public Pipeline<T> intersperse(T between) {
        return then(new Stages.Intersperse(Label.of("intersperse"), Objects.requireNonNull(between, "between")));
    }

    /** The elements of the pipeline that {@code f} makes of an element; one after the other, in the segment's goroutine. */
    public <U> Pipeline<U> flatMap(CheckedFunction1<? super T, ? extends Pipeline<? extends U>> f) {
        return then(new Stages.FlatMap(Label.of("flatMap"), fn(f, "f")));
    }

    /** The elements of what {@code f} makes of an element. */
    public <U> Pipeline<U> flatMapIterable(CheckedFunction1<? super T, ? extends Iterable<? extends U>> f) {
        return then(new Stages.FlatMapIterable(Label.of("flatMapIterable"), fn(f, "f")));
    }

    /**
     * As {@link #flatMap}, with {@code n} goroutines, each of which runs one of the pipelines at a time. Their elements come as they
     * are ready; those of one pipeline in their order. On their way are the pipelines of {@code n} elements, and one element more.
     */
    public <U> Pipeline<U> flatMapParallel(int n, CheckedFunction1<? super T, ? extends Pipeline<? extends U>> f) {
        Label label = Label.of("flatMapParallel", "(" + Checks.positive(n, "n") + ")");
        Stage work = new Stages.FlatMap(label, fn(f, "f"));
        return Head.boundary(label, List.of(this), s -> new Parallels.Workers(s, this, n, work, false));
    }

    // goroutines

    /**
     * What the programs yield that {@code f} makes of the elements, {@code n} of them running at once, in the order of the elements. On
     * their way are {@code n} elements, counted from taking to emitting, and one more; a slow one delays those behind it, and never
     * raises that number. The goroutines are {@code n} at most, however many elements there are.
     *
     * <pre>{@code
     * Pipeline.from(ids).parallel(8, id -> blocking(() -> load(id)))
     * }</pre>
     */
    public <U> Pipeline<U> parallel(int n, CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        Label label = Label.of("parallel", "(" + Checks.positive(n, "n") + ")");
        Stage work = new Programs.MapGo(label, fn(f, "f"));
        return Head.boundary(label, List.of(this), s -> new Parallels.Workers(s, this, n, work, true));
    }

    /** As {@link #parallel}, in the order in which the programs end. */
    public <U> Pipeline<U> parallelUnordered(int n, CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        Label label = Label.of("parallelUnordered", "(" + Checks.positive(n, "n") + ")");
        Stage work = new Programs.MapGo(label, fn(f, "f"));
        return Head.boundary(label, List.of(this), s -> new Parallels.Workers(s, this, n, work, false));
    }

    /**
     * As {@link #parallelUnordered}, but of the elements with the same key one at a time, in their order. On their way are {@code n}
     * elements, and one more; one that waits for its key counts. Keys are compared by {@code equals}.
     */
    public <K, U> Pipeline<U> parallelByKey(
            int n,
            CheckedFunction1<? super T, ? extends K> key,
            CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        Label label = Label.of("parallelByKey", "(" + Checks.positive(n, "n") + ")");
        CheckedFunction1<Object, Object> k = fn(key, "key");
        CheckedFunction1<Object, Go<?>> work = fn(f, "f");
        return Head.boundary(label, List.of(this), s -> new ByKey(s, this, n, k, work));
    }

    /** Lets what is above run up to {@code n} elements ahead; with 0 the element is handed over by rendezvous. */
    public Pipeline<T> buffer(int n) {
        return buffer(n, Overflow.WAIT);
    }

    /** As {@link #buffer(int)}; {@code policy} says what becomes of an element that comes when the buffer is full. Drops are counted. */
    public Pipeline<T> buffer(int n, Overflow policy) {
        Objects.requireNonNull(policy, "policy");
        String arguments = "(" + Checks.notNegative(n, "n") + (policy == Overflow.WAIT ? ")" : ", " + policy + ")");
        Label label = Label.of("buffer", arguments);
        return Head.boundary(label, List.of(this), s -> new Buffers.Buffer(s, this, n) {
            @Override
            Stage feeding(io.gondola.dsl.channel.ChannelCore channel, Loop loop) {
                return policy == Overflow.WAIT
                        ? super.feeding(channel, loop)
                        : new Buffers.SendOrDrop(s.label(), channel, policy);
            }
        });
    }

    /**
     * Never slows down what is above: elements that come while downstream is busy are merged into one state, which comes next.
     *
     * <pre>{@code
     * prices.conflate(p -> p, (old, p) -> p)        // the latest one
     * }</pre>
     */
    public <S> Pipeline<S> conflate(
            CheckedFunction1<? super T, ? extends S> seed, CheckedFunction2<? super S, ? super T, ? extends S> merge) {
        CheckedFunction1<Object, Object> first = fn(seed, "seed");
        CheckedFunction2<Object, Object, Object> more = fn(merge, "merge");
        return Head.boundary(Label.of("conflate"), List.of(this), s -> new Buffers.Buffer(s, this, 1) {
            @Override
            Stage feeding(io.gondola.dsl.channel.ChannelCore channel, Loop loop) {
                return new Buffers.Conflating(s.label(), channel, first, more);
            }
        });
    }

    /** The elements of all, as they come; each input holds one element. */
    @SafeVarargs
    public final Pipeline<T> merge(Pipeline<? extends T>... others) {
        List<Pipeline<?>> all = list(this, others);
        return Head.boundary(Label.of("merge", "(" + all.size() + ")"), all, s -> new Merges.Merge(s, all));
    }

    /** Of inputs that are sorted by {@code order} the elements of all, sorted; of equal ones first that of the input named first. */
    @SafeVarargs
    public final Pipeline<T> mergeSorted(Comparator<? super T> order, Pipeline<? extends T>... others) {
        Comparator<Object> by = (Comparator<Object>) Objects.requireNonNull(order, "order");
        List<Pipeline<?>> all = list(this, others);
        return Head.boundary(Label.of("mergeSorted", "(" + all.size() + ")"), all, s -> new Merges.Sorted(s, all, by));
    }

    /** One element of each input in turn; of those that are left when others have ended. */
    @SafeVarargs
    public final Pipeline<T> interleave(Pipeline<? extends T>... others) {
        List<Pipeline<?>> all = list(this, others);
        return Head.boundary(Label.of("interleave", "(" + all.size() + ")"), all, s -> new Merges.Interleave(s, all));
    }

    /** {@code f} of the first elements of both, of the second ones, and so on, until one of them ends; the other one is ended then. */
    public <U, R> Pipeline<R> zip(Pipeline<? extends U> other, CheckedFunction2<? super T, ? super U, ? extends R> f) {
        List<Pipeline<?>> both = List.of(this, Objects.requireNonNull(other, "other"));
        CheckedFunction2<Object, Object, Object> with = fn(f, "f");
        return Head.boundary(Label.of("zip"), both, s -> new Merges.Zip(s, both, with));
    }

    /** Once both have an element: {@code f} of the latest of each, whenever one has a new element. Ends when both have ended. */
    public <U, R> Pipeline<R> zipLatest(
            Pipeline<? extends U> other, CheckedFunction2<? super T, ? super U, ? extends R> f) {
        List<Pipeline<?>> both = List.of(this, Objects.requireNonNull(other, "other"));
        CheckedFunction2<Object, Object, Object> with = fn(f, "f");
        return Head.boundary(Label.of("zipLatest"), both, s -> new Merges.ZipLatest(s, both, with));
    }

    /** These elements, or those of {@code other} if there are none. */
    public Pipeline<T> orElse(Pipeline<? extends T> other) {
        Objects.requireNonNull(other, "other");
        return Head.nested(Label.of("orElse"), List.of(this, other), s -> new Nested.OrElse(s.label(), this, other));
    }

    /**
     * {@code n} pipelines that get each element, and share one run: what is above starts when all of them run, and the slowest sets the
     * pace. One that is done no longer holds up the others. When all have ended all may run again; one that runs twice before fails.
     */
    public Seq<Pipeline<T>> broadcast(int n) {
        return branches(n, new Hub(Label.of("broadcast"), this, Checks.positive(n, "n"), Hub.Kind.ALL, null));
    }

    /** As {@link #broadcast}, but each element goes to one of them, whichever asks for it first. */
    public Seq<Pipeline<T>> balance(int n) {
        return branches(n, new Hub(Label.of("balance"), this, Checks.positive(n, "n"), Hub.Kind.ANY, null));
    }

    /** As {@link #broadcast}, but those elements that {@code p} accepts go to the first, the others to the second. */
    public Tuple2<Pipeline<T>, Pipeline<T>> partition(CheckedPredicate<? super T> p) {
        Hub hub = new Hub(Label.of("partition"), this, 2, Hub.Kind.CHOSEN, test(p, "p"));
        return io.vavr.Tuple.of(hub.branch(0), hub.branch(1));
    }

    private static <T> Seq<Pipeline<T>> branches(int n, Hub hub) {
        return io.vavr.collection.Vector.tabulate(n, hub::branch);
    }

    // time and groups

    /** Groups of {@code n} elements; the last one may be smaller. */
    public Pipeline<Seq<T>> batch(int n) {
        return then(new Groups.Batch(Label.of("batch", "(" + Checks.positive(n, "n") + ")"), n));
    }

    /** The last {@code n} elements, after each one from the {@code n}-th on. */
    public Pipeline<Seq<T>> window(int n) {
        return window(n, 1);
    }

    /** Groups of {@code n} elements, each beginning {@code step} elements after the one before; full ones only. */
    public Pipeline<Seq<T>> window(int n, int step) {
        String arguments = "(" + Checks.positive(n, "n") + ", " + Checks.positive(step, "step") + ")";
        return then(new Groups.Window(Label.of("window", arguments), n, step));
    }

    /** Groups, each beginning with an element that {@code startsNew} accepts, but perhaps for the first one. None is empty. */
    public Pipeline<Seq<T>> splitWhen(CheckedPredicate<? super T> startsNew) {
        return then(new Groups.SplitWhen(Label.of("splitWhen"), test(startsNew, "startsNew")));
    }

    /**
     * Lets through {@code n} elements in each time {@code per}; others wait. A token bucket: it holds {@code n} tokens, is full at first,
     * and fills continuously, so {@code n} elements may pass at once.
     */
    public Pipeline<T> throttle(int n, Duration per) {
        Checks.positive(n, "n");
        Checks.notNegative(per, "per");
        return then(new Programs.Throttle(Label.of("throttle", "(" + n + ", " + per + ")"), n, per));
    }

    /** Holds each element for {@code d}, one after the other. */
    public Pipeline<T> delay(Duration d) {
        Checks.notNegative(d, "d");
        return then(new Programs.Delay(Label.of("delay", "(" + d + ")"), d));
    }

    /**
     * Groups of {@code n} elements, or of as many as have come within {@code within} after the first one of the group. While downstream is
     * busy one group is gathered, and no more.
     */
    public Pipeline<Seq<T>> batch(int n, Duration within) {
        Checks.positive(n, "n");
        Checks.notNegative(within, "within");
        Label label = Label.of("batch", "(" + n + ", " + within + ")");
        return Head.boundary(label, List.of(this), s -> new Timed.Batch(s, this, n, null, within));
    }

    /**
     * As {@link #batch(int, Duration)}, up to a weight: a group is no heavier, unless it is of a single element.
     *
     * @param weigh the weight of an element, 0 or more
     */
    public Pipeline<Seq<T>> batchWeighted(long weight, CheckedFunction1<? super T, Long> weigh, Duration within) {
        Checks.positive(weight, "weight");
        CheckedFunction1<Object, Long> of = fn(weigh, "weigh");
        Checks.notNegative(within, "within");
        Label label = Label.of("batchWeighted", "(" + weight + ", " + within + ")");
        return Head.boundary(label, List.of(this), s -> new Timed.Batch(s, this, weight, of, within));
    }

    /** The elements after which none comes for {@code quiet}, and the last one. */
    public Pipeline<T> debounce(Duration quiet) {
        Checks.notNegative(quiet, "quiet");
        return Head.boundary(
                Label.of("debounce", "(" + quiet + ")"), List.of(this), s -> new Timed.Debounce(s, this, quiet));
    }

    /** At the end of each {@code period} the latest element that came in it, if any; at the end what is left. */
    public Pipeline<T> sample(Duration period) {
        Checks.positive(period, "period");
        return Head.boundary(
                Label.of("sample", "(" + period + ")"), List.of(this), s -> new Timed.Sample(s, this, period));
    }

    /**
     * Fails with a {@link java.util.concurrent.TimeoutException} if what is above takes longer than {@code perElement} for an element, the
     * first one included. The time that downstream takes does not count.
     */
    public Pipeline<T> timeout(Duration perElement) {
        Checks.notNegative(perElement, "perElement");
        return Head.nested(
                Label.of("timeout", "(" + perElement + ")"),
                List.of(this),
                s -> new Limits.Timeout(s.label(), this, perElement));
    }

    // failure and end

    /**
     * Makes a value of the failure of one element in the stages above, back to the boundary before, whose function counts, or to the
     * {@code attempt} before; the others go on. The value holds the {@linkplain PipelineException#getCause() cause}. A failure of a source
     * is none of an element, but for those of {@link #repeat}, {@link #files} and {@link #lines}.
     *
     * <pre>{@code
     * Pipeline.lines(csv).map(line -> parse(line)).attempt()     // Pipeline<Try<Row>>
     * }</pre>
     */
    public Pipeline<Try<T>> attempt() {
        return then(new Stages.AttemptStage(Label.of("attempt")));
    }

    /**
     * After a failure above, the elements of the pipeline that {@code f} makes of its cause. What came before the failure comes first. A
     * function that throws fails the pipeline; so it may hand on a failure that it does not know.
     */
    public Pipeline<T> recover(CheckedFunction1<? super Throwable, ? extends Pipeline<? extends T>> f) {
        CheckedFunction1<Throwable, Pipeline<?>> handler = fn(f, "f");
        return Head.nested(Label.of("recover"), List.of(this), s -> new Nested.Recover(s.label(), this, handler));
    }

    /** After a failure above, runs what is above again, as {@code policy} says. What was emitted before is emitted again. */
    public Pipeline<T> retry(Retry policy) {
        Objects.requireNonNull(policy, "policy");
        return Head.nested(
                Label.of("retry", "(" + policy + ")"),
                List.of(this),
                s -> new Nested.Retrying(s.label(), this, policy));
    }

    /**
     * Runs {@code cleanup} once when what is above has ended, failed or was cancelled; cleanups nearer to the source run first. If it
     * fails the pipeline fails, unless that has failed already: then the failure is suppressed.
     */
    public Pipeline<T> onEnd(Go<?> cleanup) {
        Objects.requireNonNull(cleanup, "cleanup");
        return Head.nested(Label.of("onEnd"), List.of(this), s -> new Nested.OnEnd(s.label(), this, cleanup));
    }

    /**
     * Counts under {@code name} the elements that come from above, how many a second, and how long the pipeline waits there for the next
     * element and until one is wanted: see {@link io.gondola.dsl.Stats#meters}. Of several with one name the sum.
     *
     * @throws NullPointerException if {@code name} is null
     */
    public Pipeline<T> meter(String name) {
        Objects.requireNonNull(name, "label");
        Label label = Label.of("meter", "(" + name + ")");
        return Head.nested(label, List.of(this), s -> new Limits.Metered(s.label(), this, name));
    }

    /** Names the operator above, for failures, reports and {@link #explain}. */
    public Pipeline<T> named(String label) {
        return relabelled(Objects.requireNonNull(label, "label"));
    }

    /** Ends what is above when {@code ctx} ends, and fails with its error as the cause. */
    public Pipeline<T> within(Context ctx) {
        Objects.requireNonNull(ctx, "ctx");
        return Head.nested(Label.of("within"), List.of(this), s -> new Limits.Within(s.label(), this, ctx));
    }

    // run

    /** Runs the program that {@code f} makes of an element, one after the other. */
    public Go<Unit> forEach(CheckedFunction1<? super T, ? extends Go<?>> f) {
        return new Terminal<>(this, new Sinks.ForEach(Label.of("forEach"), fn(f, "f")));
    }

    /** Runs the pipeline for what it does. */
    public Go<Unit> drain() {
        return new Terminal<>(this, new Sinks.Drain(Label.of("drain")));
    }

    /** {@code f} of {@code zero} and the first element, of that and the second, and so on. */
    public <Z> Go<Z> fold(Z zero, CheckedFunction2<? super Z, ? super T, ? extends Z> f) {
        return (Go) new Terminal<>(this, new Sinks.Fold(Label.of("fold"), zero, fn(f, "f")));
    }

    /** What {@code collector} makes of the elements; its combiner is not used. */
    public <A, R> Go<R> collect(Collector<? super T, A, R> collector) {
        Collector<Object, Object, Object> c =
                (Collector<Object, Object, Object>) (Collector) Objects.requireNonNull(collector, "collector");
        return (Go) new Terminal<>(this, new Sinks.Collect(Label.of("collect"), c));
    }

    /** All elements. */
    public Go<Seq<T>> toList() {
        return (Go) new Terminal<>(this, new Sinks.ToList(Label.of("toList")));
    }

    /** How many elements there are. */
    public Go<Long> count() {
        return new Terminal<>(this, new Sinks.Count(Label.of("count")));
    }

    /** The first element, after which the pipeline is ended; none if there are none. */
    public Go<Option<T>> first() {
        return (Go) new Terminal<>(this, new Sinks.One(Label.of("first"), true));
    }

    /** The last element; none if there are none. */
    public Go<Option<T>> last() {
        return (Go) new Terminal<>(this, new Sinks.One(Label.of("last"), false));
    }

    /** Sends all elements into {@code channel}, which it does not close. */
    public Go<Unit> sendTo(SendChannel<? super T> channel) {
        SendChannel<Object> to = (SendChannel<Object>) Objects.requireNonNull(channel, "channel");
        return new Terminal<>(this, new Sinks.SendTo(Label.of("sendTo", "(" + to + ")"), to));
    }

    /** What {@code part} makes of this pipeline: for operators of one's own, {@code p.through(My::operator)}. */
    public <U> U through(Function<? super Pipeline<T>, U> part) {
        return Objects.requireNonNull(part, "part").apply(this);
    }

    /**
     * Writes the elements' {@code toString} as lines in UTF-8, each with a line feed: to a temporary file beside {@code file}, which is
     * synced and takes the place of that file at the end. If the pipeline fails that file is as before, and nothing else is left.
     */
    public Go<Unit> writeLines(Path file) {
        Objects.requireNonNull(file, "file");
        return LineFile.write(this, Label.of("writeLines", "(" + file.getFileName() + ")"), file, false);
    }

    /** As {@link #writeLines}, at the end of {@code file}, which is made if it does not exist. What was written before a failure stays. */
    public Go<Unit> appendLines(Path file) {
        Objects.requireNonNull(file, "file");
        return LineFile.write(this, Label.of("appendLines", "(" + file.getFileName() + ")"), file, true);
    }

    /**
     * Starts the pipeline, and yields a channel from which its elements are received, which is closed at the end. Nobody waits for the
     * pipeline, so a failure is a panic of its goroutine. If nobody receives any more, its goroutines wait for ever.
     */
    public Go<ReceiveChannel<T>> toChannel() {
        return (Go) Channels.run(this, Label.of("toChannel"));
    }

    /**
     * A publisher that runs the pipeline for each subscriber, in {@code runtime}. Elements are asked for as they are requested; all signals
     * but {@code onSubscribe} come from {@link Go#blocking} code. A failure is an {@code onError} with the {@link PipelineException}.
     */
    public Flow.Publisher<T> toPublisher(GoRuntime runtime) {
        Objects.requireNonNull(runtime, "runtime");
        return (Flow.Publisher<T>) Publishing.of(this, Label.of("toPublisher"), runtime);
    }

    /**
     * A stream for a thread outside of all goroutines: the pipeline runs in {@code runtime} from when the stream asks for the first
     * element. A failure is thrown as a {@link PipelineException}. Closing the stream ends the pipeline, and waits for it; a stream that
     * is not closed and not read to its end leaves the pipeline waiting until the runtime is closed.
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
