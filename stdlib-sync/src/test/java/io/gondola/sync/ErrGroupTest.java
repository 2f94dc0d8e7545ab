package io.gondola.sync;

import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Go: errgroup_test.go. */
@SuppressWarnings("NullAway") // nulls are what is refused
class ErrGroupTest {
    private static final Context BACKGROUND = Context.background();
    private final IllegalStateException first = new IllegalStateException("first");
    private final IllegalStateException second = new IllegalStateException("second");
    private final ErrGroup group = new ErrGroup();
    private final Log log = new Log();

    @OnAllRuntimes
    void anEmptyGroupSucceeds(TestRuntime t) {
        assertThat(t.run(group.await())).isEqualTo(Try.success(Unit.UNIT));
        assertThat(group.context()).isSameAs(BACKGROUND);
    }

    @OnAllRuntimes
    void awaitWaitsForAllAndYieldsTheFirstError(TestRuntime t) {
        Channel<Unit> failed = Channel.unbuffered();
        Go<Try<Unit>> program = group.go(Go.pure(Try.failure(first)))
                .then(group.go(failed.receiveOption().then(log.add("late")).as(Try.failure(second))))
                .then(Go.go(Go.forWhile(() -> group.firstError() == null, Go.gosched())
                        .then(failed.close())))
                .then(group.go(Go.pure(Try.success(1))))
                .then(group.await());

        Throwable error = t.run(program).getCause();

        assertThat(error).isSameAs(first);
        assertThat(log.entries()).isEqualTo(List.of("late"));
    }

    @OnAllRuntimes
    void theGroupKeepsItsFirstError(TestRuntime t) {
        Throwable error = t.run(group.go(Go.pure(Try.failure(first)))
                        .then(group.await())
                        .then(group.go(Go.pure(Try.failure(second))))
                        .then(group.await()))
                .getCause();

        assertThat(error).isSameAs(first);
    }

    @OnAllRuntimes
    void aPanicIsAnError(TestRuntime t) {
        Throwable error = t.run(group.go(Go.run(() -> {
                            throw first;
                        }))
                        .then(group.await()))
                .getCause();

        assertThat(error).isSameAs(first);
    }

    @OnAllRuntimes
    void aGoexitIsTheEndOfAMember(TestRuntime t) {
        assertThat(t.run(group.go(Go.goexit()).then(group.await())).isSuccess()).isTrue();
    }

    @OnAllRuntimes
    void theFirstErrorCancelsTheContextAndIsItsCause(TestRuntime t) {
        Option<Throwable> cause = t.run(ErrGroup.withContext(BACKGROUND)
                .flatMap(g -> g.go(g.context().done().receiveOption())
                        .then(g.go(Go.pure(Try.failure(first))))
                        .then(g.await())
                        .then(g.context().cause())));

        assertThat(cause).isEqualTo(Option.some(first));
    }

    @OnAllRuntimes
    void awaitEndsTheContext(TestRuntime t) {
        Option<Throwable> cause = t.run(ErrGroup.withContext(BACKGROUND)
                .flatMap(g -> g.go(Go.unit()).then(g.await()).then(g.context().cause())));

        assertThat(cause).isEqualTo(Option.some(Context.CANCELED));
    }

    @OnAllRuntimes
    void noMoreThanTheLimitRun(TestRuntime t) {
        AtomicInt inside = new AtomicInt();
        Go<?> member = inside.add(1).flatMap(log::add).then(Go.gosched()).then(inside.add(-1));

        t.run(group.setLimit(2).then(Go.forRange(0, 12, i -> group.go(member))).then(group.await()));

        assertThat(log.entries()).hasSize(12).allMatch(n -> (int) n <= 2);
    }

    @OnAllRuntimes
    void aMemberThatPanicsOrExitsGivesItsPlaceBack(TestRuntime t) {
        t.run(group.setLimit(1)
                .then(group.go(Go.panic(first)))
                .then(group.go(Go.goexit()))
                .then(group.go(log.add("ran")))
                .then(group.await()));

        assertThat(log.entries()).isEqualTo(List.of("ran"));
    }

    @OnAllRuntimes
    void tryGoDoesNotWait(TestRuntime t) {
        Channel<Unit> end = Channel.unbuffered();
        t.run(group.setLimit(1)
                .then(group.tryGo(end.receiveOption()))
                .flatMap(log::add)
                .then(group.tryGo(Go.unit()))
                .flatMap(log::add)
                .then(end.close())
                .then(group.await())
                .then(group.tryGo(Go.unit()))
                .flatMap(log::add)
                .then(group.setLimit(-1).recover(p -> Go.unit()))
                .then(group.tryGo(Go.unit()))
                .flatMap(log::add)
                .then(group.await()));

        assertThat(log.entries()).isEqualTo(List.of(true, false, true, true));
    }

    @OnAllRuntimes
    void withALimitOfZeroGoWaitsForEver(TestRuntime t) {
        String report = t.deadlock(
                group.setLimit(0).then(group.tryGo(Go.unit()).flatMap(log::add)).then(group.go(Go.unit())));

        assertThat(log.entries()).isEqualTo(List.of(false));
        assertThat(report).contains("[chan send]:", "on=errgroup");
    }

    @OnAllRuntimes
    void theLimitCannotBeChangedWhileMembersRun(TestRuntime t) {
        Channel<Unit> end = Channel.unbuffered();

        assertThat(t.panic(group.setLimit(5)
                        .then(group.go(end.receive()).repeat(3))
                        .then(group.setLimit(7))))
                .hasMessage("errgroup: modify limit while 3 goroutines in the group are still active");
    }

    /** Places that were taken under the old limit are not given back to the new one. */
    @OnAllRuntimes
    void theLimitMayBeLiftedWhileMembersRun(TestRuntime t) {
        Channel<Unit> end = Channel.unbuffered();

        t.run(rt -> group.setLimit(1)
                .then(group.go(end.receiveOption()))
                .then(waiting(rt, 1, "chan receive"))
                .then(group.setLimit(-1))
                .then(group.setLimit(1))
                .then(end.close())
                .then(group.go(Go.unit()))
                .then(group.await()));
    }

    /** Those that have no place give none back. */
    @OnAllRuntimes
    void theLimitMayBeSetWhileMembersWithoutOneRun(TestRuntime t) {
        Channel<Unit> end = Channel.unbuffered();

        t.run(rt -> group.go(end.receiveOption())
                .then(group.go(end.receiveOption()))
                .then(waiting(rt, 2, "chan receive"))
                .then(group.setLimit(1))
                .then(end.close())
                .then(group.await())
                .then(group.go(Go.never()))
                .then(group.tryGo(Go.unit()))
                .flatMap(log::add));

        assertThat(log.entries()).containsExactly(false);
    }

    @Test
    void nullIsRefusedWhenTheProgramIsBuilt() {
        assertThatThrownBy(() -> group.go(null)).hasMessage("body");
        assertThatThrownBy(() -> group.tryGo(null)).hasMessage("body");
        assertThatThrownBy(() -> ErrGroup.withContext(null)).hasMessage("parent");
    }
}
