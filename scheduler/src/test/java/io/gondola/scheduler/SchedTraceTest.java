package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Log4j is on the path without a configuration here, so the lines go to the stream. */
@SuppressWarnings("NullAway") // each test makes what it needs
class SchedTraceTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final String LINE = "SCHED \\d+ms: gomaxprocs=2 idleprocs=\\d threads=\\d+ spinningthreads=\\d+"
            + " needspinning=0 idlethreads=\\d+ runqueue=\\d+";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Scheduler scheduler;

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    private void open(boolean detail) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        scheduler = Scheduler.workStealing(
                SchedulerOptions.processors(2).withMonitoring(new Monitoring(INTERVAL, detail, Duration.ZERO, out)));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return text().lines().filter(l -> l.startsWith("SCHED")).toList();
    }

    private static long millis(String line) {
        return Long.parseLong(line.substring("SCHED ".length(), line.indexOf("ms")));
    }

    @Test
    void lineHasGosFormat() {
        open(false);

        Await.until("a line", () -> !lines().isEmpty());

        assertThat(lines().get(0)).matches(LINE + " \\[ \\d+ \\d+ ] schedticks=\\[ \\d+ \\d+ ]");
    }

    /** With nothing to do sysmon sleeps for up to a minute; the lines must come all the same, and not more often. */
    @Test
    void linesComeAtTheIntervalWhileTheSchedulerIsIdle() {
        open(false);

        Await.until("five lines", () -> lines().size() >= 5);

        List<Long> intervals =
                lines().stream().map(l -> millis(l) / INTERVAL.toMillis()).toList();
        assertThat(intervals).doesNotHaveDuplicates().doesNotContain(0L);
    }

    @Test
    void linesCountWhatIsQueuedBehindJavaCode() {
        open(false);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(4);
        TestProgram program = TestProgram.start(scheduler, g -> {
            for (int i = 0; i < 4; i++) {
                g.go(busy -> {
                    Await.latch(release);
                    return left.decrementAndGet() == 0 ? Slice.Leave.exit() : Slice.Leave.end();
                });
            }
            return Slice.Leave.end();
        });

        Await.until(
                "both processors busy, two goroutines queued",
                () -> lines().stream().anyMatch(l -> l.contains(" idleprocs=0 ") && queued(l) == 2));
        release.countDown();
        program.awaitEnd();
    }

    /** Sum of the lengths of all run queues. */
    private static int queued(String line) {
        Matcher m = Pattern.compile("runqueue=(\\d+) \\[ (\\d+) (\\d+) ]").matcher(line);
        assertThat(m.find()).isTrue();
        return Integer.parseInt(m.group(1)) + Integer.parseInt(m.group(2)) + Integer.parseInt(m.group(3));
    }

    @Test
    void detailListsProcessorsMachinesAndGoroutines() {
        open(true);
        CountDownLatch release = new CountDownLatch(1);
        TestProgram program = TestProgram.start(scheduler, g -> {
            Await.latch(release);
            g.program().finish();
            return Slice.Leave.end();
        });

        Await.until(
                "a running goroutine",
                () -> text().contains("curg=1") && text().contains("  G1: status=2() m=0 lockedm=nil"));
        release.countDown();
        program.awaitEnd();

        assertThat(lines().get(0)).matches(LINE + " gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=(true|false)");
        assertThat(text())
                .containsPattern("(?m)^  P0: status=[01] schedtick=\\d+ syscalltick=0 m=(0|nil) runqsize=0 gfreecnt=0"
                        + " timerslen=0$")
                .containsPattern("(?m)^  M0: p=[01] curg=1 mallocing=0 throwing=0 preemptoff= locks=0 dying=0"
                        + " spinning=false blocked=false lockedg=nil$");
    }

    @Test
    void detailShowsWhichGoroutineAThreadIsLockedTo() {
        open(true);
        CountDownLatch release = new CountDownLatch(1);
        TestProgram program = TestProgram.start(
                scheduler,
                main -> new Slice.Leave(
                        g -> {
                            g.scheduler().lockThread(g);
                            Await.latch(release);
                            g.scheduler().unlockThread(g);
                            return Slice.Leave.exit();
                        },
                        g -> g.scheduler().runLocked(g)));

        Await.until(
                "the locked pair",
                () -> text().contains("lockedg=1") && text().contains("  G1: status=2() m=0 lockedm=0"));
        release.countDown();
        program.awaitEnd();
    }

    @Test
    void intervalBelowAMillisecondIsRefused() {
        scheduler = Scheduler.workStealing(1);

        assertThatThrownBy(() -> new Monitoring(Duration.ofNanos(1), false, Duration.ZERO, System.err))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schedTrace must be zero or at least PT0.001S: PT0.000000001S");
    }
}
