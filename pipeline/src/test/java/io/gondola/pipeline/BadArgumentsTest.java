package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What no pipeline can be built of is refused when it is built, by the name of the parameter. */
@SuppressWarnings("NullAway") // nulls are what is refused
class BadArgumentsTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    private static final GoRuntime RUNTIME = GoRuntime.deterministic(0);

    /** Where null is a value as any other: the first parameter. */
    private static final Set<String> NULL_IS_FINE = Set.of("scan", "fold", "unfold");

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        Map<ThrowingCallable, String> refused = new LinkedHashMap<>();
        for (int n : new int[] {0, -1, Integer.MIN_VALUE}) {
            String text = "n must be positive: " + n;
            refused.put(() -> FIVE.parallel(n, Go::pure), text);
            refused.put(() -> FIVE.parallelUnordered(n, Go::pure), text);
            refused.put(() -> FIVE.parallelByKey(n, x -> x, Go::pure), text);
            refused.put(() -> FIVE.flatMapParallel(n, Pipeline::of), text);
            refused.put(() -> FIVE.broadcast(n), text);
            refused.put(() -> FIVE.balance(n), text);
            refused.put(() -> FIVE.batch(n), text);
            refused.put(() -> FIVE.batch(n, SECOND), text);
            refused.put(() -> FIVE.window(n), text);
            refused.put(() -> FIVE.window(n, 1), text);
            refused.put(() -> FIVE.window(1, n), "step must be positive: " + n);
            refused.put(() -> FIVE.throttle(n, SECOND), text);
            refused.put(() -> FIVE.batchWeighted(n, x -> 1L, SECOND), "weight must be positive: " + n);
            refused.put(() -> Retry.times(n), text);
            refused.put(
                    () -> Pipeline.lines(Path.of("x"), StandardCharsets.UTF_8, n), "maxBytes must be positive: " + n);
        }
        for (int n : new int[] {-1, Integer.MIN_VALUE}) {
            String text = "n must not be negative: " + n;
            refused.put(() -> FIVE.buffer(n), text);
            refused.put(() -> FIVE.buffer(n, Overflow.FAIL), text);
            refused.put(() -> FIVE.take(n), text);
            refused.put(() -> FIVE.drop(n), text);
        }
        refused.put(() -> FIVE.take(Long.MIN_VALUE), "n must not be negative: " + Long.MIN_VALUE);
        refused.put(() -> Retry.times(1).jitter(-0.1), "jitter must be from 0 to 1: -0.1");
        refused.put(() -> Retry.times(1).jitter(Double.NaN), "jitter must be from 0 to 1: NaN");

        refused.forEach((build, text) -> assertThatThrownBy(build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text));
    }

    @Test
    void timesOutOfRangeAreRefused() {
        Map<ThrowingCallable, String> refused = new LinkedHashMap<>();
        refused.put(() -> FIVE.batch(1, NEGATIVE), "within must not be negative: PT-0.001S");
        refused.put(() -> FIVE.batchWeighted(1, x -> 1L, NEGATIVE), "within must not be negative: PT-0.001S");
        refused.put(() -> FIVE.throttle(1, NEGATIVE), "per must not be negative: PT-0.001S");
        refused.put(() -> FIVE.debounce(NEGATIVE), "quiet must not be negative: PT-0.001S");
        refused.put(() -> FIVE.delay(NEGATIVE), "d must not be negative: PT-0.001S");
        refused.put(() -> FIVE.timeout(NEGATIVE), "perElement must not be negative: PT-0.001S");
        refused.put(() -> FIVE.sample(NEGATIVE), "period must be positive: PT-0.001S");
        refused.put(() -> FIVE.sample(Duration.ZERO), "period must be positive: PT0S");
        refused.put(() -> Pipeline.tick(Duration.ZERO), "period must be positive: PT0S");
        refused.put(() -> Retry.times(1).backoff(NEGATIVE, SECOND), "first must not be negative: PT-0.001S");
        refused.put(() -> Retry.times(1).backoff(SECOND, Duration.ZERO), "max must not be less than first: PT0S");

        refused.forEach((build, text) -> assertThatThrownBy(build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text));
    }

    /** Numbers and times at the end of their range are numbers and times: they neither overflow nor take memory. */
    @Test
    void theGreatestArgumentsMeanWithoutLimit() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        int most = Integer.MAX_VALUE;
        List<Pipeline<Integer>> pipelines = List.of(
                FIVE.take(Long.MAX_VALUE),
                FIVE.batch(most).flatMapIterable(b -> b),
                FIVE.batch(most, ever).flatMapIterable(b -> b),
                FIVE.batchWeighted(Long.MAX_VALUE, x -> Long.MAX_VALUE, ever).flatMapIterable(b -> b),
                FIVE.throttle(most, ever),
                FIVE.timeout(ever),
                FIVE.parallelUnordered(most, Go::pure).batch(9).flatMapIterable(b -> b.sorted()),
                FIVE.parallelByKey(most, x -> x, Go::pure).batch(9).flatMapIterable(b -> b.sorted()),
                Pipeline.concat(FIVE.take(4), FIVE.debounce(ever)),
                Pipeline.concat(FIVE.take(4), FIVE.sample(ever)));
        for (Pipeline<Integer> p : pipelines) {
            Runs.yields(p, 1, 2, 3, 4, 5);
        }
        Runs.yields(FIVE.window(most).map(w -> w.get(0)));
        Runs.yields(FIVE.window(1, most).map(w -> w.get(0)), 1);
        Runs.yields(FIVE.drop(Long.MAX_VALUE));
        Runs.yields(
                Pipeline.of(5L, Long.MAX_VALUE, 5L)
                        .batchWeighted(10, x -> x, ever)
                        .map(b -> b.size()),
                1,
                1,
                1);
    }

    /** Whatever public method there is, now or later: null in place of each of its arguments. */
    @Test
    void nullIsRefusedByTheNameOfTheParameter() throws ReflectiveOperationException {
        int tried = 0;
        for (Class<?> type : List.of(Pipeline.class, Retry.class)) {
            for (Method m : type.getMethods()) {
                if (!Modifier.isPublic(m.getModifiers()) || m.getDeclaringClass() == Object.class) {

                    continue;
                }
                Class<?>[] types = m.getParameterTypes();
                for (int i = 0; i < types.length; i++) {
                    if (types[i].isPrimitive() || (i == 0 && NULL_IS_FINE.contains(m.getName()))) {
                        continue;
                    }
                    List<Object> arguments = new ArrayList<>();
                    for (Class<?> t : types) {
                        arguments.add(anyOf(t));
                    }
                    arguments.set(i, null);
                    Object receiver = type == Pipeline.class ? FIVE : Retry.times(1);
                    Throwable thrown = catchThrowable(() -> m.invoke(receiver, arguments.toArray()));

                    assertThat(thrown).as("%s, argument %d", m, i).isInstanceOf(InvocationTargetException.class);
                    assertThat(thrown.getCause())
                            .as("%s, argument %d", m, i)
                            .isInstanceOf(NullPointerException.class)
                            .message()
                            .matches("[a-zA-Z0-9 ]+( is null.*)?");
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(70);
        assertThatThrownBy(() -> Pipeline.of(1, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> FIVE.merge(FIVE, null)).isInstanceOf(NullPointerException.class);
    }

    private static Object anyOf(Class<?> t) {
        if (t == int.class) {
            return 1;
        } else if (t == long.class) {
            return 1L;
        } else if (t == double.class) {
            return 0.5;
        } else if (t == Object.class) {
            return 1;
        } else if (t == Duration.class) {
            return SECOND;
        } else if (t == Path.class) {
            return Path.of("x");
        } else if (t == Charset.class) {
            return StandardCharsets.UTF_8;
        } else if (t == String.class) {
            return "x";
        } else if (t == Pipeline.class) {
            return FIVE;
        } else if (t == Pipeline[].class) {
            return new Pipeline<?>[] {FIVE};
        } else if (t == Object[].class) {
            return new Object[] {1};
        } else if (t == Go.class) {
            return Go.unit();
        } else if (t == Overflow.class) {
            return Overflow.WAIT;
        } else if (t == Retry.class) {
            return Retry.times(1);
        } else if (t == Throwable.class) {
            return new IllegalStateException();
        } else if (t == Stream.class) {
            return Stream.of(1);
        } else if (t == ReceiveChannel.class || t == SendChannel.class) {
            return Channel.unbuffered();
        } else if (t == Context.class) {
            return Context.background();
        } else if (t == GoRuntime.class) {
            return RUNTIME;
        }
        assertThat(t.isInterface()).as("%s", t).isTrue();
        return Proxy.newProxyInstance(t.getClassLoader(), new Class<?>[] {t}, (proxy, method, arguments) -> null);
    }

    /** What is reserved for n elements grows with those that come, not with n. */
    @Test
    void aNumberThatNoHeapHoldsCostsNothing() {
        int n = Integer.MAX_VALUE;
        Pipeline<Integer> all = FIVE.buffer(n)
                .parallel(n, Go::pure)
                .parallelUnordered(n, Go::pure)
                .parallelByKey(n, x -> x % 2, Go::pure)
                .flatMapParallel(n, x -> Pipeline.of(x))
                .batch(n)
                .flatMapIterable(xs -> xs)
                .batch(n, SECOND)
                .flatMapIterable(xs -> xs)
                .throttle(n, SECOND)
                .drop(0)
                .take(Long.MAX_VALUE);
        Pipeline<Integer> windows = FIVE.window(n, n).flatMapIterable(xs -> xs);

        assertThat(Runs.onAll(() -> all.fold(0, Integer::sum))).containsOnly(15);
        assertThat(Runs.onAll(windows::count)).containsOnly(0L);
    }

    @Test
    void aNumberThatMustBeReservedHasALimit() {
        for (Overflow policy : List.of(Overflow.DROP_NEWEST, Overflow.DROP_OLDEST, Overflow.FAIL)) {
            assertThatThrownBy(() -> FIVE.buffer(Integer.MAX_VALUE, policy))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("n must be at most 16777216: 2147483647");
        }
        assertThatThrownBy(() -> FIVE.broadcast(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be at most 65536: 2147483647");
        assertThatThrownBy(() -> FIVE.balance(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be at most 65536: 2147483647");
    }

    @Test
    void aCharsetWhoseLineEndsAreNoBytesIsRefused() {
        assertThatThrownBy(() -> Pipeline.lines(Path.of("x"), StandardCharsets.UTF_16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("charset must be one in which line ends are single bytes: UTF-16");
    }
}
