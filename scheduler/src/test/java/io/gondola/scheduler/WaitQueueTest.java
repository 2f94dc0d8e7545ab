package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitQueueTest {
    private static final class Entry extends Waiter {
        private boolean served;

        @Override
        public boolean claim() {
            return !served;
        }

        @Override
        public void wake() {}
    }

    private final WaitQueue queue = new WaitQueue();

    private Entry added() {
        Entry e = new Entry();
        queue.add(e);
        return e;
    }

    @Test
    void anEmptyQueueGivesNothing() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take()).isNull();
        assertThat(queue.peek()).isNull();
    }

    @Test
    void theLongestWaiterIsTakenFirst() {
        Entry a = added();
        Entry b = added();

        assertThat(queue.peek()).isSameAs(a);
        assertThat(queue.take()).isSameAs(a);
        assertThat(queue.take()).isSameAs(b);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aWaiterAddedAtTheFrontIsTakenFirst() {
        added();
        Entry b = new Entry();
        queue.addFirst(b);

        assertThat(queue.take()).isSameAs(b);
    }

    @Test
    void aWaiterServedElsewhereIsDropped() {
        added().served = true;
        added().served = true;
        Entry c = added();

        assertThat(queue.take()).isSameAs(c);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aRemovedWaiterIsNotTaken() {
        Entry a = added();
        Entry b = added();
        Entry c = added();

        assertThat(queue.remove(b)).isTrue();
        assertThat(queue.remove(b)).isFalse();
        assertThat(queue.take()).isSameAs(a);
        assertThat(queue.take()).isSameAs(c);
    }

    @Test
    void aWaiterThatWasTakenCannotBeRemoved() {
        Entry a = added();
        queue.take();

        assertThat(queue.remove(a)).isFalse();
    }

    @Test
    void aTakenWaiterMayQueueAgain() {
        Entry a = added();
        Entry b = added();
        queue.take();
        queue.add(a);

        assertThat(queue.take()).isSameAs(b);
        assertThat(queue.take()).isSameAs(a);
        assertThat(queue.take()).isNull();
    }

    @Test
    void theOneChosenAmongTheEligibleComesToTheFrontAndTheOthersKeepTheirOrder() {
        Entry a = added();
        Entry b = added();
        Entry c = added();
        Entry d = added();

        queue.chooseFirst(w -> w != b, n -> {
            assertThat(n).isEqualTo(3);
            return 2;
        });

        assertThat(queue.take()).isSameAs(d);
        assertThat(queue.take()).isSameAs(a);
        assertThat(queue.take()).isSameAs(b);
        assertThat(queue.take()).isSameAs(c);
        assertThat(queue.take()).isNull();
    }

    @Test
    void oneWhoIsAloneIsNoChoice() {
        Entry a = added();

        queue.chooseFirst(w -> true, n -> {
            throw new AssertionError("nothing to choose");
        });

        assertThat(queue.take()).isSameAs(a);
    }

    @Test
    void aStackIsUnlinkedFromTheTop() {
        Entry a = new Entry();
        Entry b = new Entry();

        Waiter top = WaitQueue.stack(b, WaitQueue.stack(a, null));

        assertThat(top).isSameAs(b);
        assertThat(WaitQueue.unstack(top)).isSameAs(a);
        assertThat(WaitQueue.unstack(a)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theQueueDoesWhatADequeWould(long seed) {
        Random random = new Random(seed);
        Deque<Entry> model = new ArrayDeque<>();
        List<Entry> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(new Entry());
        }
        for (int i = 0; i < 20_000; i++) {
            Entry e = all.get(random.nextInt(all.size()));
            boolean queued = model.contains(e);
            switch (random.nextInt(4)) {
                case 0 -> assertThat(queue.take()).isSameAs(model.poll());
                case 1 -> assertThat(queue.remove(e)).isEqualTo(model.remove(e));
                case 2 -> {
                    if (!queued) {
                        queue.add(e);
                        model.addLast(e);
                    }
                }
                default -> {
                    if (!queued) {
                        queue.addFirst(e);
                        model.addFirst(e);
                    }
                }
            }
            assertThat(queue.peek()).isSameAs(model.peek());
            assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
        }
    }
}
