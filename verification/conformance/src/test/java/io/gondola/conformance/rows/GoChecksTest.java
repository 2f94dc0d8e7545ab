package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.util.ArrayList;
import java.util.Collection;

/** What Go's own tests check, written from scratch. */
@Row(
        id = "T-2",
        rule = "Directions of channels",
        go = "test/chan/perm.go",
        tests = {
            "DirectionRowsTest.oneDirectionIsNotTheOther",
            "DirectionRowsTest.aReceiveOnlyChannelHasNoSend",
            "DirectionRowsTest.aSendOnlyChannelHasNoReceive",
            "DirectionRowsTest.aReceiveOnlyChannelHasNoClose"
        },
        only = "they are the compiler's")
@Row(
        id = "T-3",
        rule = "Operations that do not wait",
        go = "test/chan/nonblock.go, select6.go",
        tests = {
            "ChannelTryRowsTest.trySendNeedsRoom",
            "ChannelTryRowsTest.tryReceiveServesASenderThatWaits",
            "ChannelTryRowsTest.trySendServesAReceiver"
        })
@Row(
        id = "T-4",
        rule = "The choice of a select is fair: 10 000 trials, within 10 sigma",
        go = "runtime/chan_test.go, TestSelectFairness; test/chan/select7.go",
        tests = "SelectFairnessTest.twoReadyCasesShareEvenly")
@Row(
        id = "T-5",
        rule = "A select that sends to and receives from one channel",
        go = "runtime/chan_test.go, TestSelfSelect",
        tests = {
            "SelectSameChannelTest.unbufferedSelectNeverMatchesItself",
            "SelectSameChannelTest.twoSelfSelectsMeet",
            "SelectStressTest.selfSelectsPairUp"
        })
@Row(
        id = "T-6",
        rule = "A channel in several cases of a select that waits",
        go = "runtime/chan_test.go, TestSelectDuplicateChannel",
        tests = {
            "SelectSameChannelTest.duplicateReceivesTakeOneElement",
            "SelectFairnessTest.duplicateCasesCountSeparately"
        })
@Row(
        id = "T-8",
        rule = "Closed channels: each way to receive, buffered or not; sends and closes panic",
        go = "test/closedchan.go",
        tests = {
            "ChannelReceiveRowsTest.aClosedChannelIsDrainedFirst",
            "ChannelTryRowsTest.tryReceiveFromAClosedChannelIsAlwaysReady",
            "ChannelSendRowsTest.sendOnAClosedChannelPanics",
            "ChannelCloseRowsTest.closeOfAClosedChannelPanics"
        })
@Row(
        id = "T-9",
        rule = "The order in which a select evaluates; a panic in an operand",
        go = "test/chan/select5.go, test/fixedbugs/issue8336.go",
        tests = {
            "SelectRowsTest.operandsAreEvaluatedOnceInTheOrderOfTheSource",
            "SelectRowsTest.theTargetOfTheAssignmentIsEvaluatedAfterTheChoice",
            "SelectOperandsTest.aPanicInAnOperandStopsTheRest"
        })
@Row(
        id = "T-14",
        rule = "Recover: which panics it sees, what then goes on, panics in defers",
        go = "test/recover.go, recover1.go to recover4.go, deferprint.go",
        tests = {
            "RecoverTest.handlerSeesTheValue",
            "RecoverTest.handlersValueReplacesTheBodys",
            "RecoverTest.panicInTheHandlerGoesOn",
            "RecoverTest.stepsAfterThePanicAreSkipped",
            "DeferTest.panicInADeferReplacesTheEarlierOne",
            "StackSafetyTest.thousandsOfSuccessivePanicsInDefersEndInOneRecover"
        })
@Row(
        id = "T-15",
        rule = "Goexit: in main, in a panic, in a defer, with a recover on the way",
        go = "runtime/crash_test.go, TestGoexitInPanic, TestRecoveredPanicAfterGoexit and the like",
        tests = {
            "GoexitTest.goexitOfMainWithABlockedOtherIsADeadlockThatListsOnlyIt",
            "DeferTest.goexitInADeferOfAPanicAbandonsThePanic",
            "RecoverTest.recoveredPanicOfAGoexitDeferDoesNotStopTheGoexit",
            "RecoverTest.recoverDoesNotSeeGoexit"
        })
@Row(
        id = "T-16",
        rule = "A mutex is fair, and hands itself over to who starves",
        go = "sync/mutex_test.go, TestMutexFairness",
        tests = {"MutexTest.aHogDoesNotStarveOthers", "MutexTest.aStarvingWaiterIsHandedTheMutex"})
@Row(
        id = "T-17",
        rule = "An RWMutex prefers writers, and lets waiting readers in together",
        go = "sync/rwmutex_test.go",
        tests = {
            "RWMutexTest.aWaitingWriterKeepsNewReadersOut",
            "RWMutexTest.unlockLetsAllWaitingReadersInBeforeTheNextWriter",
            "RWMutexTest.writersExcludeEachOtherAndReaders"
        })
@Row(
        id = "T-18",
        rule = "Signals wake waiters in their order, generation by generation",
        go = "sync/cond_test.go, TestCondSignalGenerations",
        tests = "WaitGroupRowsTest.generationsOfSignalsWakeInTheirOrder")
@Row(
        id = "T-19",
        rule = "Once and OnceValue with panics",
        go = "sync/once_test.go, oncefunc_test.go",
        tests = {"OnceTest.aPanicCountsAsRun", "OnceTest.aValueThatPanicsDoesSoEachTimeWithTheSameValue"})
@Row(
        id = "T-21",
        rule = "Causes of contexts, and their propagation",
        go = "context/x_test.go, TestCause; context_test.go",
        tests = {
            "ContextRowsTest.theCauseThatComesFirstStays",
            "ContextRowsTest.aCancelEndsAllBelowBeforeItReturnsAndNobodyAbove"
        })
@Row(
        id = "T-22",
        rule = "What Stop and Reset of a timer answer",
        go = "time/sleep_test.go, tick_test.go",
        tests = {
            "TimeRowsTest.stopTellsWhetherItPreventedTheDelivery",
            "TimeRowsTest.resetAnswersAsStopAndLeavesNoOldValue"
        })
@Row(
        id = "T-23",
        rule = "The phase of a ticker with a slow receiver",
        go = "time/tick_test.go",
        tests = "TickerTest.aSlowReceiverGetsOneTickAndThePhaseIsKept",
        only = "exact times need the virtual clock")
@Row(
        id = "T-24",
        rule = "The limit of an errgroup is never exceeded",
        go = "errgroup/errgroup_test.go, TestGoLimit, TestTryGo",
        tests = {"ErrGroupTest.noMoreThanTheLimitRun", "ErrGroupTest.tryGoDoesNotWait"})
@Row(
        id = "T-25",
        rule = "The order of a weighted semaphore",
        go = "semaphore/semaphore_test.go, TestLargeAcquireDoesntStarve, TestWeightedDoesntBlockIfTooBig",
        tests = {
            "SemaphoreTest.anAcquireOfManyMakesThoseBehindWait",
            "SemaphoreTest.anAcquireOfMoreThanThereIsWaitsForEverInNobodysWay"
        })
@Row(
        id = "T-26",
        rule = "Duplicates of a flight share its result; Forget; panics; Goexit",
        go = "singleflight/singleflight_test.go",
        tests = {"SingleFlightTest.thoseThatComeMeanwhileShareTheResult", "SingleFlightTest.forgetLetsTheNextCallRun"})
class GoChecksTest {
    @Row(id = "T-1", rule = "First in, first out, buffered and not", go = "test/chan/fifo.go")
    @OnEveryRuntime
    void channelsAreFirstInFirstOut(World w) {
        w.yields(List.range(0, 10), () -> {
            Channel<Integer> c = Channel.buffered(10);
            return forRange(0, 10, c::send).then(ChannelSendRowsTest.receiveAll(c, 10));
        });
        w.yields("in order", () -> {
            Channel<Integer> c = Channel.unbuffered();
            Channel<Unit> first = Channel.unbuffered();
            Channel<Unit> last = first;
            Go<Unit> chain = unit();
            for (int i = 0; i < 10; i++) {
                Channel<Unit> in = last;
                Channel<Unit> out = Channel.unbuffered();
                int expected = i;
                chain = chain.then(go(in.receive()
                        .then(c.receive())
                        .flatMap(v -> v == expected ? out.send(Unit.UNIT) : Go.panic(v + " in place of " + expected))));
                last = out;
            }
            return chain.then(go(first.send(Unit.UNIT)))
                    .then(forRange(0, 10, c::send))
                    .then(last.receive())
                    .as("in order");
        });
    }

    @Row(
            id = "T-7",
            rule = "A goroutine that waits in several queues is served once: no number is sent twice",
            go = "test/chan/doubleselect.go",
            tests = {
                "SelectStressTest.selectsThatMeetSelectsLoseAndDoubleNothing",
                "SelectLosersTest.selectInManyQueuesFiresOnce"
            })
    @OnEveryRuntime
    void aSelectInSeveralQueuesFiresOnce(World w) {
        int n = w.isExplored() ? 5 : 500;
        w.yields(List.range(0, n), () -> {
            List<Channel<Integer>> four = List.fill(4, () -> Channel.unbuffered());
            Channel<Integer> all = Channel.buffered(2 * n);
            WaitGroup wg = new WaitGroup();
            Go<Unit> sender = forRange(0, n, i -> select(four.map(c -> onSend(c, i, unit()))))
                    .then(Go.forEach(four, Channel::close));
            return Go.forEach(four, c -> wg.go(c.range(all::send)))
                    .then(wg.go(sender))
                    .then(wg.await())
                    .then(all.close())
                    .then(all.length())
                    .flatMap(count -> ChannelSendRowsTest.receiveAll(all, count))
                    .map(List::sorted);
        });
    }

    @Row(id = "T-10", rule = "The prime sieve", go = "test/chan/sieve1.go")
    @OnEveryRuntime
    void theSieveFindsThePrimes(World w) {
        List<Integer> primes = List.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71);
        int n = w.isExplored() ? 4 : primes.size();
        w.yields(primes.take(n), () -> {
            Channel<Integer> numbers = Channel.unbuffered();
            Channel<Integer> found = Channel.unbuffered();
            return waiter(Go.loop(2, i -> numbers.send(i).as(Loop.next(i + 1))))
                    .then(waiter(sieve(numbers, found)))
                    .then(ChannelSendRowsTest.receiveAll(found, n));
        });
    }

    private static Go<Unit> sieve(Channel<Integer> in, Channel<Integer> found) {
        return in.receive().flatMap(prime -> {
            Channel<Integer> out = Channel.unbuffered();
            return found.send(prime)
                    .then(waiter(in.range(i -> i % prime == 0 ? unit() : out.send(i))))
                    .then(Go.suspend(() -> sieve(out, found)));
        });
    }

    @Row(id = "T-12", rule = "A daisy chain of 10 000 goroutines", go = "the talk Go Concurrency Patterns: 10001")
    @OnEveryRuntime
    void aDaisyChainPassesItsNumber(World w) {
        int n = w.isExplored() ? 10 : 10_000;
        w.yields(n + 1, () -> {
            Channel<Integer> leftmost = Channel.unbuffered();
            Channel<Integer> left = leftmost;
            Collection<Go<Unit>> links = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                Channel<Integer> to = left;
                Channel<Integer> from = Channel.unbuffered();
                links.add(go(from.receive().flatMap(v -> to.send(v + 1))));
                left = from;
            }
            Channel<Integer> rightmost = left;
            return Go.sequence(links).then(go(rightmost.send(1))).then(leftmost.receive());
        });
    }

    /** A natural number: so many links. */
    private record Natural(Natural predecessor) {
        static final Natural ZERO = new Natural(null);

        boolean isZero() {
            return predecessor == null;
        }
    }

    private static Go<Natural> add(Natural x, Natural y) {
        return y.isZero() ? pure(x) : Go.suspend(() -> add(x, y.predecessor())).map(Natural::new);
    }

    private static Go<Natural> multiply(Natural x, Natural y) {
        return x.isZero() || y.isZero()
                ? pure(Natural.ZERO)
                : Go.suspend(() -> multiply(x, y.predecessor())).flatMap(z -> add(z, x));
    }

    private static Go<Natural> factorial(Natural n) {
        return n.isZero()
                ? pure(new Natural(Natural.ZERO))
                : Go.suspend(() -> factorial(n.predecessor())).flatMap(f -> multiply(n, f));
    }

    private static Go<Integer> count(Natural n) {
        return n.isZero() ? pure(0) : Go.suspend(() -> count(n.predecessor())).map(c -> c + 1);
    }

    @Row(id = "T-13", rule = "Deep recursion: factorials of numbers that are lists", go = "test/peano.go")
    @OnEveryRuntime
    void recursionMayBeAsDeepAsItLikes(World w) {
        int n = w.isExplored() ? 5 : 8;
        int expected = w.isExplored() ? 120 : 40_320;
        w.yields(expected, () -> {
            Natural number = Natural.ZERO;
            for (int i = 0; i < n; i++) {
                number = new Natural(number);
            }
            return factorial(number).flatMap(GoChecksTest::count);
        });
    }
}
