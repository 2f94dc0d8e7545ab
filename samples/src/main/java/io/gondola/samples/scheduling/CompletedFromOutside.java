package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * An asynchronous call to other code, say a database driver with callbacks: the goroutine parks until the callback is
 * called, by whatever thread, and its processor serves others meanwhile. In Go, the network poller plays that part.
 */
final class CompletedFromOutside {
    private static final Executor SLOW_SERVICE = CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS);

    private CompletedFromOutside() {}

    static Go<Unit> program() {
        Channel<Unit> worked = Channel.unbuffered();
        return sequence(
                go("worker", println("worker: runs while the service thinks").then(worked.close())),
                println("main: asks the service"),
                askService(6, 7).flatMap(answer -> println("main: the answer is", answer)),
                worked.receive());
    }

    private static Go<Integer> askService(int a, int b) {
        return async(callback -> SLOW_SERVICE.execute(() -> callback.succeed(a * b)));
    }

    static Sample sample() {
        return Sample.named("story-callback")
                .in(Group.SCHEDULER)
                .summary("an asynchronous call, completed by a thread that is not ours")
                .onThreadsOnly("a thread outside of the runtime completes the call")
                .onMaxProcs(1)
                .prints(Expected.interleaving(
                        List.of("main: asks the service", "main: the answer is 42"),
                        List.of("worker: runs while the service thinks")))
                .runs(() -> program());
    }
}
