package io.gondola.select;

import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import java.util.List;

/** What a dump says of a select that waits for ever. */
class SelectWaitReasonTest {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> nil = Channel.nil();

    private static void assertReason(TestRuntime rt, Go<?> program, String reason) {
        assertThat(rt.deadlock(program)).contains("goroutine 1 [" + reason + "]:");
    }

    @OnEveryRuntime
    void noCasesBlockForever(TestRuntime rt) {
        assertReason(rt, select(), "select (no cases)");
    }

    @OnEveryRuntime
    void emptyListBlocksForever(TestRuntime rt) {
        assertReason(rt, select(List.<Case<Integer>>of()), "select (no cases)");
    }

    @OnEveryRuntime
    void oneNilReceiveIsAReceive(TestRuntime rt) {
        assertReason(rt, select(onReceive(nil, Go.unit())), "chan receive (nil chan)");
    }

    @OnEveryRuntime
    void oneNilSendIsASend(TestRuntime rt) {
        assertReason(rt, select(onSend(nil, 1, Go.unit())), "chan send (nil chan)");
    }

    @OnEveryRuntime
    void severalNilCasesAreASelect(TestRuntime rt) {
        assertReason(rt, select(onReceive(nil, Go.unit()), onSend(nil, 1, Go.unit())), "select");
    }

    @OnEveryRuntime
    void oneReceiveIsAReceive(TestRuntime rt) {
        assertReason(rt, select(onReceive(a, Go.unit())), "chan receive");
    }

    @OnEveryRuntime
    void oneSendIsASend(TestRuntime rt) {
        assertReason(rt, select(onSend(a, 1, Go.unit())), "chan send");
    }

    @OnEveryRuntime
    void severalCasesAreASelect(TestRuntime rt) {
        assertReason(rt, select(onReceive(a, Go.unit()), onReceive(nil, Go.unit())), "select");
    }
}
