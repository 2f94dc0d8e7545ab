package io.gondola.testkit;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.ErrGroup;
import io.gondola.sync.SingleFlight;
import org.junit.jupiter.api.Test;

/**
 * Under the explorer, too, an exception whose text fails is one like any other: the run must not report it for ever.
 */
class FailingTextExploredTest {
    private static final class NoText extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new AssertionError("no message");
        }
    }

    private static <A> Go<A> throwing() {
        return call(() -> {
            throw new NoText();
        });
    }

    private static Report explored(Go<?> program) {
        return Explorer.of(() -> program).schedules(30).explore();
    }

    @Test
    void anUncaughtOneIsThePanicThatIsFound() {
        for (Go<?> program : new Go<?>[] {throwing(), go(throwing()).then(Go.gosched())}) {
            Failure failure = explored(program).failure().get();

            assertThat(failure.kind()).isEqualTo(Kind.PANIC);
            assertThat(failure.message()).contains(NoText.class.getName());
            assertThat(failure.thrown().get()).isInstanceOf(NoText.class);
        }
    }

    @Test
    void handlersAreGivenIt() {
        Go<Unit> attempted = throwing().attempt().flatMap(t -> t.isFailure() ? unit() : Go.panic("a success"));
        Go<Unit> recovered = FailingTextExploredTest.<Unit>throwing().recover(p -> unit());
        Go<Unit> inAGroup = Go.suspend(() -> {
            ErrGroup group = new ErrGroup();
            return group.go(throwing())
                    .then(group.await())
                    .flatMap(t -> t.isFailure() ? unit() : Go.panic("a success"));
        });
        Go<Unit> inAFlight = Go.suspend(() -> new SingleFlight<String, Object>().run("k", throwing()))
                .flatMap(r -> r.value().isFailure() ? unit() : Go.panic("a success"));

        for (Go<Unit> program : java.util.List.of(attempted, recovered, inAGroup, inAFlight)) {
            assertThat(explored(program).verdict()).isNotEqualTo(Verdict.FAILED);
        }
    }
}
