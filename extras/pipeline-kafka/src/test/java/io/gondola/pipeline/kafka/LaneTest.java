package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Which offset may be committed: pure logic, against a model that looks at all records each time. */
@SuppressWarnings("NullAway") // what is looked for is there
class LaneTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private final FixedGroup group = new FixedGroup(false);

    private Lane lane(int low) {
        return new Lane(PARTITION, low, group);
    }

    @Test
    void nothingIsCommittedBeforeTheFirstIsFinished() {
        Lane lane = lane(5);
        Ticket first = lane.take(7);
        Ticket second = lane.take(8);
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
        Ticket t = lane.take(7);
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
        Ticket begun = lane.take(7);
        Ticket waiting = lane.take(8);
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
            all.add(lane.take(i));
        }
        assertThat(lane.isFull(4, 100)).isTrue();
        assertThat(all.get(0).begin()).isTrue();
        assertThat(lane.isFull(4, 100)).isTrue();
        assertThat(group.lowered).isZero();
        assertThat(all.get(1).begin()).isTrue();
        assertThat(group.lowered).isOne();
        assertThat(lane.isFull(4, 100)).isFalse();
    }

    @Test
    void aGapThatIsTooWideFillsTheLaneHoweverFewWait() {
        Lane lane = lane(50);
        List<Ticket> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Ticket t = lane.take(i);
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
            Ticket t = lane.take(i);
            assertThat(t.begin()).isTrue();
            t.finish();
        }
        assertThat(lane.isFull(100, 10)).isFalse();
    }

    /** Hunts: a lane that nobody looks at in time, since the end of a gap is not told as room in the buffer is. */
    @Test
    void aLaneIsTooWideWhenItsGapAloneFillsIt() {
        Lane lane = lane(2);
        Ticket first = lane.take(0);
        assertThat(first.begin()).isTrue();
        for (int i = 1; i < 10; i++) {
            assertThat(lane.isFull(100, 10)).isFalse();
            assertThat(lane.take(i).begin()).isTrue();
        }
        assertThat(lane.isFull(100, 10)).isTrue();
        assertThat(lane.isTooWide()).isTrue();
        lane.take(10);
        lane.take(11);
        lane.take(12);
        assertThat(lane.isTooWide()).isFalse();
    }

    /** Hunts: a record that is called stuck although somebody has just begun with it: it has only waited for long. */
    @Test
    void aRecordHoldsUpItsPartitionFromWhenItIsWorkedOn() {
        Lanes lanes = new Lanes(new Options(), group);
        lanes.add(List.of(PARTITION));
        Lane lane = lanes.withoutWaiting(List.of(PARTITION)).get(0);
        Ticket first = lane.take(0);
        Ticket second = lane.take(1);
        assertThat(lanes.heldUpLongest(100)).isNull();
        assertThat(first.begin()).isTrue();
        assertThat(lanes.heldUpLongest(200)).isSameAs(lane);
        assertThat(lanes.heldUpLongest(500)).isSameAs(lane);
        assertThat(lane.heldUpNanos(500)).isEqualTo(300);

        first.finish();
        assertThat(lane.advance()).isTrue();
        assertThat(lanes.heldUpLongest(600)).isNull();
        assertThat(second.begin()).isTrue();
        assertThat(lanes.heldUpLongest(700)).isSameAs(lane);
        assertThat(lane.heldUpNanos(700)).isZero();
    }

    @Test
    void theLaneThatIsHeldUpLongestIsNamed() {
        TopicPartition other = new TopicPartition("orders", 4);
        Lanes lanes = new Lanes(new Options(), group);
        lanes.add(List.of(PARTITION, other));
        List<Lane> both = lanes.withoutWaiting(List.of(PARTITION, other));
        assertThat(both.get(1).take(0).begin()).isTrue();
        assertThat(lanes.heldUpLongest(100)).isSameAs(both.get(1));
        assertThat(both.get(0).take(0).begin()).isTrue();

        assertThat(lanes.heldUpLongest(200)).isSameAs(both.get(1));
    }

    /**
     * Hunts: all tickets of a partition kept, one behind the other, because no transaction ever asked for the first.
     */
    @Test
    void ticketsThatWereFinishedBeforeATransactionAsksAreNotKept() {
        Lane lane = new Lane(PARTITION, 5, new FixedGroup(true));
        Ticket first = lane.take(0);
        Ticket second = lane.take(1);
        Ticket third = lane.take(2);
        first.finish();
        second.finish();
        assertThat(lane.advance()).isTrue();

        assertThat(lane.takeBeginning()).isSameAs(second);
        assertThat(second.next()).isSameAs(third);
        third.finish();
        assertThat(lane.advance()).isTrue();
        assertThat(lane.takeBeginning()).isNull();
    }

    @Test
    void offsetsCommittedByATransactionAreNotDue() {
        Lane lane = new Lane(PARTITION, 5, new FixedGroup(true));
        Ticket first = lane.take(0);
        Ticket second = lane.take(1);
        lane.covered(1);
        first.finish();
        assertThat(lane.advance()).isFalse();
        second.finish();
        assertThat(lane.advance()).isTrue();
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
                    Ticket t = lane.take(offset);
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
