package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that call from the end of their stacks, from every depth: what is called does all or nothing, and goes on working. Hunts a stack
 * that ends while a spin lock is held, or between the change of a queue and the wake-up.
 */
class DeepCallersTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;

            import io.gondola.dsl.*;
            import io.gondola.dsl.interop.ChannelQueue;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.*;

            public class Deep {
                static final int ROUNDS = 40;

                interface Call {
                    /** Whether it took effect. */
                    boolean run() throws Exception;
                }

                static long done;

                /** Calls on the way down, at the end of the stack, and on the way up until one that finds room again. */
                static void down(Call call, int padding) {
                    try {
                        if (padding > 0) {
                            down(call, padding - 1);
                            return;
                        }
                        if (call.run()) {
                            done++;
                        }
                        down(call, 0);
                    } catch (StackOverflowError e) {
                        // the caller's business
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }

                static void deep(Call call) throws Exception {
                    for (int i = 0; i < ROUNDS; i++) {
                        int padding = i;
                        Thread t = new Thread(null, () -> down(call, padding), "deep", 256 * 1024 + 64 * i);
                        t.start();
                        t.join(20_000);
                        if (t.isAlive()) {
                            System.out.println("hangs");
                            Runtime.getRuntime().halt(1);
                        }
                    }
                }

                public static void main(String[] args) throws Exception {
                    GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
                    AutoCloseable attached = rt.attach();
                    AtomicLong seen = new AtomicLong();
                    Channel<Integer> ch = Channel.buffered(10);
                    switch (args[0]) {
                        case "send" -> {
                            CompletableFuture<?> reader = rt.start(ch.range(x -> run(seen::incrementAndGet)));
                            deep(() -> ch.blocking().trySend(1));
                            ch.blocking().close();
                            reader.get(20, TimeUnit.SECONDS);
                        }
                        case "queue" -> {
                            CompletableFuture<?> reader = rt.start(ch.range(x -> run(seen::incrementAndGet)));
                            Queue<Integer> queue = new ChannelQueue<>(ch);
                            deep(() -> queue.offer(1));
                            ch.blocking().close();
                            reader.get(20, TimeUnit.SECONDS);
                        }
                        case "receive" -> {
                            CompletableFuture<?> writer = rt.start(forever(ch.send(1).then(run(seen::incrementAndGet))));
                            deep(() -> ch.blocking().tryReceive().isValue());
                            writer.cancel(true);
                            while (ch.blocking().tryReceive().isValue()) {
                                done++;
                            }
                            seen.set(done);
                        }
                        case "callback" -> {
                            Queue<Callback<Integer>> callbacks = new ConcurrentLinkedQueue<>();
                            CompletableFuture<?> waiters = rt.start(forRange(0, 1_000, i -> go(Go.<Integer>async(callbacks::add)
                                            .then(run(seen::incrementAndGet))))
                                    .then(never()));
                            while (callbacks.size() < 1_000) {
                                Thread.sleep(1);
                            }
                            deep(() -> {
                                Callback<Integer> c = callbacks.peek();
                                if (c == null) {
                                    return false;
                                }
                                c.succeed(1);
                                callbacks.remove(c);
                                return true;
                            });
                            for (Callback<Integer> c : callbacks) {
                                c.succeed(1);
                            }
                            for (int i = 0; i < 2_000 && seen.get() < 1_000; i++) {
                                Thread.sleep(10);
                            }
                            done = 1_000;
                        }
                        case "start" -> {
                            deep(() -> {
                                rt.start(run(seen::incrementAndGet)).cancel(false);
                                return false;
                            });
                            seen.set(0);
                            rt.start(run(seen::incrementAndGet)).get(20, TimeUnit.SECONDS);
                            done = 1;
                        }
                        default -> throw new IllegalArgumentException(args[0]);
                    }
                    rt.start(go(gosched()).then(gosched())).get(20, TimeUnit.SECONDS);
                    System.out.println(seen.get() == done && done > 0 ? "right" : "done " + done + ", seen " + seen.get());
                    Runtime.getRuntime().halt(0);
                }
            }
            """;

    @TempDir
    static Path directory;

    private static ChildJvm deep;

    @BeforeAll
    static void compile() throws Exception {
        deep = ChildJvm.of(directory, "Deep", SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "queue", "receive", "callback", "start"})
    void whatIsCalledFromTheEndOfAStackDoesAllOrNothing(String call) throws Exception {
        ChildJvm.Ended ended = deep.run(call);

        assertThat(ended.out()).as(ended.err()).isEqualToIgnoringNewLines("right");
    }
}
