package io.gondola.dsl;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returns;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedFunction3;
import io.vavr.CheckedFunction4;
import io.vavr.CheckedFunction5;
import io.vavr.CheckedFunction6;
import io.vavr.CheckedFunction7;
import io.vavr.CheckedFunction8;
import io.vavr.CheckedRunnable;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A program that, when it runs in a goroutine, does something and yields an {@code A}.
 *
 * <p>It is a description: an immutable value that does nothing until it runs, and may run many times, in many
 * goroutines at once. Functions given to it may throw; what they throw is a panic. A function that returns null in
 * place of a program makes the goroutine panic with a {@link NullPointerException} that names the combinator. Programs
 * nest to any depth without using Java stack.
 *
 * <pre>{@code
 * Channel<Integer> ch = Channel.unbuffered();
 * Go.main(go(forRange(0, 10, i -> ch.send(i)).then(ch.close())).then(ch.range(v -> println(v))));
 * }</pre>
 *
 * <p>Differences from Go: a goroutine gives way only between steps, so Java code inside one step is not preempted; code
 * that blocks its thread belongs in {@link #blocking}.
 *
 * @param <A> the type of the value; it may be null
 */
@CheckReturnValue
@SuppressWarnings("exports") // Instruction is for the sister modules
public abstract class Go<A> extends Instruction {
    @SuppressWarnings("this-escape") // kept as a key only
    protected Go() {
        if (Built.isWatching()) {
            Built.note(this);
        }
    }

    /** Here again, so that what combines programs in this package may execute them. */
    @Override
    protected abstract @Nullable Object exec(Fiber f) throws Throwable;

    // values and code

    /** Yields {@code a}, which may be null. */
    public static <A> Go<A> pure(A a) {
        return new Pure<>(a);
    }

    /** Does nothing. */
    public static Go<Unit> unit() {
        return Pure.UNIT;
    }

    /** Parks for ever: Go's {@code select {}}. */
    public static <A> Go<A> never() {
        return new Never<>("select (no cases)");
    }

    /** Runs Java code that does not block its thread, and yields what it returns. */
    public static <A> Go<A> call(CheckedFunction0<? extends A> f) {
        return new Call<>(Objects.requireNonNull(f, "f"));
    }

    /** Runs Java code that does not block its thread. */
    public static Go<Unit> run(CheckedRunnable f) {
        return new Run(Objects.requireNonNull(f, "f"));
    }

    /**
     * Runs Java code that may block its thread, as a system call does in Go: meanwhile other goroutines run on other
     * threads.
     *
     * <p>The code is interrupted if the runtime is closed.
     *
     * @go runtime/proc.go, {@code entersyscall}
     */
    public static <A> Go<A> blocking(CheckedFunction0<? extends A> f) {
        return new Blocking<>(Objects.requireNonNull(f, "f"));
    }

    /** Builds the program when it is reached, each time: for recursion, and for programs with channels of their own. */
    public static <A> Go<A> suspend(CheckedFunction0<? extends Go<? extends A>> f) {
        return new Suspend<>(Objects.requireNonNull(f, "f"));
    }

    /**
     * Runs {@code register}, which arranges that other code completes the {@link Callback}, and parks until then. A
     * goroutine that waits here holds off the deadlock report.
     */
    public static <A> Go<A> async(CheckedConsumer<? super Callback<A>> register) {
        return new Async<>(Objects.requireNonNull(register, "register"));
    }

    /** Parks until {@code stage} is complete, and yields its value or panics with its exception. */
    public static <A> Go<A> fromFuture(CompletionStage<? extends A> stage) {
        Objects.requireNonNull(stage, "stage");
        return new Async<>(new FutureWait<>(stage));
    }

    // goroutines

    /**
     * Starts a goroutine that runs {@code body}; its value is dropped. A panic that it does not recover ends the
     * program.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go runtime/proc.go, {@code newproc}
     */
    public static Go<Unit> go(Go<?> body) {
        return new Spawn(null, Checks.built(body, "body"));
    }

    /** As {@link #go(Go)}, with a name for dumps and reports. */
    public static Go<Unit> go(String name, Go<?> body) {
        return new Spawn(Objects.requireNonNull(name, "name"), Checks.built(body, "body"));
    }

    /** Lets the other goroutines that can run do so first. */
    public static Go<Unit> gosched() {
        return Built.here(Gosched.INSTANCE);
    }

    /**
     * Runs {@code body} on one thread from its beginning to its end, on which nothing else runs meanwhile: for APIs
     * that are bound to a thread, such as an OpenGL context, a native library with thread-local state, or a lock with
     * an owner. What {@code body} starts with {@link #go} runs elsewhere.
     *
     * <pre>{@code
     * Go.locked(Go.blocking(() -> {
     *             lock.lock(); // on the goroutine's thread, as it is locked to that
     *             return lock;
     *         })
     *         .then(requests.receive())
     *         .peek(r -> serve(r)) // on the thread that holds the lock
     *         .defer(Go.run(lock::unlock)))
     * }</pre>
     *
     * <p>A Java lock may keep its caller waiting, so it is taken in {@link #blocking}; in {@link #run} it would hold a
     * processor meanwhile. Where no other code needs that lock, {@code io.gondola.sync.Mutex} parks the goroutine only,
     * and needs no thread.
     *
     * <p>Each time that the body waits and goes on costs two switches of threads, as in Go.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go runtime/proc.go, {@code LockOSThread}
     */
    public static <A> Go<A> locked(Go<A> body) {
        return lockOSThread().then(Objects.requireNonNull(body, "body").defer(unlockOSThread()));
    }

    /**
     * Locks the goroutine to the thread that it runs on: from here on it runs on this thread, and nothing else does,
     * until as many {@link #unlockOSThread} as locks have run. A goroutine that ends locked ends its thread. Dumps show
     * it as {@code locked to thread}. Prefer {@link #locked}, which cannot be left locked.
     *
     * <p>Goroutines that it starts are not locked. The deterministic runtime has one thread, to which all are bound.
     *
     * @go runtime/proc.go, {@code LockOSThread}
     */
    public static Go<Unit> lockOSThread() {
        return Built.here(LockThread.INSTANCE);
    }

    /**
     * Takes one {@link #lockOSThread} of this goroutine back; does nothing if there is none.
     *
     * @go runtime/proc.go, {@code UnlockOSThread}
     */
    public static Go<Unit> unlockOSThread() {
        return Built.here(UnlockThread.INSTANCE);
    }

    /**
     * Ends the goroutine, running its defers. In the main goroutine it does not end the program.
     *
     * @go runtime/panic.go, {@code Goexit}
     */
    @SuppressWarnings("unchecked") // never yields
    public static <A> Go<A> goexit() {
        return (Go<A>) Built.here(RaiseGoexit.INSTANCE);
    }

    /**
     * Parks for at least {@code d}; not at all if {@code d} is not positive.
     *
     * @go runtime/time.go, {@code timeSleep}
     */
    public static Go<Unit> sleep(Duration d) {
        return new Sleep(Nanos.of(Objects.requireNonNull(d, "d")));
    }

    /**
     * Panics: the goroutine leaves its frames, running defers, until one of them recovers.
     *
     * @param value what {@link #recover} is given; null gives {@code panic called with nil argument}; the {@link Panic}
     *     that a handler was given goes on as it was
     * @go runtime/panic.go, {@code gopanic}
     */
    public static <A> Go<A> panic(@Nullable Object value) {
        return new Raise<>(value);
    }

    // output

    /**
     * Writes {@code xs}, separated by spaces, as one line to the runtime's output. A {@link Duration} is written as Go
     * does, {@code 1.5s}, anything else as Java does.
     */
    public static Go<Unit> println(Object... xs) {
        Object[] values = Objects.requireNonNull(xs, "xs").clone();
        return new Print(null, values);
    }

    /**
     * As {@link #println}, for one value: {@code ch.range(Go::printLine)}. There {@code Go::println} is ambiguous for
     * the compiler, as it takes any number of values and {@code range} has an overload whose function takes two.
     */
    public static Go<Unit> printLine(Object x) {
        return println(x);
    }

    /**
     * Writes text to the runtime's output, at once and undivided. For {@code %s} a {@link Duration} is written as Go
     * does.
     *
     * @param format as for {@link String#format}; a mistake in it is a panic
     */
    public static Go<Unit> printf(String format, Object... xs) {
        Objects.requireNonNull(format, "format");
        Object[] values = Objects.requireNonNull(xs, "xs").clone();
        return new Print(format, values);
    }

    // loops

    /** Runs {@code body} for each number from {@code lo} to {@code hi - 1}. */
    public static Go<Unit> forRange(int lo, int hi, CheckedFunction1<? super Integer, ? extends Go<?>> body) {
        return new ForRange(lo, hi, Objects.requireNonNull(body, "body"));
    }

    /** As {@link #forRange(int, int, CheckedFunction1)}, with a way out. */
    public static Go<Unit> forRange(
            int lo, int hi, CheckedFunction2<? super Integer, ? super Break<Unit>, ? extends Go<?>> body) {
        Objects.requireNonNull(body, "body");
        return WithBreak.<Integer>breakable("forRange " + lo + ", " + hi, body, each -> forRange(lo, hi, each));
    }

    /** Runs {@code body} for each element of {@code xs}, which is iterated when the program runs. */
    public static <T> Go<Unit> forEach(Iterable<? extends T> xs, CheckedFunction1<? super T, ? extends Go<?>> body) {
        return new ForEach<>(Objects.requireNonNull(xs, "xs"), Objects.requireNonNull(body, "body"));
    }

    /** As {@link #forEach(Iterable, CheckedFunction1)}, with a way out. */
    public static <T> Go<Unit> forEach(
            Iterable<? extends T> xs, CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body) {
        Objects.requireNonNull(xs, "xs");
        Objects.requireNonNull(body, "body");
        return WithBreak.<T>breakable("forEach", body, each -> forEach(xs, each));
    }

    /** Runs {@code body} again and again. */
    public static <A> Go<A> forever(Go<?> body) {
        return new Forever<>(Objects.requireNonNull(body, "body"));
    }

    /**
     * Runs {@code step} with {@code s0}, then with each state that the step yields, again and again; {@link #loop} is
     * for a loop that ends.
     *
     * <pre>{@code
     * forever(0, n -> ticks.receive().then(println("tick", n)).as(n + 1))
     * }</pre>
     */
    public static <S, A> Go<A> forever(S s0, CheckedFunction1<? super S, ? extends Go<? extends S>> step) {
        return new ForeverState<>(s0, Objects.requireNonNull(step, "step"));
    }

    /**
     * Runs what {@code body} returns, which is asked once, again and again until it leaves: {@code for { … break … }}.
     */
    public static Go<Unit> forever(CheckedFunction1<? super Break<Unit>, ? extends Go<?>> body) {
        Objects.requireNonNull(body, "body");
        return new Breakable<>(new Endless(body));
    }

    /** Runs {@code body} as long as {@code cond} is true. */
    public static Go<Unit> forWhile(CheckedFunction0<Boolean> cond, Go<?> body) {
        return new ForWhile(Objects.requireNonNull(cond, "cond"), Objects.requireNonNull(body, "body"));
    }

    /** Runs {@code body} as long as {@code cond} yields true. */
    public static Go<Unit> forWhile(Go<Boolean> cond, Go<?> body) {
        Objects.requireNonNull(cond, "cond");
        Go<Loop<Unit, Unit>> again = Objects.requireNonNull(body, "body").as(Loop.next(Unit.UNIT));
        Go<Loop<Unit, Unit>> end = pure(Loop.done(Unit.UNIT));
        Go<Loop<Unit, Unit>> step = new FlatMap<>(cond, new Branch<>("forWhile", again, end));
        return loop(Unit.UNIT, Part.stepping("forWhile", s -> step, step));
    }

    /**
     * Runs {@code step} with {@code s0}, then with each state it asks for by {@link Loop#next}, until {@link
     * Loop#done}.
     */
    public static <S, R> Go<R> loop(S s0, CheckedFunction1<? super S, ? extends Go<? extends Loop<S, R>>> step) {
        return new LoopState<>(s0, Objects.requireNonNull(step, "step"));
    }

    // blocks

    /** Runs {@code body} as a Go function runs its body: what it defers runs at the end, last one first. */
    public static <R> Go<R> scoped(CheckedFunction1<? super Scope, ? extends Go<? extends R>> body) {
        return new Scoped<>(Objects.requireNonNull(body, "body"));
    }

    /** Runs {@code body}, which may leave by {@link Break#exit} from any depth. */
    public static <R> Go<R> breakable(CheckedFunction1<? super Break<R>, ? extends Go<? extends R>> body) {
        return new Breakable<>(Objects.requireNonNull(body, "body"));
    }

    /** Runs {@code steps} one after another. */
    public static Go<Unit> sequence(Go<?>... steps) {
        Go<?>[] copy = Objects.requireNonNull(steps, "steps").clone();
        for (int i = 0; i < copy.length; i++) {
            Checks.built(copy[i], "steps[" + i + "]");
        }
        return new Sequence(copy);
    }

    /**
     * Runs one after another the programs that {@code first} and {@code more} build, each when it is reached:
     *
     * <pre>{@code
     * sequence(() -> run(() -> order = next()), () -> jobs.send(order))
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static Go<Unit> sequence(
            CheckedFunction0<? extends Go<?>> first, CheckedFunction0<? extends Go<?>>... more) {
        Go<?>[] steps = new Go<?>[1 + Objects.requireNonNull(more, "more").length];
        steps[0] = new Suspend.Step<>(Objects.requireNonNull(first, "first"));
        for (int i = 0; i < more.length; i++) {
            steps[i + 1] = new Suspend.Step<>(Objects.requireNonNull(more[i], "more[" + i + "]"));
        }
        return new Sequence(steps);
    }

    /** Runs {@code steps} one after another; they are iterated at once. */
    public static Go<Unit> sequence(Iterable<? extends Go<?>> steps) {
        return sequence(Returns.<Go<?>>elements(Objects.requireNonNull(steps, "steps"), "sequence")
                .toArray(Go<?>[]::new));
    }

    /**
     * Runs two programs one after another and combines their values. If {@code f} makes a program of them,
     * {@link #zipFlat} runs that, too.
     */
    public static <T1, T2, R> Go<R> zip(
            Go<? extends T1> a1, Go<? extends T2> a2, CheckedFunction2<? super T1, ? super T2, ? extends R> f) {
        return Zip.<T1, T2, R>by(f).of(a1, a2);
    }

    /** Runs three programs one after another and combines their values. */
    public static <T1, T2, T3, R> Go<R> zip(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            CheckedFunction3<? super T1, ? super T2, ? super T3, ? extends R> f) {
        return Zip.<T1, T2, T3, R>by(f).of(a1, a2, a3);
    }

    /** Runs four programs one after another and combines their values. */
    public static <T1, T2, T3, T4, R> Go<R> zip(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            CheckedFunction4<? super T1, ? super T2, ? super T3, ? super T4, ? extends R> f) {
        return Zip.<T1, T2, T3, T4, R>by(f).of(a1, a2, a3, a4);
    }

    /** Runs five programs one after another and combines their values. */
    public static <T1, T2, T3, T4, T5, R> Go<R> zip(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            CheckedFunction5<? super T1, ? super T2, ? super T3, ? super T4, ? super T5, ? extends R> f) {
        return Zip.<T1, T2, T3, T4, T5, R>by(f).of(a1, a2, a3, a4, a5);
    }

    /** Runs six programs one after another and combines their values. */
    public static <T1, T2, T3, T4, T5, T6, R> Go<R> zip(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            Go<? extends T6> a6,
            CheckedFunction6<? super T1, ? super T2, ? super T3, ? super T4, ? super T5, ? super T6, ? extends R> f) {
        return Zip.<T1, T2, T3, T4, T5, T6, R>by(f).of(a1, a2, a3, a4, a5, a6);
    }

    /** Runs seven programs one after another and combines their values. */
    public static <T1, T2, T3, T4, T5, T6, T7, R> Go<R> zip(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            Go<? extends T6> a6,
            Go<? extends T7> a7,
            CheckedFunction7<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? super T7,
                            ? extends R>
                    f) {
        return Zip.<T1, T2, T3, T4, T5, T6, T7, R>by(f).of(a1, a2, a3, a4, a5, a6, a7);
    }

    /** Runs eight programs one after another and combines their values. */
    public static <T1, T2, T3, T4, T5, T6, T7, T8, R> Go<R> zip(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            Go<? extends T6> a6,
            Go<? extends T7> a7,
            Go<? extends T8> a8,
            CheckedFunction8<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? super T7,
                            ? super T8,
                            ? extends R>
                    f) {
        return Zip.<T1, T2, T3, T4, T5, T6, T7, T8, R>by(f).of(a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /**
     * Runs two programs one after another, then the one that {@code f} makes of their values. With {@link #zip} that
     * one would be a value and would not run.
     *
     * <pre>{@code
     * zipFlat(left.receive(), right.receive(), (l, r) -> out.send(l + r))
     * }</pre>
     */
    public static <T1, T2, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            CheckedFunction2<? super T1, ? super T2, ? extends Go<? extends R>> f) {
        return Zip.flat(Zip.<T1, T2, Go<? extends R>>by(f), a1, a2);
    }

    /** As {@link #zipFlat(Go, Go, CheckedFunction2)}, for three programs. */
    public static <T1, T2, T3, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            CheckedFunction3<? super T1, ? super T2, ? super T3, ? extends Go<? extends R>> f) {
        return Zip.flat(Zip.<T1, T2, T3, Go<? extends R>>by(f), a1, a2, a3);
    }

    /** As {@link #zipFlat(Go, Go, CheckedFunction2)}, for four programs. */
    public static <T1, T2, T3, T4, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            CheckedFunction4<? super T1, ? super T2, ? super T3, ? super T4, ? extends Go<? extends R>> f) {
        return Zip.flat(Zip.<T1, T2, T3, T4, Go<? extends R>>by(f), a1, a2, a3, a4);
    }

    /** As {@link #zipFlat(Go, Go, CheckedFunction2)}, for five programs. */
    public static <T1, T2, T3, T4, T5, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            CheckedFunction5<? super T1, ? super T2, ? super T3, ? super T4, ? super T5, ? extends Go<? extends R>> f) {
        return Zip.flat(Zip.<T1, T2, T3, T4, T5, Go<? extends R>>by(f), a1, a2, a3, a4, a5);
    }

    /** As {@link #zipFlat(Go, Go, CheckedFunction2)}, for six programs. */
    public static <T1, T2, T3, T4, T5, T6, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            Go<? extends T6> a6,
            CheckedFunction6<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? extends Go<? extends R>>
                    f) {
        return Zip.flat(Zip.<T1, T2, T3, T4, T5, T6, Go<? extends R>>by(f), a1, a2, a3, a4, a5, a6);
    }

    /** As {@link #zipFlat(Go, Go, CheckedFunction2)}, for seven programs. */
    public static <T1, T2, T3, T4, T5, T6, T7, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            Go<? extends T6> a6,
            Go<? extends T7> a7,
            CheckedFunction7<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? super T7,
                            ? extends Go<? extends R>>
                    f) {
        return Zip.flat(Zip.<T1, T2, T3, T4, T5, T6, T7, Go<? extends R>>by(f), a1, a2, a3, a4, a5, a6, a7);
    }

    /** As {@link #zipFlat(Go, Go, CheckedFunction2)}, for eight programs. */
    public static <T1, T2, T3, T4, T5, T6, T7, T8, R> Go<R> zipFlat(
            Go<? extends T1> a1,
            Go<? extends T2> a2,
            Go<? extends T3> a3,
            Go<? extends T4> a4,
            Go<? extends T5> a5,
            Go<? extends T6> a6,
            Go<? extends T7> a7,
            Go<? extends T8> a8,
            CheckedFunction8<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? super T7,
                            ? super T8,
                            ? extends Go<? extends R>>
                    f) {
        return Zip.flat(Zip.<T1, T2, T3, T4, T5, T6, T7, T8, Go<? extends R>>by(f), a1, a2, a3, a4, a5, a6, a7, a8);
    }

    /** Runs one of two programs. {@code cond} is its value when the program is built. */
    @SuppressWarnings("unchecked") // Go is covariant
    public static <A> Go<A> when(boolean cond, Go<? extends A> then, Go<? extends A> otherwise) {
        Checks.built(then, "then");
        Checks.built(otherwise, "otherwise");
        return (Go<A>) (cond ? then : otherwise);
    }

    /** Asks {@code cond} when the program is reached, then runs one of two programs. */
    public static <A> Go<A> when(CheckedFunction0<Boolean> cond, Go<? extends A> then, Go<? extends A> otherwise) {
        return when(call(Objects.requireNonNull(cond, "cond")), then, otherwise);
    }

    /** Runs {@code cond}, then one of two programs. */
    public static <A> Go<A> when(Go<Boolean> cond, Go<? extends A> then, Go<? extends A> otherwise) {
        Objects.requireNonNull(cond, "cond");
        Checks.built(then, "then");
        Checks.built(otherwise, "otherwise");
        return new FlatMap<>(cond, new Branch<>("when", then, otherwise));
    }

    /**
     * Runs each program in a goroutine of its own, waits for all, and yields their values in the order of {@code as}.
     */
    public static <A> Go<Seq<A>> parallel(Iterable<? extends Go<? extends A>> as) {
        return Parallel.of(as);
    }

    /**
     * Runs {@code program} as Go runs a process: returns when it has ended well; on an uncaught panic, a deadlock or a
     * fatal error prints Go's report to the standard error and exits the JVM with code 2.
     *
     * <p>The number of processors is that of the machine, or {@code -Dgondola.maxprocs}.
     */
    public static void main(Go<?> program) {
        GoProcess.main(program);
    }

    // combinators

    /** Applies {@code f} to the value. */
    public final <B> Go<B> map(CheckedFunction1<? super A, ? extends B> f) {
        return new MapValue<>(this, Objects.requireNonNull(f, "f"));
    }

    /** Goes on with the program that {@code f} returns for the value. */
    public final <B> Go<B> flatMap(CheckedFunction1<? super A, ? extends Go<? extends B>> f) {
        return new FlatMap<>(this, Objects.requireNonNull(f, "f"));
    }

    /**
     * Goes on with {@code next}; the value is dropped. {@code next} is taken now, when the program is built: values in
     * it are those of this moment.
     *
     * @throws NullPointerException if {@code next} is null, when the program is built
     */
    public final <B> Go<B> then(Go<? extends B> next) {
        return Steps.of(this, Checks.built(next, "next"));
    }

    /**
     * Goes on with the program that {@code next} builds when it is reached, each time; the value is dropped. For
     * programs that depend on what ran before:
     *
     * <pre>{@code
     * ready.receive().then(() -> out.send(result)) // the result of then, not of now
     * }</pre>
     *
     * @throws NullPointerException if {@code next} is null, when the program is built
     */
    public final <B> Go<B> then(CheckedFunction0<? extends Go<? extends B>> next) {
        return Steps.of(this, new Suspend.Next<>(Objects.requireNonNull(next, "next")));
    }

    /** Yields {@code b} in place of the value. */
    public final <B> Go<B> as(B b) {
        return Steps.of(this, new Pure<>(b));
    }

    /** Shows the value to {@code f}, and yields it. */
    public final Go<A> peek(CheckedConsumer<? super A> f) {
        return new Peek<>(this, Objects.requireNonNull(f, "f"));
    }

    /**
     * Runs this program, then {@code cleanup} whatever became of it: a value, a panic, a goexit, or an exit from a
     * block. So {@code x.defer(a).defer(b)} runs a, then b.
     *
     * @go runtime/panic.go, {@code deferproc}
     */
    public final Go<A> defer(Go<?> cleanup) {
        return new Defer<>(this, Checks.built(cleanup, "cleanup"));
    }

    /**
     * If this program panics, goes on with what {@code handler} returns. Neither a goexit nor a fatal error is a panic.
     *
     * @go runtime/panic.go, {@code gorecover}
     */
    public final Go<A> recover(CheckedFunction1<? super Panic, ? extends Go<? extends A>> handler) {
        return new Recover<>(this, Objects.requireNonNull(handler, "handler"), false);
    }

    /**
     * Yields the value or, after a panic, its exception as a {@link Try}: a {@link Panic}, or what user code threw. An
     * {@link InterruptedException}, {@link LinkageError} or {@link VirtualMachineError} comes inside a {@link Panic}.
     */
    public final Go<Try<A>> attempt() {
        return new Attempt<>(this);
    }

    /** If this program panics, runs what {@code handler} returns, and panics on. */
    public final Go<A> onPanic(CheckedFunction1<? super Panic, ? extends Go<?>> handler) {
        return new Recover<>(this, Objects.requireNonNull(handler, "handler"), true);
    }

    /**
     * Runs this program {@code n} times.
     *
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     */
    public final Go<Unit> repeat(int n) {
        return new Repeat(this, Checks.notNegative(n, "n"));
    }

    /**
     * Runs this program, and again after a panic, at most {@code times} more times. Before the first repetition it
     * sleeps for about {@code firstDelay}, before each further one twice as long; "about" is from half of that time to
     * all of it, by chance. The last panic stays.
     *
     * @throws IllegalArgumentException {@code times must not be negative: -1},
     *     {@code firstDelay must not be negative: PT-1S}
     */
    public final Go<A> retry(int times, Duration firstDelay) {
        return Retry.of(this, Checks.notNegative(times, "times"), Checks.notNegative(firstDelay, "firstDelay"));
    }

    /**
     * This program as readable steps, one in a line, indented where one is a part of another; functions are shown by
     * the place where they were written, as {@code Class.method(File:line)}, and what they will return is not known
     * before they run. Values that are not plain ones of the JDK are shown by their class. Runs nothing; not in Go.
     *
     * <pre>{@code
     * jobs.range(j -> println(j)).defer(done.send(Unit.UNIT)).explain()
     *
     * do
     *   range jobs at com.acme.Work.consumer(Work.java:12)
     * defer
     *   send done <- UNIT
     * }</pre>
     *
     * @return at most 1 000 lines, and one that says so if there are more
     */
    public final String explain() {
        return Outline.of(this);
    }

    /**
     * {@link #explain} on one line: the first few steps, as {@code forever { recv jobs }; …}. Runs nothing, and calls
     * no code of the user's.
     */
    @Override
    public final String toString() {
        return Outline.brief(this);
    }

    /** Labels this program for traces. */
    public final Go<A> named(String label) {
        return new Labelled<>(this, Objects.requireNonNull(label, "label"));
    }

    /** Yields the value and the time that it took by the runtime's clock. */
    public final Go<Tuple2<A, Duration>> timed() {
        Go<Tuple2<A, Duration>> timing = ReadClock.INSTANCE.flatMap(t0 ->
                flatMap(a -> ReadClock.INSTANCE.map(t1 -> new Tuple2<>(a, Duration.ofNanos(t1 - t0)))));
        return suspend(Part.building("timed", () -> timing, this));
    }
}
