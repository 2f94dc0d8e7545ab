package io.gondola.testkit;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what is looked for is there
class WatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static Report explore(CheckedFunction0<? extends Go<?>> program) {
        return ((Exploration) Explorer.of(program)).explore(PATIENCE);
    }

    private static void parkUninterruptibly(CountDownLatch released) {
        while (released.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void aStepThatBlocksItsThreadAndCannotBeInterruptedEndsTheExploration() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicReference<Thread> left = new AtomicReference<>();
        try {
            assertThatThrownBy(() -> explore(() -> go("stubborn", run(() -> {
                                left.set(Thread.currentThread());
                                parkUninterruptibly(released);
                            }))
                            .then(gosched())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a step blocks its thread for more than 1 s")
                    .hasMessageContaining("its thread is left behind, thread=gondola-explorer")
                    .hasMessageContaining("goroutine=0.0 stubborn")
                    .hasMessageContaining("under the explorer use Go.sleep, channels, or a stub")
                    .hasMessageContaining("WatchdogTest.parkUninterruptibly(WatchdogTest.java:");
            assertThat(left.get().isAlive()).isTrue();
            assertThat(left.get().isDaemon()).isTrue();
        } finally {
            released.countDown();
        }
    }

    @Test
    void aStepThatComputesForEverEndsTheExploration() {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        try {
            assertThatThrownBy(() -> explore(() -> run(() -> {
                        while (goesOn.get()) {
                            Thread.onSpinWait();
                        }
                    })))
                    .hasMessageContaining("its thread is left behind");
        } finally {
            goesOn.set(false);
        }
    }

    @Test
    @SuppressWarnings("gondola:blocking") // on purpose
    void aStepThatBlocksInterruptiblyIsInterrupted() {
        assertThatThrownBy(() -> explore(() -> run(() -> new CountDownLatch(1).await())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a step blocks its thread for more than 1 s: goroutine=0 main")
                .hasMessageContaining("CountDownLatch.await");
    }

    @Test
    void aFunctionThatBlocksBeforeThereIsAProgramIsInterrupted() {
        assertThatThrownBy(() -> explore(() -> {
                    new CountDownLatch(1).await();
                    return run(() -> {});
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the function that makes the program blocks its thread for more than 1 s; under")
                .hasMessageContaining("CountDownLatch.await");
    }

    @Test
    void aFunctionThatBlocksBeforeThereIsAProgramAndCannotBeInterruptedEndsTheExploration() {
        CountDownLatch released = new CountDownLatch(1);
        try {
            assertThatThrownBy(() -> explore(() -> {
                        parkUninterruptibly(released);
                        return run(() -> {});
                    }))
                    .hasMessageContaining("the function that makes the program blocks its thread")
                    .hasMessageContaining("its thread is left behind, thread=gondola-explorer");
        } finally {
            released.countDown();
        }
    }

    @Test
    void theExplorersCallerIsInTheStackTraceOfWhatIsThrown() {
        assertThatThrownBy(() -> explore(() -> {
                    throw new IllegalArgumentException("no program");
                }))
                .hasMessage("no program")
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(frame ->
                                frame.getMethodName().equals("theExplorersCallerIsInTheStackTraceOfWhatIsThrown")));
    }

    @Test
    void anInterruptEndsTheExplorationAndStaysWithTheCaller() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                var unused = Explorer.of(() -> {
                            Channel<Integer> c = Channel.unbuffered();
                            return go(c.send(1)).then(c.receive()).then(run(begun::countDown));
                        })
                        .strategy(Strategy.RANDOM)
                        .schedules(Integer.MAX_VALUE)
                        .explore();
            } catch (IllegalStateException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).hasMessage("the exploration was interrupted");
        assertThat(interrupted).isTrue();
    }
}
