package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap against a map from entries to deadlines, which is searched from end to end. */
class TimerHeapModelTest {
    private static final int OPERATIONS = 30_000;
    private static final int TIMERS = 60;
    private static final int MAX_SLEEPERS = 200;

    private final TestProgram program = new TestProgram(new RandomWalk(1));
    private final TimerHeap heap = new TimerHeap();
    private final Map<Object, Long> model = new HashMap<>();
    private final Map<TestTimer, Long> periods = new HashMap<>();
    private final List<TestTimer> timers = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<String> actual = new ArrayList<>();
    private long clock;

    private TestTimer timer(int number) {
        TestTimer[] self = new TestTimer[1];
        self[0] = new TestTimer(program, now -> {
            actual.add("timer " + number + " at " + self[0].deadline());
            return next(self[0], self[0].deadline());
        });
        return self[0];
    }

    private long next(TestTimer t, long deadline) {
        long period = periods.getOrDefault(t, 0L);
        return period == 0 ? Long.MAX_VALUE : deadline + period;
    }

    /** Takes what is due out of the model, at most {@code limit}; returns the deadlines in order. */
    private List<Long> popModel(int limit) {
        List<Long> deadlines = new ArrayList<>();
        while (deadlines.size() < limit) {
            Map.Entry<Object, Long> first =
                    model.entrySet().stream().min(Map.Entry.comparingByValue()).orElse(null);
            if (first == null || first.getValue() > clock) {
                break;
            }
            Object entry = first.getKey();
            long deadline = first.getValue();
            deadlines.add(deadline);
            model.remove(entry);
            if (entry instanceof TestTimer t) {
                expected.add("timer " + timers.indexOf(t) + " at " + deadline);
                long next = next(t, deadline);
                if (next != Long.MAX_VALUE) {
                    model.put(t, next);
                }
            } else {
                expected.add("goroutine " + ((Goroutine) entry).id());
            }
        }
        return deadlines;
    }

    private void popBoth() {
        int due = heap.popDue(clock, Integer.MAX_VALUE, g -> actual.add("goroutine " + g.id()));
        List<Long> deadlines = popModel(Integer.MAX_VALUE);

        assertThat(due).isEqualTo(deadlines.size());
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
        actual.clear();
        expected.clear();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theHeapDoesWhatTheModelDoes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TIMERS; i++) {
            timers.add(timer(i));
        }

        for (int i = 0; i < OPERATIONS; i++) {
            TestTimer t = timers.get(random.nextInt(TIMERS));
            long deadline = clock + random.nextInt(seed % 2 == 0 ? 20 : 2_000);
            switch (random.nextInt(8)) {
                case 0 -> {
                    clock += random.nextInt(40);
                    popBoth();
                }
                case 1, 2 -> assertThat(heap.disarm(t)).isEqualTo(model.remove(t) != null);
                case 3 -> {
                    if (model.size() < MAX_SLEEPERS) {
                        Goroutine g = new Scripted(program, s -> Slice.Leave.end());
                        heap.addSleeper(g, deadline);
                        model.put(g, deadline);
                    }
                }
                default -> {
                    assertThat(heap.arm(t, deadline)).isEqualTo(model.containsKey(t));
                    periods.put(t, random.nextInt(4) == 0 ? 1L + random.nextInt(30) : 0L);
                    model.put(t, deadline);
                }
            }
            long earliest =
                    model.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            assertThat(heap.earliest).as("operation %d", i).isLessThanOrEqualTo(earliest);
            assertThat(heap.size()).isLessThan(4 * model.size() + 200);
            assertThat(heap.holdsOffDeadlock()).isEqualTo(!model.isEmpty());
        }
    }
}
