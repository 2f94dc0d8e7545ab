package io.gondola.dsl;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What the goroutines of a runtime do at one moment. Its {@code toString} prints it as Go does.
 *
 * <p>It is taken without a lock while the goroutines run on, so two entries may be of slightly different moments.
 *
 * @go runtime/traceback.go, {@code tracebackothers}
 */
public interface Dump {
    /** The goroutines that have not ended, in the order of their numbers. */
    Seq<Entry> goroutines();

    /**
     * Goroutines that wait for each other's {@code Mutex} or {@code RWMutex}, although others may run on: in each cycle
     * every goroutine waits for what the next one has locked, and the last one for the first. They can go on only if
     * another goroutine unlocks one of these mutexes; a mutex that was ever unlocked by another goroutine than the one
     * that locked it is left out. A goroutine that has locked an {@code RWMutex} for reading is known as long as it is
     * the only one.
     *
     * <p>Go has no such report.
     */
    Seq<Seq<Entry>> lockCycles();

    /** One goroutine. */
    interface Entry {
        /** Its number in its program; the main one is 1. */
        long id();

        /** The name given to {@link Go#go(String, Go)}. */
        Option<String> name();

        /** {@code runnable}, {@code running}, {@code syscall} or {@code waiting}. */
        String state();

        /**
         * For how many whole minutes it has waited, or been in blocking code, at least; it may be one minute less than
         * the truth. At most 1983. Always 0 under the deterministic runtime.
         */
        long waitedMinutes();

        /** Whether it is {@linkplain Go#lockOSThread locked to a thread}. */
        boolean lockedToThread();

        /** Go's text for why it waits, such as {@code chan receive}. */
        Option<String> waitReason();

        /** The channel, lock or other object on which it waits. */
        Option<Object> waitsOn();

        /** The user's function that started it, as {@code Class.method(File:line)}. */
        Option<String> createdAt();

        /**
         * The first of the user's functions in what it was started with, as {@code Class.method(File:line)}. Of a
         * goroutine that has run already it is known only if {@link #createdAt} is not: it would keep what the
         * goroutine needs no more.
         */
        Option<String> runs();

        /** The user's function that is to go on next, as {@code Class.method(File:line)}. */
        Option<String> waitsAt();
    }
}
