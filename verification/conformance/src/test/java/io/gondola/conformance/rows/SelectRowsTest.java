package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.select.Case;
import io.gondola.sync.WaitGroup;
import io.gondola.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The select statement. */
@Row(
        id = "2-4",
        rule = "Which of several ready cases is taken",
        go = "the first ready one of a fresh random permutation, so that each has the same chance",
        tests = {
            "SelectFairnessTest.twoReadyCasesShareEvenly",
            "SelectFairnessTest.threeReadyAmongFiveShareEvenly",
            "SelectFairnessTest.seventeenReadyCasesShareEvenly"
        })
@Row(
        id = "2-5",
        rule = "Duplicate cases",
        go = "count separately: of x, x, y, all ready, two thirds are x",
        tests = {
            "SelectFairnessTest.duplicateCasesCountSeparately",
            "SelectSameChannelTest.duplicateReceivesTakeOneElement"
        })
@Row(
        id = "2-12",
        rule = "A goroutine that waits in several queues",
        go = "is claimed by one compare-and-swap; who fails passes over it, so it is served once",
        tests = {
            "SelectWaitersTest.aWaiterInTwoQueuesIsServedOnce",
            "SelectWaitersTest.aSenderInTwoQueuesIsServedOnce",
            "SelectWaitersTest.anOperationPassesOverAServedWaiterToTheNext",
            "SelectLosersTest.selectInManyQueuesFiresOnce"
        })
@Row(
        id = "2-15",
        rule = "What Go's tests tolerate",
        go = "of 10 000 trials with two cases that are always ready, each is taken 5000 times, give or take 10"
                + " sigma (500)",
        tests = "SelectFairnessTest.twoReadyCasesShareEvenly")
class SelectRowsTest {
    private static final Channel<Integer> NIL = Channel.nil();

    private static <A> A logged(List<String> log, String what, A a) {
        log.add(what);
        return a;
    }

    @Row(
            id = "2-1",
            rule = "The channels of all cases and the values of all sends",
            go = "are evaluated once, in the order of the source, whichever case is taken; a panic in one stops the"
                    + " rest",
            tests = "SelectOperandsTest.aPanicInAnOperandStopsTheRest")
    @OnEveryRuntime
    void operandsAreEvaluatedOnceInTheOrderOfTheSource(World w) {
        w.yields(List.of("chan a", "val a", "chan b", "chan c", "val c"), () -> {
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            Channel<Integer> b = Channel.buffered(1);
            return Go.suspend(() -> select(
                            onSend(logged(log, "chan a", NIL), logged(log, "val a", 1), unit()),
                            onReceive(logged(log, "chan b", b), v -> unit()),
                            onSend(logged(log, "chan c", NIL), logged(log, "val c", 2), unit()),
                            onDefault(unit())))
                    .then(Go.call(() -> List.copyOf(log)));
        });
    }

    @Row(
            id = "2-2",
            rule = "`case ch(a, nil) <- val(a)`, `case arr[lhs()] = <-ch(b)`, `case ch(c, nil) <- val(c)`, of which b"
                    + " is ready",
            go = "prints `chan:a val:a chan:b chan:c val:c lhs`: the left side of a receive comes last, and only if"
                    + " it is taken")
    @OnEveryRuntime
    void theTargetOfTheAssignmentIsEvaluatedAfterTheChoice(World w) {
        w.yields("chan:a val:a chan:b chan:c val:c lhs", () -> {
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            Channel<Integer> b = Channel.buffered(1);
            return b.send(7)
                    .then(Go.suspend(() -> select(
                            onSend(logged(log, "chan:a", NIL), logged(log, "val:a", 1), unit()),
                            onReceive(logged(log, "chan:b", b), v -> logged(log, "lhs", unit())),
                            onSend(logged(log, "chan:c", NIL), logged(log, "val:c", 2), unit()))))
                    .then(Go.call(() -> String.join(" ", log)));
        });
    }

    @Row(id = "2-3", rule = "Cases with a nil channel", go = "are never taken")
    @OnEveryRuntime
    void aCaseWithTheNilChannelIsNeverTaken(World w) {
        w.yields("b", () -> {
            Channel<Integer> b = Channel.buffered(1);
            return select(onSend(NIL, 1, pure("nil")), onReceive(NIL, pure("nil")), onSend(b, 1, pure("b")));
        });
        w.yields(
                "default",
                () -> select(onSend(NIL, 1, pure("nil")), onReceive(NIL, pure("nil")), onDefault(pure("default"))));
    }

    @Row(
            id = "2-6",
            rule = "A send and a receive on the same channel in one select",
            go = "is legal; unbuffered, it never meets itself; buffered, it may",
            tests = "SelectSameChannelTest.twoSelfSelectsMeet")
    @OnEveryRuntime
    void aSelectMeetsItselfOnlyThroughABuffer(World w) {
        w.deadlocks("select", () -> self(Channel.unbuffered()));
        w.yields("sent got 1", () -> {
            Channel<Integer> c = Channel.buffered(1);
            return self(c).flatMap(first -> self(c).map(second -> first + " " + second));
        });
        w.yieldsOneOf(List.of("sent", "got 1"), () -> {
            Channel<Integer> c = Channel.unbuffered();
            return waiter(self(c)).then(self(c));
        });
    }

    private static Go<String> self(Channel<Integer> c) {
        return select(onSend(c, 1, pure("sent")), onReceive(c, v -> pure("got " + v)));
    }

    @Row(
            id = "2-7",
            rule = "When a case is ready",
            go = "receive: a sender waits, an element is buffered, or the channel is closed, in this order; send:"
                    + " closed, then it panics, a receiver waits, or there is room. A closed channel panics only"
                    + " if its case is the one taken",
            tests = "SelectFairnessTest.sendOnAClosedChannelIsPickedHalfOfTheTime")
    @OnEveryRuntime
    void aSendOnAClosedChannelPanicsOnlyIfItIsTaken(World w) {
        w.yieldsOneOf(List.of("received", "send on closed channel"), () -> {
            Channel<Integer> closed = Channel.unbuffered();
            Channel<Integer> ready = Channel.buffered(1);
            return ready.send(1)
                    .then(closed.close())
                    .then(select(onSend(closed, 1, pure("sent")), onReceive(ready, pure("received"))))
                    .recover(p -> pure(p.getMessage()));
        });
        w.yields("element", () -> {
            Channel<Integer> c = Channel.buffered(1);
            return c.send(1)
                    .then(c.close())
                    .then(select(
                            onReceiveOption(c, v -> pure(v.isDefined() ? "element" : "closed")),
                            onReceive(NIL, unit().as(""))));
        });
    }

    @Row(id = "2-8", rule = "A receive from a closed channel", go = "is always ready: the zero value, false")
    @OnEveryRuntime
    void aReceiveFromAClosedChannelIsAlwaysReady(World w) {
        w.yields("None None", () -> {
            Channel<Integer> c = Channel.unbuffered();
            Go<String> receive = select(
                    onReceiveOption(c, v -> pure(v.toString())),
                    onReceive(NIL, pure("nil")),
                    onDefault(pure("default")));
            return c.close().then(Go.zip(receive, receive, (a, b) -> a + " " + b));
        });
    }

    @Row(id = "2-9", rule = "`default`", go = "is taken only if no case is ready; alone, at once")
    @OnEveryRuntime
    void theDefaultIsTakenOnlyIfNoCaseIsReady(World w) {
        w.yields("default", () -> select(onDefault(pure("default"))));
        w.yields("default element", () -> {
            Channel<Integer> c = Channel.buffered(1);
            Go<String> look =
                    select(onDefault(pure("default")), onReceive(c, pure("element")), onReceive(NIL, pure("nil")));
            return look.flatMap(before -> c.send(1).then(look).map(after -> before + " " + after));
        });
    }

    @Row(
            id = "2-10",
            rule = "A select that waits for ever",
            go = "no case: `select (no cases)`; one nil case: `chan receive (nil chan)` or `chan send (nil chan)`;"
                    + " several: `select`")
    @OnEveryRuntime
    void aSelectThatWaitsForEverSaysWhy(World w) {
        w.deadlocks("select (no cases)", () -> select());
        w.deadlocks("chan receive (nil chan)", () -> select(onReceive(NIL, unit())));
        w.deadlocks("chan send (nil chan)", () -> select(onSend(NIL, 1, unit())));
        w.deadlocks("select", () -> select(onReceive(NIL, unit()), onSend(NIL, 1, unit())));
    }

    @Row(
            id = "2-11",
            rule = "Locks of the channels",
            go = "all are taken in one order, each once, so that selects with the same channels in any order do not"
                    + " block each other",
            ours = "the order of identity hash codes, with a lock for ties",
            why = "Java objects have no address",
            tests = "SelectStressTest.selectsThatMeetSelectsLoseAndDoubleNothing")
    @OnEveryRuntime
    void selectsWithTheSameChannelsInOtherOrdersMeet(World w) {
        w.yields(Unit.UNIT, () -> {
            Channel<Integer> a = Channel.unbuffered();
            Channel<Integer> b = Channel.unbuffered();
            WaitGroup wg = new WaitGroup();
            Go<Unit> sends = select(onSend(a, 1, unit()), onSend(b, 2, unit()), onReceive(NIL, unit()));
            Go<Unit> receives = select(onReceive(b, unit()), onReceive(a, unit()), onReceive(a, unit()));
            return wg.go(sends.repeat(2)).then(wg.go(receives.repeat(2))).then(wg.await());
        });
    }

    @Row(
            id = "2-18",
            rule = "Several cases of a select that waits, all sends to or all receives from one channel",
            go = "are queued in an order that is random each time: any of them may be the one that is served",
            tests = {
                "SelectFairnessTest.receivesFromOneChannelThatWaitShareEvenly",
                "SelectFairnessTest.sendsToOneChannelThatWaitShareEvenly"
            })
    @OnEveryRuntime
    void ofCasesOnOneChannelAnyMayBeServed(World w) {
        w.yieldsOneOf(List.of("first", "second"), () -> {
            Channel<Integer> c = Channel.unbuffered();
            return waiter(waiting(w).then(c.send(1)))
                    .then(select(
                            onReceive(c, pure("first")), onReceive(NIL, pure("nil")), onReceive(c, pure("second"))));
        });
    }

    private static Go<Unit> waiting(World w) {
        return w.waiting(1, "select");
    }

    @Row(
            id = "2-13",
            rule = "A select with one case, with or without `default`; the number of cases",
            go = "is compiled to the plain operation; at most 65536 cases",
            tests = {
                "SelectWaitReasonTest.oneReceiveIsAReceive",
                "SelectWaitReasonTest.oneSendIsASend",
                "SelectBadInputTest.moreThan65536CasesAreRefused"
            })
    @OnEveryRuntime
    void aSelectWithOneCaseIsThePlainOperation(World w) {
        w.deadlocks("chan receive", () -> select(onReceive(Channel.unbuffered(), unit())));
        w.deadlocks("chan send", () -> select(onSend(Channel.<Integer>unbuffered(), 1, unit())));
        List<Case<Unit>> tooMany = Collections.nCopies(65_537, onDefault(unit()));
        assertThatThrownBy(() -> select(tooMany)).hasMessage("a select has at most 65536 cases: 65537");
    }

    @Row(
            id = "2-14",
            rule = "The special forms: no case and `default`, one case, one case and `default`",
            go = "behave as the general one")
    @OnEveryRuntime
    void theSpecialFormsBehaveAsTheGeneralOne(World w) {
        for (List<Case<String>> more :
                List.of(List.<Case<String>>of(), List.of(NIL_CASE), List.of(NIL_CASE, NIL_CASE))) {
            w.yields("5, then closed, then default", () -> {
                Channel<Integer> c = Channel.buffered(1);
                Channel<Integer> empty = Channel.unbuffered();
                return c.send(5)
                        .then(c.close())
                        .then(Go.zip(
                                select(with(more, onReceive(c, v -> pure("" + v)))),
                                select(with(more, onReceiveOption(c, v -> pure(v.isEmpty() ? "closed" : "open")))),
                                select(with(
                                        with(more, onReceive(empty, pure("received"))), onDefault(pure("default")))),
                                (x, y, z) -> x + ", then " + y + ", then " + z));
            });
        }
    }

    private static final Case<String> NIL_CASE = onReceive(NIL, pure("nil"));

    private static <A> List<Case<A>> with(List<Case<A>> cases, Case<A> last) {
        List<Case<A>> all = new ArrayList<>(cases);
        all.add(last);
        return all;
    }

    @Row(
            id = "2-16",
            rule = "`break` in a case",
            go = "leaves the select only; a labelled one leaves the loop",
            ours = "a case's body ends with its value; `b.exit()` leaves the loop that gave `b`",
            why = "a select is an expression")
    @OnEveryRuntime
    void aBodyEndsTheSelectAndExitLeavesTheLoop(World w) {
        w.yields(3, () -> {
            Channel<Integer> c = Channel.buffered(5);
            return Go.forRange(0, 5, c::send)
                    .then(Go.forever(b ->
                            select(onReceive(c, v -> v == 1 ? b.exit() : unit()), onReceive(NIL, unit()))))
                    .then(c.length());
        });
    }

    @Row(
            id = "2-17",
            rule = "Timers in a select",
            go = "one that has expired is ready at once; while the select waits they can wake it",
            tests = "TimerTest.aTimerThatIsNotPositiveIsReadyAtOnce")
    @OnEveryRuntime
    void aSelectSeesExpiredTimersAndWaitsForOthers(World w) {
        w.yields(
                "fired",
                () -> Timer.start(Duration.ZERO)
                        .flatMap(t -> select(
                                onReceive(t.channel(), pure("fired")),
                                onReceive(NIL, pure("nil")),
                                onDefault(pure("default")))));
        w.yields(
                "fired",
                () -> Timer.start(Duration.ofMillis(1))
                        .flatMap(t -> go(unit())
                                .then(select(onReceive(t.channel(), pure("fired")), onReceive(NIL, pure("nil"))))));
    }
}
