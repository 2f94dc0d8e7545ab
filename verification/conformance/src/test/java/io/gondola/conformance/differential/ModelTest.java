package io.gondola.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.conformance.differential.RandomProgram.Body;
import io.gondola.conformance.differential.Statement.Close;
import io.gondola.conformance.differential.Statement.Length;
import io.gondola.conformance.differential.Statement.Lock;
import io.gondola.conformance.differential.Statement.Panic;
import io.gondola.conformance.differential.Statement.Range;
import io.gondola.conformance.differential.Statement.Receive;
import io.gondola.conformance.differential.Statement.Select;
import io.gondola.conformance.differential.Statement.Send;
import io.gondola.conformance.differential.Statement.Spawn;
import io.gondola.conformance.differential.Statement.TryLock;
import io.gondola.conformance.differential.Statement.Unlock;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The judge is judged by hand: programs whose outcomes a reader can list. */
class ModelTest {
    private static SortedSet<String> outcomes(int capacity, Body... goroutines) {
        RandomProgram program = new RandomProgram(0, List.of(capacity), 1, List.of(goroutines));
        return Model.outcomes(program, 10_000, false).orElseThrow();
    }

    private static Body body(Statement... statements) {
        return new Body(Arrays.asList(statements), false);
    }

    private static Body recovering(Statement... statements) {
        return new Body(Arrays.asList(statements), true);
    }

    @Test
    void aRendezvousHasOneOutcome() {
        assertThat(outcomes(0, body(new Spawn(1), new Send(0, 7)), body(new Receive(0))))
                .containsExactly("ok s0 | r0=7");
    }

    @Test
    void twoSendersOnAnUnbufferedChannelAreReceivedInEitherOrder() {
        assertThat(outcomes(
                        0,
                        body(new Spawn(1), new Spawn(2), new Receive(0), new Receive(0)),
                        body(new Send(0, 1)),
                        body(new Send(0, 2))))
                .containsExactly("ok r0=1,r0=2 | s0 | s0", "ok r0=2,r0=1 | s0 | s0");
    }

    @Test
    void aReceiveThatNobodyServesIsADeadlock() {
        assertThat(outcomes(1, body(new Receive(0)))).containsExactly("deadlock ");
    }

    @Test
    void aGoroutineThatNobodyStartsIsWaitedForForEver() {
        assertThat(outcomes(1, body(new Send(0, 1)), body())).containsExactly("deadlock s0 | ");
    }

    @Test
    void aNilChannelIsNeverReadyAndCannotBeClosed() {
        assertThat(outcomes(RandomProgram.NIL, body(new Select(List.of(new Receive(0), new Send(0, 1)), true))))
                .containsExactly("ok default");
        assertThat(outcomes(RandomProgram.NIL, body(new Close(0)))).containsExactly("panic: close of nil channel");
    }

    @Test
    void aRangeDrainsTheBufferOfAClosedChannel() {
        assertThat(outcomes(2, body(new Send(0, 1), new Send(0, 2), new Length(0), new Close(0), new Range(0))))
                .containsExactly("ok s0,s0,len0=2,c0,v0=1,v0=2,end0");
    }

    @Test
    void aSenderThatWaitsWhenTheChannelIsClosedPanics() {
        assertThat(outcomes(0, body(new Spawn(1), new Close(0)), recovering(new Send(0, 1))))
                .containsExactly("ok c0 | recovered send on closed channel");
        assertThat(outcomes(0, body(new Close(0), new Close(0)))).containsExactly("panic: close of closed channel");
    }

    @Test
    void aSelectTakesAnyReadyCase() {
        assertThat(outcomes(1, body(new Send(0, 1), new Select(List.of(new Receive(0), new Receive(0)), true))))
                .containsExactly("ok s0,sel0:r0=1", "ok s0,sel1:r0=1");
    }

    @Test
    void aSelectThatSendsToAClosedChannelPanicsOnlyIfItPicksThatCase() {
        assertThat(outcomes(1, recovering(new Close(0), new Select(List.of(new Send(0, 1), new Receive(0)), false))))
                .containsExactly("ok c0,recovered send on closed channel", "ok c0,sel1:r0=closed");
    }

    @Test
    void aWaitingSelectIsServedOnce() {
        assertThat(outcomes(
                        0,
                        body(new Spawn(1), new Select(List.of(new Receive(0), new Send(0, 5)), false)),
                        body(new Receive(0))))
                .containsExactly("ok sel1:s0 | r0=5");
    }

    @Test
    void criticalSectionsExcludeEachOtherInEitherOrder() {
        assertThat(outcomes(
                        1,
                        body(new Spawn(1), new Lock(0), new Send(0, 1), new Unlock(0)),
                        body(new Lock(0), new Length(0), new Unlock(0))))
                .containsExactly("ok l0,s0,u0 | l0,len0=0,u0", "ok l0,s0,u0 | l0,len0=1,u0");
    }

    @Test
    void unlockOfAnUnlockedMutexIsFatalWhoeverWouldRecover() {
        assertThat(outcomes(0, recovering(new Unlock(0))))
                .containsExactly("fatal error: sync: unlock of unlocked mutex");
    }

    @Test
    void tryLockMayFailOnAFreeMutexOnlyIfAskedFor() {
        RandomProgram program = new RandomProgram(0, List.of(), 1, List.of(body(new TryLock(0))));
        assertThat(Model.outcomes(program, 100, false).orElseThrow()).containsExactly("ok t0=true");
        assertThat(Model.outcomes(program, 100, true).orElseThrow()).containsExactly("ok t0=false", "ok t0=true");
    }

    @Test
    void ofTwoPanicsEitherComesFirst() {
        assertThat(outcomes(0, body(new Spawn(1), new Panic("a")), body(new Panic("b"))))
                .containsExactly("panic: a", "panic: b");
    }

    @Test
    void aProgramWithMoreStatesThanAllowedHasNoAnswer() {
        RandomProgram program = new RandomProgram(
                0,
                List.of(2),
                0,
                List.of(
                        body(new Spawn(1), new Send(0, 1)),
                        new Body(
                                Stream.of(new Send(0, 2))
                                        .map(Statement.class::cast)
                                        .toList(),
                                false)));
        assertThat(Model.outcomes(program, 2, false)).isEmpty();
    }
}
