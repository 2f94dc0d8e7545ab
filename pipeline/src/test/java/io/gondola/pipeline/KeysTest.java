package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hunts: two keys that share a lane, so that one waits for the other; and a key with two, whose order is lost. */
class KeysTest {
    private static final int ELEMENTS = 20_000;

    /** Many are equal in their hashes, and few in all. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 3;
        }
    }

    private final Lanes jobs = new Lanes();
    private final Deque<Job> busy = new ArrayDeque<>();

    private void finishOne() {
        Job job = busy.poll();
        Job next = jobs.poll(job);
        if (next != null) {
            busy.add(next);
        }
    }

    /** As many jobs on their way as are allowed, and as many workers that have not told their lane yet. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, Keys.FEW / 2, Keys.FEW, 100})
    void keysThatAreOnTheirWayHaveEachALaneOfItsOwn(int n) throws Throwable {
        Keys keys = new Keys(x -> x, n);
        Random random = new Random(n);
        Map<Object, Lanes.Lane> used = new HashMap<>();
        Set<Lanes.Lane> all = new HashSet<>();
        for (int i = 0; i < ELEMENTS; i++) {
            Key key = new Key(random.nextInt(3 * n));
            Lanes.Lane lane = keys.laneOf(key);
            used.values().removeIf(Lanes.Lane::isIdle);

            assertThat(used.getOrDefault(key, lane)).isSameAs(lane);
            assertThat(used.entrySet().stream()
                            .filter(e -> e.getValue() == lane && !e.getKey().equals(key)))
                    .isEmpty();
            used.put(key, lane);
            all.add(lane);
            jobs.add(new Job(key, lane));
            Job job = jobs.poll(null);
            if (job != null) {
                busy.add(job);
            }
            while (busy.size() > 2 * n || (!busy.isEmpty() && random.nextInt(4) == 0)) {
                finishOne();
            }
        }
        if (2 * n < Keys.FEW) {
            assertThat(all.size()).isLessThanOrEqualTo(2 * n + 2);
        }
    }
}
