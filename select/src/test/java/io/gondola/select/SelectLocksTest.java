package io.gondola.select;

import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.channel.ChannelCore;
import io.vavr.collection.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A select that finds a case ready needs the lock of that channel alone: others may be busy with theirs. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SelectLocksTest {
    private final GoRuntime runtime = GoRuntime.builder().maxProcs(1).build();
    private final Channel<Integer> full = Channel.buffered(1);
    private final Channel<Integer> empty = Channel.unbuffered();

    @AfterEach
    void close() {
        runtime.close();
    }

    private int whileEmptyIsLocked(Go<Integer> program) throws Exception {
        runtime.run(full.send(7));
        ChannelCore locked = (ChannelCore) empty;
        locked.lock();
        try {
            return runtime.start(program).get(10, TimeUnit.SECONDS);
        } finally {
            locked.unlock();
        }
    }

    @Test
    void aReadyReceiveIsTakenWhileAnotherChannelIsLocked() throws Exception {
        assertThat(whileEmptyIsLocked(select(onReceive(empty, Go::pure), onReceive(full, Go::pure))))
                .isEqualTo(7);
    }

    @Test
    void aReadySendIsTakenWhileAnotherChannelIsLocked() throws Exception {
        Channel<Integer> room = Channel.buffered(1);

        assertThat(whileEmptyIsLocked(select(onReceive(empty, Go::pure), onSend(room, 1, Go.pure(3)))))
                .isEqualTo(3);
    }

    @Test
    void ofManyCasesTooAReadyOneIsTaken() throws Exception {
        List<Case<Integer>> cases =
                List.fill(20, () -> onReceive(empty, Go::pure)).append(onReceive(full, Go::pure));

        assertThat(whileEmptyIsLocked(select(cases))).isEqualTo(7);
    }
}
