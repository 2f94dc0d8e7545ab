package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A goroutine that owns a state and changes it as messages come into its mailbox, one after another: no lock is needed,
 * for nobody else has the state.
 *
 * <pre>{@code
 * sealed interface Op permits Read, Write {}
 * record Read(int key, SendChannel<Option<String>> reply) implements Op {}
 * record Write(int key, String value) implements Op {}
 *
 * Go<Actor<Op>> store = Actor.of(Op.class, HashMap.<Integer, String>empty())
 *         .onMessage((map, op) -> op instanceof Write w
 *                 ? Go.pure(map.put(w.key(), w.value()))
 *                 : ((Read) op).reply().send(map.get(((Read) op).key())).as(map))
 *         .spawn();
 * store.flatMap(s -> s.tell(new Write(1, "one")).then(s.<Option<String>>ask(reply -> new Read(1, reply))));
 * }</pre>
 *
 * <p>If the behaviour panics the program ends, as with any goroutine, unless there is a restart function: that one is
 * given the state in which the message was begun and the panic, and returns the state to go on with; the message is
 * dropped. An {@link #ask} whose message is dropped fails.
 *
 * <p>An actor ends when it was {@linkplain #stop stopped} and has handled what it had accepted, or when its behaviour
 * exits the goroutine. Nobody ends it when nobody knows it any more; but it ends with the program.
 *
 * <p>Not in Go, where one writes the loop by hand: a goroutine with a channel of requests.
 *
 * @param <M> the type of the messages
 */
@CheckReturnValue
public abstract class Actor<M> {
    Actor() {}

    /** What {@link #tell} does when the mailbox is full. */
    public enum WhenFull {
        /** It waits for room. */
        PARK,
        /** It drops the message that it was given. */
        DROP_NEWEST,
        /** It drops the message that has been in the mailbox longest. */
        DROP_OLDEST,
        /** It panics: {@code tell: mailbox is full: actor=counter}. */
        FAIL
    }

    /**
     * Starts an actor with a mailbox of 64 places.
     *
     * @param state the first state; it may be null
     * @param behaviour is given the state and a message; its program yields the next state
     * @throws NullPointerException if {@code behaviour} is null, when the program is built
     */
    public static <S, M> Go<Actor<M>> spawn(
            S state, CheckedFunction2<? super S, ? super M, ? extends Go<? extends S>> behaviour) {
        return new Builder<S, M>(state).onMessage(behaviour).spawn();
    }

    /**
     * As {@link #spawn(Object, CheckedFunction2)}, with a function that says how to go on after a panic of the
     * behaviour.
     *
     * @param restart is given the state in which the message was begun and the panic, and returns the next state. What
     *     it throws ends the program
     * @throws NullPointerException if a function is null, when the program is built
     */
    public static <S, M> Go<Actor<M>> spawn(
            S state,
            CheckedFunction2<? super S, ? super M, ? extends Go<? extends S>> behaviour,
            CheckedFunction2<? super S, ? super Panic, ? extends S> restart) {
        return new Builder<S, M>(state).onMessage(behaviour).onPanic(restart).spawn();
    }

    /**
     * Describes an actor. The class says of which type the messages are, so that the functions need no types.
     *
     * @throws NullPointerException if {@code messages} is null
     */
    public static <S, M> Builder<S, M> of(Class<M> messages, S state) {
        Objects.requireNonNull(messages, "messages");
        return new Builder<>(state);
    }

    /**
     * Puts a message into the mailbox. Parks ({@code chan send}) while it is full, unless {@link WhenFull} says
     * otherwise. Messages of one goroutine are handled in the order in which it told them.
     *
     * <p>Panics, when it runs or while it waits, with {@code tell: actor has stopped: actor=counter}. An actor that
     * tells itself while its mailbox is full waits for ever.
     *
     * @throws NullPointerException if {@code message} is null, when the program is built
     */
    public abstract Go<Unit> tell(M message);

    /**
     * Puts a message into the mailbox if there is room at this moment and the actor has not been stopped, and yields
     * whether it did. Never parks, never drops another message.
     *
     * @throws NullPointerException if {@code message} is null, when the program is built
     */
    public abstract Go<Boolean> tryTell(M message);

    /**
     * Tells the actor a message with a channel for the reply, and waits ({@code chan receive}) for that.
     *
     * <p>Panics as {@link #tell} does; with what the behaviour panicked with, if a restart function dropped the
     * message; and with {@code ask: message was dropped: actor=counter}. If the behaviour never replies it waits for
     * ever.
     *
     * @param message makes the message, given the channel. The first element sent counts; there is room for it
     * @throws NullPointerException if {@code message} is null, when the program is built
     */
    public abstract <R> Go<R> ask(CheckedFunction1<? super SendChannel<R>, ? extends M> message);

    /**
     * As {@link #ask(CheckedFunction1)}, but waits, for room in the mailbox and for the reply, no longer than
     * {@code timeout}. Yields a failure in place of a panic; one with a {@link java.util.concurrent.TimeoutException}
     * when the time is up: {@code ask: no reply in time: actor=counter, timeout=PT1S}. The message stays with the actor
     * then.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     */
    public abstract <R> Go<Try<R>> ask(CheckedFunction1<? super SendChannel<R>, ? extends M> message, Duration timeout);

    /**
     * Stops the actor: it accepts no message any more, but handles those that are in its mailbox. Goroutines that wait
     * for room panic. Never parks, and does nothing if the actor has been stopped.
     *
     * @return a program; the same one at each call
     */
    public abstract Go<Unit> stop();

    /**
     * Waits ({@code chan receive}) until the actor has ended.
     *
     * @return a program; the same one at each call
     */
    public abstract Go<Unit> await();

    /**
     * Describes an actor. Each {@code spawn} starts another one.
     *
     * @param <S> the type of the state
     * @param <M> the type of the messages
     */
    public static final class Builder<S, M> {
        private static final int DEFAULT_CAPACITY = 64;

        final S state;

        @Nullable
        CheckedFunction2<? super S, ? super M, ? extends Go<? extends S>> behaviour;

        @Nullable
        CheckedFunction2<? super S, ? super Panic, ? extends S> restart;

        String name = "actor";
        int capacity = DEFAULT_CAPACITY;
        WhenFull whenFull = WhenFull.PARK;

        private Builder(S state) {
            this.state = state;
        }

        private Builder(Builder<S, M> b) {
            state = b.state;
            behaviour = b.behaviour;
            restart = b.restart;
            name = b.name;
            capacity = b.capacity;
            whenFull = b.whenFull;
        }

        /** Sets the behaviour: given the state and a message, its program yields the next state. */
        @CanIgnoreReturnValue
        public Builder<S, M> onMessage(CheckedFunction2<? super S, ? super M, ? extends Go<? extends S>> newBehaviour) {
            behaviour = Objects.requireNonNull(newBehaviour, "behaviour");
            return this;
        }

        /** Sets the restart function: given the state and the panic, it returns the next state. */
        @CanIgnoreReturnValue
        public Builder<S, M> onPanic(CheckedFunction2<? super S, ? super Panic, ? extends S> newRestart) {
            restart = Objects.requireNonNull(newRestart, "restart");
            return this;
        }

        /** Names the actor, its goroutine and its mailbox, for reports. */
        @CanIgnoreReturnValue
        public Builder<S, M> named(String newName) {
            name = Objects.requireNonNull(newName, "name");
            return this;
        }

        /**
         * Sets how many messages the mailbox holds; with 0 {@link Actor#tell} waits until the actor takes the message.
         *
         * @throws IllegalArgumentException {@code capacity must not be negative: -1}
         */
        @CanIgnoreReturnValue
        public Builder<S, M> mailbox(int newCapacity) {
            return mailbox(newCapacity, WhenFull.PARK);
        }

        /**
         * Sets how many messages the mailbox holds, and what to do when it is full.
         *
         * @throws IllegalArgumentException {@code capacity must not be negative: -1},
         *     {@code capacity must be positive for DROP_OLDEST: 0}
         */
        @CanIgnoreReturnValue
        public Builder<S, M> mailbox(int newCapacity, WhenFull newWhenFull) {
            Checks.notNegative(newCapacity, "capacity");
            if (newCapacity == 0 && newWhenFull == WhenFull.DROP_OLDEST) {
                throw new IllegalArgumentException("capacity must be positive for DROP_OLDEST: 0");
            }
            capacity = newCapacity;
            whenFull = Objects.requireNonNull(newWhenFull, "whenFull");
            return this;
        }

        /**
         * Starts the actor.
         *
         * @throws IllegalStateException {@code onMessage is missing}, when the program is built
         */
        public Go<Actor<M>> spawn() {
            if (behaviour == null) {
                throw new IllegalStateException("onMessage is missing");
            }
            Builder<S, M> description = new Builder<>(this);
            return Go.suspend(() -> new MailboxActor<>(description).start());
        }
    }
}
