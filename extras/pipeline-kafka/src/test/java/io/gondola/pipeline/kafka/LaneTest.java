package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Which offset may be committed: pure logic, against a model that looks at all records each time. */
class LaneTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private int lowered;

    private Lane lane(int low) {
        return new Lane(PARTITION, low, new Group() {
            @Override
            public void lowered() {
                lowered++;
            }

            @Override
            public void expectsDone() {
                // nobody asks
            }

            @Override
            public ConsumerGroupMetadata metadata() {
                return null;
            }

            @Override
            public boolean isTransactional() {
                return false;
            }
        });
    }

    @Test
    void nothingIsCommittedBeforeTheFirstIsFinished() {
        Lane lane = lane(5);
        Ticket first = lane.take(7, 0);
        Ticket second = lane.take(8, 0);
        assertThat(first.begin() && second.begin()).isTrue();
        second.finish();

        assertThat(lane.advance()).isFalse();
        assertThat(lane.first()).isSameAs(first);

        first.finish();
        assertThat(lane.advance()).isTrue();
        assertThat(lane.next()).isEqualTo(9);
        assertThat(lane.gap()).isZero();
    }

    @Test
    void committedOffsetsAreNotDueAgain() {
        Lane lane = lane(5);
        Ticket t = lane.take(7, 0);
        assertThat(t.begin()).isTrue();
        t.finish();
        assertThat(lane.advance()).isTrue();
        lane.committed(8);

        assertThat(lane.advance()).isFalse();
        lane.committed(3); // the answer to an earlier commit, which comes late
        assertThat(lane.advance()).isFalse();
    }

    @Test
    void aRecordWhosePartitionWasTakenAwayIsNotBegun() {
        Lane lane = lane(5);
        Ticket begun = lane.take(7, 0);
        Ticket waiting = lane.take(8, 0);
        assertThat(begun.begin()).isTrue();
        lane.revoke();

        assertThat(waiting.begin()).isFalse();
        assertThat(lane.waiting()).isZero();
        assertThat(lane.firstBegun()).isSameAs(begun);
        begun.finish();
        assertThat(lane.firstBegun()).isNull();
    }

    @Test
    void aFullLaneHasRoomAgainWhenHalfAsManyWait() {
        Lane lane = lane(2);
        List<Ticket> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(lane.isFull(4, 100)).isFalse();
            all.add(lane.take(i, 0));
        }
        assertThat(lane.isFull(4, 100)).isTrue();
        assertThat(all.get(0).begin()).isTrue();
        assertThat(lane.isFull(4, 100)).isTrue();
        assertThat(lowered).isZero();
        assertThat(all.get(1).begin()).isTrue();
        assertThat(lowered).isOne();
        assertThat(lane.isFull(4, 100)).isFalse();
    }

    @Test
    void aGapThatIsTooWideFillsTheLaneHoweverFewWait() {
        Lane lane = lane(50);
        List<Ticket> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Ticket t = lane.take(i, 0);
            assertThat(t.begin()).isTrue();
            all.add(t);
        }
        all.subList(1, 10).forEach(Ticket::finish);
        assertThat(lane.advance()).isFalse();
        assertThat(lane.isFull(100, 10)).isTrue();
        all.get(0).finish();
        assertThat(lane.advance()).isTrue();
        assertThat(lane.isFull(100, 10)).isFalse();
    }

    /** Hunts: a partition that waits for the next commit although all that has come of it is finished. */
    @Test
    void finishedRecordsDoNotFillTheLaneUntilTheyAreCommitted() {
        Lane lane = lane(50);
        for (int i = 0; i < 10; i++) {
            Ticket t = lane.take(i, 0);
            assertThat(t.begin()).isTrue();
            t.finish();
        }
        assertThat(lane.isFull(100, 10)).isFalse();
    }

    /** Offsets with holes, as compaction and transactions leave them; records finish in any order. */
    @RepeatedTest(200)
    void theCommittedOffsetIsBelowTheFirstUnfinished(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        Lane lane = lane(10);
        TreeMap<Long, Ticket> unfinished = new TreeMap<>();
        long offset = random.nextInt(100);
        long last = -1;
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    offset += 1 + random.nextInt(3);
                    Ticket t = lane.take(offset, 0);
                    assertThat(t.begin()).isTrue();
                    unfinished.put(offset, t);
                    last = offset;
                }
                case 1 -> {
                    if (!unfinished.isEmpty()) {
                        List<Long> all = new ArrayList<>(unfinished.keySet());
                        Long one = all.get(random.nextInt(all.size()));
                        unfinished.remove(one).finish();
                    }
                }
                default -> {
                    if (lane.advance()) {
                        long first = unfinished.isEmpty() ? Long.MAX_VALUE : unfinished.firstKey();
                        assertThat(lane.next()).isLessThanOrEqualTo(first);
                        if (random.nextBoolean()) {
                            lane.committed(lane.next());
                        }
                    }
                }
            }
        }
        unfinished.values().forEach(Ticket::finish);
        boolean any = lane.advance();
        assertThat(lane.gap()).isZero();
        assertThat(last < 0 || !any || lane.next() == last + 1).isTrue();
    }
}
