package io.gondola.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selects with few cases and with many lock each of their channels once, in one order. */
class LockOrderTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 16, 17, 64, 300})
    void eachChannelIsLockedOnceInTheOrderOfHashCodes(int cases) {
        List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i <= cases / 2; i++) {
            channels.add(Channel.unbuffered());
        }
        Random random = new Random(cases);
        for (int round = 0; round < 20; round++) {
            List<Channel<Integer>> chosen = random.ints(cases, 0, channels.size())
                    .mapToObj(channels::get)
                    .toList();

            ChannelCore[] order = LockOrder.of(
                    chosen.stream().map(c -> Select.onReceive(c, Go.unit())).toArray(ChannelCase<?>[]::new));

            assertThat(order)
                    .isSortedAccordingTo(
                            (a, b) -> Integer.compare(System.identityHashCode(a), System.identityHashCode(b)));
            assertThat(List.<Object>of((Object[]) order))
                    .doesNotHaveDuplicates()
                    .hasSameElementsAs(new LinkedHashSet<>(chosen));
        }
    }
}
