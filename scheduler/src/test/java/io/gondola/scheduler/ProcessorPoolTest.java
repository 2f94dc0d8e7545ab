package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool alone: no machine runs. */
class ProcessorPoolTest {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(2));

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aProcessorTooManyLeavesAllThatWasQueued() {
        Goroutine first = new Scripted(new TestProgram(scheduler), h -> Leave.end());
        Goroutine second = new Scripted(new TestProgram(scheduler), h -> Leave.end());
        Processor p = scheduler.pool.processors()[1];
        assertThat(scheduler.pool.acquireIfIdle(p)).isTrue();
        p.putNext(first);
        p.queue.offer(second);
        scheduler.pool.acquireIdle(); // so that nothing is there to run what comes
        scheduler.pool.setMaxProcs(1);

        scheduler.pool.release(p);

        assertThat(scheduler.global.take()).isSameAs(first);
        assertThat(scheduler.global.take()).isSameAs(second);
        assertThat(scheduler.pool.acquireIfIdle(p)).isFalse();
    }
}
