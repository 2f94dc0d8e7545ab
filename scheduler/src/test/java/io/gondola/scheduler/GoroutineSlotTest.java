package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What changes at each switch stands in slots that are renewed. */
class GoroutineSlotTest {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(1)).start();
    private final TestProgram program = new TestProgram(scheduler);
    private final Processor p = new Processor(0);

    @AfterEach
    void close() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    private Goroutine goroutine() {
        return new Scripted(program, g -> Leave.end());
    }

    /** Hunts a goroutine that stays in the old slot, where nobody looks for it any more. */
    @Test
    void aFullSlotIsKept() {
        Goroutine g = goroutine();
        p.putNext(g);

        p.renewNext();

        assertThat(p.hasNext()).isTrue();
        assertThat(p.takeNext()).isSameAs(g);
        assertThat(p.takeNext()).isNull();
    }

    @Test
    void aFreshSlotIsFilledAndEmptiedAsTheOldOneWas() {
        p.renewNext();
        Goroutine first = goroutine();
        Goroutine second = goroutine();

        assertThat(p.hasNext()).isFalse();
        assertThat(p.putNext(first)).isNull();
        assertThat(p.putNext(second)).isSameAs(first);
        assertThat(p.takeNext()).isSameAs(second);
        assertThat(p.hasNext()).isFalse();
    }

    @Test
    void aProcessorRenewsOnceInFourThousandSwitches() {
        int renewals = 0;
        for (int i = 0; i < 3 * 4096; i++) {
            renewals += p.countSwitch() ? 1 : 0;
        }

        assertThat(renewals).isEqualTo(3);
    }

    private static boolean isSeenToRun(Goroutine g) {
        Machine m = Machine.current();
        return m != null && m.running() == g;
    }

    /** Hunts a machine whose goroutine is noted in a slot that others do not see. */
    @Test
    void eachGoroutineIsSeenToRunThoughItsSlotIsFresh() {
        for (Processor each : scheduler.pool.processors()) {
            each.renewal = 0;
        }
        List<Boolean> seen = Collections.synchronizedList(new ArrayList<>());

        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < 10; i++) {
                main.go(g -> {
                    seen.add(isSeenToRun(g));
                    return Leave.end();
                });
            }
            return Leave.gosched(g -> {
                seen.add(isSeenToRun(g));
                return Leave.exit();
            });
        });

        assertThat(seen).isNotEmpty().doesNotContain(false);
    }
}
