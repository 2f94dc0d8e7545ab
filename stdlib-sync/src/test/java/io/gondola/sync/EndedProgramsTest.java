package io.gondola.sync;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that end while their goroutines wait at an object that lives on. Hunts waiters that stay linked there, each
 * with all that its goroutine had: of many programs, only as many may be left as a queue may hold before it is looked
 * through.
 */
class EndedProgramsTest {
    private static final int PROGRAMS = 400;
    private static final int MOST_LEFT = 80;

    private static final Map<String, Go<?>> WAITS = new LinkedHashMap<>();

    @BeforeAll
    static void takeAllThatCanBeTaken() {
        Channel<Integer> channel = Channel.unbuffered();
        Mutex mutex = new Mutex();
        RWMutex written = new RWMutex();
        WaitGroup group = new WaitGroup();
        Semaphore semaphore = new Semaphore(1);
        CompletableFuture<Integer> never = new CompletableFuture<>();
        CancelContext[] context = new CancelContext[1];
        Mutex free = new Mutex();
        Go<?> condition = free.withLock(new Cond(free).await());
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.run(mutex.lock()
                    .then(written.lock())
                    .then(group.add(1))
                    .then(semaphore.acquire(1))
                    .then(Context.background().withCancel().peek(c -> context[0] = c)));
        }
        WAITS.put("receive", channel.receive());
        WAITS.put("send", Channel.<Integer>unbuffered().send(1));
        WAITS.put("select", select(onReceive(channel, Go.unit()), onReceive(context[0].done(), Go.unit())));
        WAITS.put("lock", mutex.lock());
        WAITS.put("read lock", written.rLock());
        WAITS.put("group", group.await());
        WAITS.put("semaphore", semaphore.acquire(1));
        WAITS.put("context", context[0].done().receive());
        WAITS.put(
                "a wait until the end of a context",
                context[0].run(Channel.<Integer>unbuffered().receive()));
        WAITS.put(
                "a function after the end of a context",
                context[0].afterFunc(Go.unit()).then(Go.never()));
        WAITS.put("condition", condition);
        WAITS.put("a condition, in a context", context[0].run(condition));
        WAITS.put(
                "a context below", context[0].withCancel().flatMap(c -> c.done().receive()));
        WAITS.put(
                "a deadline below",
                context[0].withTimeout(Duration.ofDays(1)).flatMap(c -> c.done().receive()));
        WAITS.put(
                "a function below",
                context[0].withCancel().flatMap(c -> c.afterFunc(Go.unit())).then(Go.never()));
        WAITS.put("future", Go.fromFuture(never));
        WAITS.put("futures, one wait each", Go.suspend(() -> Go.fromFuture(kept(new CompletableFuture<>()))));
        WAITS.put("callbacks", Go.async(callback -> KEPT.add(callback)));
        WAITS.put("callbacks, in a context", context[0].run(Go.async(callback -> KEPT.add(callback))));
    }

    /** What others keep: futures that never complete, callbacks that are never called. */
    private static final List<Object> KEPT = new ArrayList<>();

    private static <T> T kept(T object) {
        KEPT.add(object);
        return object;
    }

    @AfterEach
    void forget() {
        KEPT.clear();
    }

    static Stream<String> waits() {
        return WAITS.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waits")
    void leaveAFewWaitersAtMost(String wait) {
        List<WeakReference<Object>> variables = new ArrayList<>();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            for (int i = 0; i < PROGRAMS; i++) {
                rt.run(Go.suspend(() -> {
                    Object variable = new Object();
                    variables.add(new WeakReference<>(variable));
                    return Go.go(Objects.requireNonNull(WAITS.get(wait)).map(v -> variable))
                            .then(Go.gosched().repeat(5));
                }));
            }
        }

        assertThat(leftOf(variables)).isLessThan(MOST_LEFT);
    }

    /** Hunts results that keep their programs, and with them the goroutines that were left over. */
    @Test
    void leaveNothingInTheirResults() {
        List<WeakReference<Object>> variables = new ArrayList<>();
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            for (int i = 0; i < PROGRAMS; i++) {
                Object variable = new Object();
                variables.add(new WeakReference<>(variable));
                CompletableFuture<?> result = kept(rt.start(
                        Go.go(Go.never().map(v -> variable)).then(Go.gosched().repeat(5))));
                result.join();
            }
        }

        assertThat(leftOf(variables)).isLessThan(MOST_LEFT);
    }

    private static long leftOf(List<WeakReference<Object>> variables) {
        var unused = Garbage.isCollected(() -> count(variables) < MOST_LEFT);
        return count(variables);
    }

    private static long count(List<WeakReference<Object>> variables) {
        return variables.stream().filter(v -> !v.refersTo(null)).count();
    }
}
