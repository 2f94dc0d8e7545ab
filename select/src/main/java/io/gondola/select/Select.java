package io.gondola.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.channel.Operands;
import io.gondola.dsl.engine.Returns;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Objects;

/**
 * The select statement: waits until one of several channel operations is possible, and does that one only.
 *
 * <pre>{@code
 * select(
 *         onReceive(results, r -> println("result", r)),
 *         onSend(jobs, next, () -> println("sent")),
 *         onTimeout(Duration.ofSeconds(1), println("timeout")))
 * }</pre>
 *
 * <p>If several are possible one is chosen uniformly by chance. The nil channel's case is never taken. The same channel
 * may appear in any number of cases, sending and receiving. The case's body runs after the select; its value is the
 * select's.
 *
 * @go runtime/select.go, {@code selectgo}
 */
@CheckReturnValue
public final class Select {
    private Select() {}

    /**
     * Waits for one of {@code cases}. Without any it waits for ever. With {@link #onDefault} it never waits.
     *
     * <p>Panics with {@code send on closed channel} if the case taken is a send on a closed channel.
     *
     * @throws NullPointerException if a case is null: {@code cases[1]}
     * @throws IllegalArgumentException {@code a select has at most one onDefault}
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <A> Go<A> select(Case<? extends A>... cases) {
        return Selection.of(Objects.requireNonNull(cases, "cases"), true);
    }

    /**
     * As {@link #select(Case...)}, for a number of cases known only when the program runs. They are iterated at once.
     */
    public static <A> Go<A> select(Iterable<? extends Case<? extends A>> cases) {
        return Selection.of(arrayOf(cases, "select"), true);
    }

    /**
     * As {@link #select(Case...)}, but takes the first case that is possible, not one by chance. Not in Go.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <A> Go<A> selectPrioritised(Case<? extends A>... cases) {
        return Selection.of(Objects.requireNonNull(cases, "cases"), false);
    }

    /** As {@link #selectPrioritised(Case...)}, for a number of cases known only when the program runs. */
    public static <A> Go<A> selectPrioritised(Iterable<? extends Case<? extends A>> cases) {
        return Selection.of(arrayOf(cases, "selectPrioritised"), false);
    }

    private static Case<?>[] arrayOf(Iterable<? extends Case<?>> cases, String where) {
        return Returns.<Case<?>>elements(Objects.requireNonNull(cases, "cases"), where)
                .toArray(Case<?>[]::new);
    }

    /** {@code case v := <-channel:}; the zero value once the channel is closed and drained. */
    public static <T, A> Case<A> onReceive(
            ReceiveChannel<T> channel, CheckedFunction1<? super T, ? extends Go<? extends A>> body) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(body, "body");
        return new ReceiveCase<>(channel, "onReceive", false, body);
    }

    /** {@code case <-channel:}. */
    public static <A> Case<A> onReceive(ReceiveChannel<?> channel, Go<? extends A> body) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(body, "body");
        return new ReceiveCase<>(channel, "onReceive", false, new Always.Receiving<>(body));
    }

    /** {@code case v, ok := <-channel:}; none once the channel is closed and drained. */
    public static <T, A> Case<A> onReceiveOption(
            ReceiveChannel<T> channel, CheckedFunction1<? super Option<T>, ? extends Go<? extends A>> body) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(body, "body");
        return new ReceiveCase<>(channel, "onReceiveOption", true, body);
    }

    /** {@code case _, _ = <-channel:}. */
    public static <A> Case<A> onReceiveOption(ReceiveChannel<?> channel, Go<? extends A> body) {
        return onReceive(channel, body);
    }

    /**
     * {@code case channel <- value:}.
     *
     * @throws NullPointerException if an argument is null, when the case is made
     */
    public static <T, A> Case<A> onSend(
            SendChannel<? super T> channel, T value, CheckedFunction0<? extends Go<? extends A>> body) {
        Objects.requireNonNull(channel, "channel");
        Operands.value(value, "onSend", channel);
        Objects.requireNonNull(body, "body");
        return new SendCase<>(channel, value, body);
    }

    /** {@code case channel <- value:}. */
    public static <T, A> Case<A> onSend(SendChannel<? super T> channel, T value, Go<? extends A> body) {
        Objects.requireNonNull(body, "body");
        return onSend(channel, value, new Always.Plain<>(body));
    }

    /**
     * A case that is there only if {@code cond} holds, as Go's {@code case out <- queue[0]:} with {@code out} nil while
     * the queue is empty. Both {@code cond} and, if it holds, {@code value} are asked when the case is made, so make
     * a select for each round.
     *
     * <pre>{@code
     * forever(suspend(() -> select(
     *         onReceive(in, v -> run(() -> queue.add(v))),
     *         onSendIf(!queue.isEmpty(), out, queue::peek, run(queue::remove)))))
     * }</pre>
     *
     * @throws NullPointerException if an argument is null, or if {@code cond} holds and {@code value} returns null
     */
    public static <T, A> Case<A> onSendIf(
            boolean cond,
            SendChannel<? super T> channel,
            CheckedFunction0<? extends T> value,
            CheckedFunction0<? extends Go<? extends A>> body) {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(body, "body");
        return cond
                ? new SendCase<>(channel, Operands.value(value.unchecked().get(), "onSendIf", channel), body)
                : new SendCase<>(Channel.nil(), null, body);
    }

    /** As {@link #onSendIf(boolean, SendChannel, CheckedFunction0, CheckedFunction0)}. */
    public static <T, A> Case<A> onSendIf(
            boolean cond, SendChannel<? super T> channel, CheckedFunction0<? extends T> value, Go<? extends A> body) {
        Objects.requireNonNull(body, "body");
        return onSendIf(cond, channel, value, new Always.Plain<>(body));
    }

    /**
     * A case that is there only if {@code cond} holds when the case is made, as Go's {@code case v := <-in:} with
     * {@code in} set to nil otherwise.
     */
    public static <T, A> Case<A> onReceiveIf(
            boolean cond, ReceiveChannel<T> channel, CheckedFunction1<? super T, ? extends Go<? extends A>> body) {
        Objects.requireNonNull(channel, "channel");
        return onReceive(cond ? channel : Channel.nil(), body);
    }

    /** As {@link #onReceiveIf(boolean, ReceiveChannel, CheckedFunction1)}. */
    public static <A> Case<A> onReceiveIf(boolean cond, ReceiveChannel<?> channel, Go<? extends A> body) {
        Objects.requireNonNull(channel, "channel");
        return onReceive(cond ? channel : Channel.nil(), body);
    }

    /** {@code case <-time.After(d):}. The time starts when the select does; a negative one counts as none. */
    public static <A> Case<A> onTimeout(Duration d, CheckedFunction0<? extends Go<? extends A>> body) {
        Objects.requireNonNull(d, "d");
        Objects.requireNonNull(body, "body");
        return new TimeoutCase<>(d, body);
    }

    /** {@code case <-time.After(d):}. */
    public static <A> Case<A> onTimeout(Duration d, Go<? extends A> body) {
        Objects.requireNonNull(body, "body");
        return onTimeout(d, new Always.Plain<>(body));
    }

    /** {@code default:}, taken if no other case is possible at once. */
    public static <A> Case<A> onDefault(CheckedFunction0<? extends Go<? extends A>> body) {
        Objects.requireNonNull(body, "body");
        return new DefaultCase<>(body);
    }

    /** {@code default:}. */
    public static <A> Case<A> onDefault(Go<? extends A> body) {
        Objects.requireNonNull(body, "body");
        return onDefault(new Always.Plain<>(body));
    }
}
