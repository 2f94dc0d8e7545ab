package io.gondola.context;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.pure;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.sync.Garbage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Contexts that programs made below one which outlives them, and never cancelled. Those that nobody has any more must
 * go; those whose end somebody would see must end with the one above. Hunts lists that keep the first kind, and weak
 * references that lose the second.
 */
class EndedProgramsContextsTest {
    private static final int PROGRAMS = 2_000;

    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
    private final AutoCloseable attached = rt.attach();
    private final CancelContext parent = rt.run(Context.background().withCancel());

    @AfterEach
    void close() throws Exception {
        attached.close();
        rt.close();
    }

    /** Makes so many contexts below {@code above} that its list is looked through, and lets the collector run. */
    private void pass(Context above) {
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 200; k++) {
                rt.run(above.withCancel());
            }
            System.gc();
        }
    }

    @Test
    void thoseThatNobodyHasGo() {
        List<WeakReference<Context>> contexts = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            contexts.add(new WeakReference<>(rt.run(parent.withCancel()
                    .flatMap(c -> c.withCancel())
                    .flatMap(c ->
                            c.afterFunc(Go.unit()).then(c.withValue("key", c).withCancel())))));
        }

        boolean gone = Garbage.isCollected(
                () -> contexts.stream().filter(c -> !c.refersTo(null)).count() < 100);
        pass(parent);
        pass(parent);

        assertThat(gone).as("all but a few are garbage").isTrue();
        assertThat(((Cancellable) parent).children()).isLessThan(PROGRAMS);
    }

    @Test
    void oneThatAVariableHasEndsWithTheOneAbove() {
        CancelContext child = rt.run(parent.withCancel());
        pass(parent);

        rt.run(parent.cancel());

        assertThat(rt.run(child.err()).isDefined()).isTrue();
    }

    @Test
    void oneOfWhichOnlyADescendantIsLeftEndsWithTheOneAbove() {
        Context grandchild = rt.run(parent.withCancel()
                .flatMap(c -> c.withCancel())
                .map(c -> c.withValue("key", "value"))
                .flatMap(Context::withCancel));
        pass(parent);

        rt.run(parent.cancel());

        assertThat(rt.run(grandchild.err()).isDefined()).isTrue();
    }

    @Test
    void oneOfWhichOnlyTheChannelIsLeftEndsWithTheOneAbove() throws Exception {
        ReceiveChannel<Unit> done = rt.run(parent.withCancel()).done();
        CompletableFuture<?> receives = rt.start(done.receive());
        done = null;
        ReceiveChannel<Unit> selected = rt.run(parent.withCancel()).done();
        CompletableFuture<?> selects =
                rt.start(select(onReceive(selected, pure(1)), onReceive(Channel.<Unit>unbuffered(), pure(2))));
        selected = null;
        pass(parent);

        rt.run(parent.cancel());

        receives.get(10, TimeUnit.SECONDS);
        assertThat(selects.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void oneInWhichAProgramRunsEndsWithTheOneAbove() throws Exception {
        Go<?> run = rt.run(parent.withCancel()).run(never());
        CompletableFuture<?> runs = rt.start(run);
        run = null;
        pass(parent);

        rt.run(parent.cancel());

        runs.get(10, TimeUnit.SECONDS);
    }

    @Test
    void oneAfterWhichAFunctionOfALiveProgramStartsEndsWithTheOneAbove() throws Exception {
        Channel<Integer> started = Channel.unbuffered();
        Channel<Unit> registered = Channel.unbuffered();
        CompletableFuture<Integer> waits = rt.start(
                afterOneOfAnotherProgram(started).then(go(registered.close())).then(started.receive()));
        rt.run(registered.receive());
        pass(parent);

        rt.run(parent.cancel());

        assertThat(waits.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    private Go<Unit> afterOneOfAnotherProgram(Channel<Integer> started) {
        CancelContext child = rt.run(parent.withCancel());
        return child.afterFunc(started.send(1)).then(gosched());
    }
}
