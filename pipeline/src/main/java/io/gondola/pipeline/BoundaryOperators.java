package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedPredicate;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The operators with goroutines above, but for those of time: methods of {@link Pipeline}. */
// Stages take elements as objects; what feeds them has the types of the signatures.
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
abstract class BoundaryOperators<T> extends StageOperators<T> {
    private static final int MAX_BRANCHES = 1 << 16;
    private static final int MAX_RING = 1 << 24;

    /**
     * What the programs yield that {@code f} makes of the elements, {@code n} of them running at once, in the order of
     * the elements. On their way are {@code n} elements, counted from taking to emitting, and one more; a slow one
     * delays those behind it, and never raises that number. The goroutines are {@code n} at most, however many elements
     * there are. What {@code f} throws or its program panics with fails the stage, with the element.
     *
     * <pre>{@code
     * Pipeline.from(ids).parallel(8, id -> blocking(() -> load(id)))
     * }</pre>
     *
     * <pre>{@code
     * Pipeline.of(30, 10, 20).parallel(2, x -> Go.sleep(ms(x)).as(x))    // 30:30 30:10 50:20
     * }</pre>
     */
    public <U> Pipeline<U> parallel(int n, CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        Label label = Label.of("parallel", "(" + Checks.positive(n, "n") + ")");
        Stage work = new Programs.MapGo(label, Functions.of(f, "f"));
        return Head.boundary(label, List.of(self()), s -> Workers.ordered(s, self(), n, work));
    }

    /**
     * As {@link Pipeline#parallel}, in the order in which the programs end.
     *
     * <pre>{@code
     * Pipeline.of(30, 10, 15).parallelUnordered(2, x -> Go.sleep(ms(x)).as(x))    // 10:10 25:15 30:30
     * }</pre>
     */
    public <U> Pipeline<U> parallelUnordered(int n, CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        Label label = Label.of("parallelUnordered", "(" + Checks.positive(n, "n") + ")");
        Stage work = new Programs.MapGo(label, Functions.of(f, "f"));
        return Head.boundary(label, List.of(self()), s -> Workers.unordered(s, self(), n, work));
    }

    /**
     * As {@link Pipeline#parallelUnordered}, but of the elements with the same key one at a time, in their order. On
     * their way are {@code n} elements, and one more; one that waits for its key counts. Keys are compared by
     * {@code equals}.
     *
     * <pre>{@code
     * Pipeline.of(11, 12, 25).parallelByKey(3, x -> x / 10, x -> Go.sleep(ms(x)).as(x))    // 11:11 23:12 25:25
     * }</pre>
     */
    public <K, U> Pipeline<U> parallelByKey(
            int n,
            CheckedFunction1<? super T, ? extends K> key,
            CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        Label label = Label.of("parallelByKey", "(" + Checks.positive(n, "n") + ")");
        CheckedFunction1<Object, Object> k = Functions.of(key, "key");
        Stage work = new Programs.MapGo(label, Functions.of(f, "f"));
        return Head.boundary(label, List.of(self()), s -> Workers.byKey(s, self(), n, work, k));
    }

    /**
     * Lets what is above run up to {@code n} elements ahead, and makes one more that waits for room. With 0 each
     * element is handed over by rendezvous.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).buffer(2)    // 1 2 3
     * }</pre>
     */
    public Pipeline<T> buffer(int n) {
        return buffer(n, Overflow.WAIT);
    }

    /**
     * As {@link Pipeline#buffer(int)}; {@code policy} says what becomes of an element that comes when the buffer is
     * full. Drops are counted under the stage's name in {@link io.gondola.dsl.Stats#meters}; {@code FAIL} fails with
     * {@code the buffer is full: capacity=1}. With a policy other than {@code WAIT}, {@code n} is at most 16777216.
     *
     * <pre>{@code
     * after(0, 1, 1, 1).buffer(1, Overflow.DROP_OLDEST).delay(ms(10))    // 10:0 20:3
     * }</pre>
     */
    public Pipeline<T> buffer(int n, Overflow policy) {
        Objects.requireNonNull(policy, "policy");
        String arguments = "(" + Checks.notNegative(n, "n") + (policy == Overflow.WAIT ? ")" : ", " + policy + ")");
        Label label = Label.of("buffer", arguments);
        Checks.atMost(policy == Overflow.WAIT ? n : MAX_RING, n, "n");
        if (policy == Overflow.WAIT && n > 0) {
            return Head.boundary(label, List.of(self()), s -> new Buffers.OnBelt(s, self(), n));
        }
        return Head.boundary(label, List.of(self()), s -> new Buffers.Buffer(s, self(), n) {
            @Override
            Stage feeding(io.gondola.dsl.channel.ChannelCore channel, Loop loop) {
                return policy == Overflow.WAIT
                        ? super.feeding(channel, loop)
                        : new Buffers.SendOrDrop(s.label(), channel, policy);
            }
        });
    }

    /**
     * Never slows down what is above: elements that come while downstream is busy are merged into one state, which
     * comes next. One state is held. A function that throws or yields null fails the stage.
     *
     * <pre>{@code
     * prices.conflate(p -> p, (old, p) -> p)        // the latest one
     * }</pre>
     *
     * <pre>{@code
     * after(0, 1, 1, 1).conflate(x -> "" + x, (s, x) -> s + x).delay(ms(10))    // 10:0 20:123
     * }</pre>
     */
    public <S> Pipeline<S> conflate(
            CheckedFunction1<? super T, ? extends S> seed, CheckedFunction2<? super S, ? super T, ? extends S> merge) {
        CheckedFunction1<Object, Object> first = Functions.of(seed, "seed");
        CheckedFunction2<Object, Object, Object> more = Functions.of(merge, "merge");
        return Head.boundary(Label.of("conflate"), List.of(self()), s -> new Buffers.Buffer(s, self(), 1) {
            @Override
            Stage feeding(io.gondola.dsl.channel.ChannelCore channel, Loop loop) {
                return new Buffers.Conflating(s.label(), channel, first, more);
            }
        });
    }

    /**
     * The elements of all, as they come, those of each input in their order. Each input runs in a goroutine of its own,
     * and holds one element until that is taken. It ends when all have ended; the first failure of one ends all. An
     * input that is a merge itself, and has no name, is taken as its inputs.
     *
     * <pre>{@code
     * after(10, 20).map(x -> "a" + x).merge(after(20, 20).map(x -> "b" + x))    // 10:a0 20:b0 30:a1 40:b1
     * }</pre>
     */
    @SafeVarargs
    public final Pipeline<T> merge(Pipeline<? extends T>... others) {
        List<Pipeline<?>> all = Merges.inputs(Functions.list(self(), others));
        return Head.boundary(Label.of(Merges.MERGE, "(" + all.size() + ")"), all, s -> new Merges.Merge(s, all));
    }

    /**
     * Of inputs that are sorted by {@code order} the elements of all, sorted; of equal ones first that of the input
     * named first. Waits until each input has an element or has ended. Each input holds two elements: the one that is
     * compared, and the next. What {@code order} throws fails the stage, and so does the first failure of an input.
     *
     * <pre>{@code
     * Pipeline.of(1, 4, 5).mergeSorted(Integer::compare, Pipeline.of(2, 3, 6))    // 1 2 3 4 5 6
     * }</pre>
     */
    @SafeVarargs
    public final Pipeline<T> mergeSorted(Comparator<? super T> order, Pipeline<? extends T>... others) {
        Comparator<Object> by = (Comparator<Object>) Objects.requireNonNull(order, "order");
        List<Pipeline<?>> all = Functions.list(self(), others);
        return Head.boundary(Label.of("mergeSorted", "(" + all.size() + ")"), all, s -> new Merges.Sorted(s, all, by));
    }

    /**
     * One element of each input in turn; of those that are left when others have ended. Waits for the input whose turn
     * it is, while each of the others holds one element. The first failure of one ends all.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).interleave(Pipeline.of(-1))    // 1 -1 2 3
     * }</pre>
     */
    @SafeVarargs
    public final Pipeline<T> interleave(Pipeline<? extends T>... others) {
        List<Pipeline<?>> all = Functions.list(self(), others);
        return Head.boundary(Label.of("interleave", "(" + all.size() + ")"), all, s -> new Merges.Interleave(s, all));
    }

    /**
     * {@code f} of the first elements of both, of the second ones, and so on, until one of them ends; the other one is
     * ended then. Waits for the first input, then for the other one; each holds one element, beside the one that waits
     * for its partner. A function that throws or yields null fails the stage.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).zip(Pipeline.of("a", "b"), (x, s) -> x + s)    // 1a 2b
     * }</pre>
     */
    public <U, R> Pipeline<R> zip(Pipeline<? extends U> other, CheckedFunction2<? super T, ? super U, ? extends R> f) {
        List<Pipeline<?>> both = List.of(self(), Objects.requireNonNull(other, "other"));
        CheckedFunction2<Object, Object, Object> with = Functions.of(f, "f");
        return Head.boundary(Label.of("zip"), both, s -> new Merges.Zip(s, both, with));
    }

    /**
     * Once both have an element: {@code f} of the latest of each, whenever one has a new element. Each input holds one
     * element until that is taken. Ends when both have ended. A function that throws or yields null fails the stage.
     *
     * <pre>{@code
     * after(10, 20).zipLatest(after(20, 20).map(x -> "b" + x), (x, s) -> x + s)    // 20:0b0 30:1b0 40:1b1
     * }</pre>
     */
    public <U, R> Pipeline<R> zipLatest(
            Pipeline<? extends U> other, CheckedFunction2<? super T, ? super U, ? extends R> f) {
        List<Pipeline<?>> both = List.of(self(), Objects.requireNonNull(other, "other"));
        CheckedFunction2<Object, Object, Object> with = Functions.of(f, "f");
        return Head.boundary(Label.of("zipLatest"), both, s -> new Merges.ZipLatest(s, both, with));
    }

    /**
     * These elements, or those of {@code other} if there are none. Only a pipeline that has ended without an element is
     * replaced, not one that fails.
     *
     * <pre>{@code
     * Pipeline.of(1).filter(x -> x > 1).orElse(Pipeline.of(0))    // 0
     * }</pre>
     */
    public Pipeline<T> orElse(Pipeline<? extends T> other) {
        Objects.requireNonNull(other, "other");
        return Head.nested(
                Label.of("orElse"), List.of(self(), other), s -> new Nested.OrElse(s.label(), self(), other));
    }

    /**
     * {@code n} pipelines that get each element, and share one run: what is above starts when all of them run, and the
     * slowest sets the pace, for one element is held until all have taken it. One that is done, has failed or was
     * cancelled no longer holds up the others. While one is missing the others wait, and say in reports
     * {@code broadcast: waits for branch 2 of 3}. When all have ended all may run again; one that runs twice before
     * fails. A failure above fails all.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).broadcast(2).reduce((a, b) -> a.zip(b, Integer::sum))    // 2 4
     * }</pre>
     */
    public Seq<Pipeline<T>> broadcast(int n) {
        Checks.atMost(MAX_BRANCHES, Checks.positive(n, "n"), "n");
        return branches(n, new Hub(Label.of("broadcast"), self(), n, Hub.Recipient.ALL, x -> true));
    }

    /**
     * As {@link Pipeline#broadcast}, but each element goes to one of them, whichever asks for it first.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).balance(2).reduce((a, b) -> a.merge(b)).count()    // 3
     * }</pre>
     */
    public Seq<Pipeline<T>> balance(int n) {
        Checks.atMost(MAX_BRANCHES, Checks.positive(n, "n"), "n");
        return branches(n, new Hub(Label.of("balance"), self(), n, Hub.Recipient.ANY, x -> true));
    }

    /**
     * As {@link Pipeline#broadcast}, but those elements that {@code p} accepts go to the first, the others to the
     * second.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).partition(x -> x > 1).apply((great, small) -> great.zip(small, (g, s) -> g + ">" + s))
     * // 2>1
     * }</pre>
     */
    public Tuple2<Pipeline<T>, Pipeline<T>> partition(CheckedPredicate<? super T> p) {
        Hub hub = new Hub(Label.of("partition"), self(), 2, Hub.Recipient.CHOSEN, Functions.test(p, "p"));
        return io.vavr.Tuple.of(hub.branch(0), hub.branch(1));
    }

    private static <T> Seq<Pipeline<T>> branches(int n, Hub hub) {
        return io.vavr.collection.Vector.tabulate(n, hub::branch);
    }
}
