package io.gondola.select;

import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.ArrayList;
import java.util.List;

@SuppressWarnings("NullAway") // nulls are what is refused
class SelectOperandsTest {
    private final Channel<Integer> buffer = Channel.buffered(2);
    private final Channel<Integer> nil = Channel.nil();
    private final List<String> log = new ArrayList<>();

    private <A> A logged(String what, A a) {
        log.add(what);
        return a;
    }

    @OnEveryRuntime
    void aReceiveFromTheNilChannelIsNeverTaken(TestRuntime t) {
        t.assertRun(buffer.send(7).then(select(onReceive(nil, pure(0)), onReceive(buffer, v -> pure(v)))))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void aSendToTheNilChannelIsNeverTaken(TestRuntime t) {
        t.assertRun(select(onSend(nil, 1, pure("nil")), onSend(buffer, 1, pure("buffer"))))
                .isEqualTo("buffer");
    }

    @OnEveryRuntime
    void theNilChannelLeavesTheDefault(TestRuntime t) {
        t.assertRun(select(onSend(nil, 1, pure(1)), onReceive(nil, pure(2)), onDefault(pure(3))))
                .isEqualTo(3);
    }

    @OnEveryRuntime
    void operandsAreEvaluatedOnceFromTopToBottom(TestRuntime t) {
        t.run(suspend(() -> select(
                onSend(logged("channel a", nil), logged("value a", 1), unit()),
                onReceive(logged("channel b", buffer), v -> unit()),
                onSend(logged("channel c", nil), logged("value c", 2), unit()),
                onDefault(unit()))));

        assertThat(log).containsExactly("channel a", "value a", "channel b", "channel c", "value c");
    }

    @OnEveryRuntime
    void aPanicInAnOperandStopsTheRest(TestRuntime t) {
        Channel<Integer> gone = null;

        t.panic(suspend(() -> select(
                onSend(logged("channel a", buffer), logged("value a", 1), unit()),
                onReceive(logged("channel b", gone), v -> unit()),
                onReceive(logged("channel c", buffer), v -> unit()))));

        assertThat(log).containsExactly("channel a", "value a", "channel b");
    }

    @OnEveryRuntime
    void onlyTheBodyOfTheTakenCaseRuns(TestRuntime t) {
        t.run(buffer.send(1)
                .then(select(
                        onReceive(nil, v -> logged("nil", unit())),
                        onReceive(buffer, v -> logged("buffer", unit())),
                        onDefault(() -> logged("default", unit())))));

        assertThat(log).containsExactly("buffer");
    }

    @OnEveryRuntime
    void aSelectMayRunManyTimes(TestRuntime t) {
        Go<Unit> select = select(onReceive(buffer, v -> logged("got " + v, unit())), onReceive(nil, unit()));

        t.run(buffer.send(1).then(buffer.send(2)).then(select).then(select));

        assertThat(log).containsExactly("got 1", "got 2");
    }

    @OnEveryRuntime
    void aCaseMayBeUsedInSeveralSelects(TestRuntime t) {
        Case<Integer> receive = onReceive(buffer, v -> pure(v));

        t.assertRun(buffer.send(1)
                        .then(buffer.send(2))
                        .then(Go.zip(select(receive), select(receive, onReceive(nil, pure(0))), List::of)))
                .isEqualTo(List.of(1, 2));
    }

    @OnEveryRuntime
    void aListOfCasesIsReadAtOnce(TestRuntime t) {
        List<Case<String>> cases = new ArrayList<>(List.of(onDefault(pure("default"))));
        Go<String> select = select(cases);
        cases.clear();

        assertThat(t.run(select)).isEqualTo("default");
    }
}
