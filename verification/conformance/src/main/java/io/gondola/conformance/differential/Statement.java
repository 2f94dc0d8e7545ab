package io.gondola.conformance.differential;

import java.util.List;

/** A statement of a random program; channels, mutexes and goroutines are numbered from 0. */
sealed interface Statement {
    /** {@code c <- value}. */
    record Send(int channel, int value) implements Statement {}

    /** {@code v, ok := <-c}. */
    record Receive(int channel) implements Statement {}

    /** {@code for v := range c}. */
    record Range(int channel) implements Statement {}

    /** {@code close(c)}. */
    record Close(int channel) implements Statement {}

    /** {@code len(c)}. */
    record Length(int channel) implements Statement {}

    /** {@code select}; a case sends or receives. */
    record Select(List<Statement> cases, boolean hasDefault) implements Statement {
        public Select {
            cases = List.copyOf(cases);
        }
    }

    /** {@code mu.Lock()}. */
    record Lock(int mutex) implements Statement {}

    /** {@code mu.TryLock()}. */
    record TryLock(int mutex) implements Statement {}

    /** {@code mu.Unlock()}. */
    record Unlock(int mutex) implements Statement {}

    /** {@code go f()}. */
    record Spawn(int goroutine) implements Statement {}

    /** {@code runtime.Gosched()}. */
    record Yield() implements Statement {}

    /** {@code panic(text)}. */
    record Panic(String text) implements Statement {}
}
