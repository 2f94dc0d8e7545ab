package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.interop.ChannelQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A null that a user's function gave is a panic that names the combinator, not one of the code behind it. */
@SuppressWarnings("NullAway") // nulls are what is refused
class NullResultTest {
    private static final String NULL_CONDITION = ": the condition yielded null in place of true or false";

    private static void assertNullIsNamed(TestRuntime rt, Go<?> program, String message) {
        Panic panic = rt.panic(program);

        assertThat(panic.value()).isInstanceOf(NullPointerException.class);
        assertThat((Throwable) panic.value()).hasMessage(message);
    }

    @OnEveryRuntime
    void conditions(TestRuntime rt) {
        assertNullIsNamed(rt, Go.forWhile(() -> null, Go.unit()), "forWhile" + NULL_CONDITION);
        assertNullIsNamed(rt, Go.forWhile(Go.<Boolean>pure(null), Go.unit()), "forWhile" + NULL_CONDITION);
        assertNullIsNamed(rt, Go.when(Go.<Boolean>pure(null), Go.unit(), Go.unit()), "when" + NULL_CONDITION);
    }

    @OnEveryRuntime
    void iterators(TestRuntime rt) {
        assertNullIsNamed(rt, Go.forEach(() -> null, x -> Go.unit()), "forEach: iterator() returned null");
        assertNullIsNamed(rt, Go.forEach(() -> null, (x, b) -> Go.unit()), "forEach: iterator() returned null");
    }

    @OnEveryRuntime
    void anExceptionOfAnIteratorIsThePanic(TestRuntime rt) {
        Iterable<Integer> fails = () -> new Iterator<>() {
            private int n;

            @Override
            public boolean hasNext() {
                if (n == 2) {
                    throw new IllegalStateException("hasNext");
                }
                return true;
            }

            @Override
            public Integer next() {
                return n++;
            }
        };
        Iterable<Integer> ends = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                throw new NoSuchElementException("next");
            }
        };

        assertThat(rt.panic(Go.forEach(fails, x -> Go.unit())).value()).isInstanceOf(IllegalStateException.class);
        assertThat(rt.panic(Go.forEach(ends, x -> Go.unit())).value()).isInstanceOf(NoSuchElementException.class);
    }

    @OnEveryRuntime
    void aNullElementIsAnElement(TestRuntime rt) {
        Object[] seen = {"none"};

        rt.run(Go.forEach(java.util.Collections.singletonList(null), x -> Go.run(() -> seen[0] = x)));

        assertThat(seen[0]).isNull();
    }

    @OnEveryRuntime
    void behavioursOfActors(TestRuntime rt) {
        Go<Unit> program = Actor.<Integer, String>of(String.class, 1)
                .onMessage((state, message) -> null)
                .named("counter")
                .spawn()
                .flatMap(actor -> actor.tell("m").then(actor.await()));

        assertNullIsNamed(
                rt,
                program,
                "actor: the behaviour returned null in place of a program that yields the next state: actor=counter");
    }

    @Test
    void durationsAndUnits() {
        assertThatThrownBy(() -> Go.unit().retry(1, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("firstDelay");
        ChannelQueue<Integer> queue = new ChannelQueue<>(Channel.buffered(1));
        assertThatThrownBy(() -> queue.poll(1, null)).hasMessage("unit");
        assertThatThrownBy(() -> queue.offer(1, 1, null)).hasMessage("unit");
        assertThat(queue).isEmpty();
    }

    /** It waited for ever: the time that was left overflowed. */
    @Test
    void aTimeThatIsUpLongAgoIsUp() throws InterruptedException {
        ChannelQueue<Integer> queue = new ChannelQueue<>(Channel.unbuffered());

        assertThat(queue.poll(Long.MIN_VALUE, TimeUnit.SECONDS)).isNull();
        assertThat(queue.offer(1, Long.MIN_VALUE, TimeUnit.SECONDS)).isFalse();
    }
}
