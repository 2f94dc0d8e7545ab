package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Census;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.GoRuntimeMXBean;
import io.gondola.dsl.Unit;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** In a package that is not ours, as users' code is: places of our own are not shown. */
class CensusTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Channel<Integer> jobs = Channel.unbuffered();

    private Go<Unit> crowd() {
        return Go.forRange(0, 5, i -> Go.go("waiter " + i, jobs.receive()))
                .then(Go.forRange(0, 2, i -> Go.go("sleeper", Go.sleep(LONG))))
                .then(Go.sleep(LONG));
    }

    /** Seven and the main one, once all of them wait. */
    private static Census whenAllWait(GoRuntime rt) {
        while (rt.census().waits().values().sum().longValue() < 8) {
            Thread.onSpinWait();
        }
        return rt.census();
    }

    @Test
    void goroutinesAreCountedByStateReasonAndPlace() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            var run = rt.start(crowd());
            Census census = whenAllWait(rt);

            assertThat(census.states().toJavaMap())
                    .containsEntry("waiting", 8L)
                    .containsOnlyKeys("running", "runnable", "syscall", "waiting");
            assertThat(census.waits().toJavaMap())
                    .containsEntry("chan receive", 5L)
                    .containsEntry("sleep", 3L)
                    .hasSize(2);
            assertThat(census.sites().map(Census.Site::goroutines)).startsWith(5L, 2L);
            assertThat(census.sites().head().place())
                    .startsWith("example.CensusTest.")
                    .contains("CensusTest.java:");
            assertThat(census.sites().head().states().get("waiting").get()).isEqualTo(5);
            run.cancel(true);
        }
    }

    /** Seen by a goroutine that holds the only processor, so that nobody else can change what it does. */
    @Test
    void eachStateHasItsOwnCount() {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch release = new CountDownLatch(1);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            Census census = rt.run(Go.go(Go.blocking(() -> {
                        release.await();
                        return Unit.UNIT;
                    }))
                    .then(Go.go(Go.sleep(LONG)))
                    .then(Go.go(Go.sleep(LONG)))
                    .then(Go.go(Go.sleep(LONG)))
                    .then(Go.forWhile(() -> !isBlockedAndAsleep(rt.census()), Go.gosched()))
                    .then(Go.go(Go.forWhile(() -> !over.get(), Go.gosched())))
                    .then(Go.go(Go.forWhile(() -> !over.get(), Go.gosched())))
                    .then(Go.call(rt::census)));
            over.set(true);
            release.countDown();

            assertThat(census.states().toJavaMap())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("running", 1L, "runnable", 2L, "syscall", 1L, "waiting", 3L));
            assertThat(census.sites().map(Census.Site::goroutines).sum().longValue())
                    .isEqualTo(7);
        }
    }

    private static boolean isBlockedAndAsleep(Census census) {
        return census.states().get("syscall").get() == 1
                && census.states().get("waiting").get() == 3;
    }

    @Test
    void runtimeWithoutProgramsHasNobody() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.run(Go.unit());

            assertThat(rt.census().states().values().sum().longValue()).isZero();
            assertThat(rt.census().sites()).isEmpty();
        }
    }

    @Test
    void toolsSeeTheSame() throws JMException {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).jmx(true).build()) {
            var run = rt.start(crowd());
            Census census = whenAllWait(rt);
            var server = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = server.queryNames(new ObjectName("io.gondola:type=Runtime,*"), null)
                    .iterator()
                    .next();

            GoRuntimeMXBean bean = JMX.newMXBeanProxy(server, name, GoRuntimeMXBean.class);

            assertThat(bean.getCensus().getStates()).isEqualTo(census.states().toJavaMap());
            assertThat(bean.getCensus().getWaits()).isEqualTo(census.waits().toJavaMap());
            assertThat(bean.getCensus().getSites().get(0).getPlace())
                    .isEqualTo(census.sites().head().place());
            assertThat(bean.getQueued()).isZero();
            run.cancel(true);
        }
    }
}
