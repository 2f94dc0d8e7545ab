import static io.gondola.dsl.Go.*;

import io.gondola.dsl.*;
import io.gondola.dsl.interop.*;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.*;

public class Deep {
    static final int ROUNDS = 40;
    static final int UPWARDS = 10;

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
            inThread(i, () -> down(call, padding));
        }
    }

    static void inThread(int round, Runnable code) throws Exception {
        Thread t = new Thread(null, code, "deep", 256 * 1024 + 64 * round);
        t.start();
        t.join(20_000);
        if (t.isAlive()) {
            System.out.println("hangs");
            Runtime.getRuntime().halt(1);
        }
    }

    /**
     * Goes down to the end of the stack, then {@code skipped} frames up, and calls from there on the way up: how often
     * is left.
     */
    static final class Climb {
        final Call call;
        int skipped;
        int tries;

        Climb(Call call, int skipped, int tries) {
            this.call = call;
            this.skipped = skipped;
            this.tries = tries;
        }

        void run() {
            try {
                run();
            } catch (StackOverflowError e) {
                // the end
            }
            if (skipped > 0) {
                skipped--;
            } else if (tries > 0) {
                tries--;
                try {
                    if (call.run()) {
                        done++;
                        tries = 0;
                    }
                } catch (StackOverflowError e) {
                    // a frame further up
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Each call from the end of a stack on, frame by frame, until it finds room. */
    static void upwards(Call call) throws Exception {
        for (int i = 0; i < UPWARDS; i++) {
            inThread(i, new Climb(call, 0, Integer.MAX_VALUE)::run);
        }
    }

    /** One call, from 1, 2, 3 frames above the end of a stack. */
    static void once(int round, Call call) throws Exception {
        inThread(round, new Climb(call, round, 1)::run);
    }

    static final AtomicLong ended = new AtomicLong();

    static final class Reader implements Flow.Subscriber<Integer> {
        volatile Flow.Subscription subscription;
        final AtomicLong elements = new AtomicLong();
        final long demand;

        Reader(long demand) {
            this.demand = demand;
        }

        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
        }

        public void onNext(Integer x) {
            elements.incrementAndGet();
        }

        public void onError(Throwable t) {
            ended.incrementAndGet();
        }

        public void onComplete() {
            ended.incrementAndGet();
        }
    }

    /** Waits until there are {@code n} goroutines, and nobody runs. */
    static void awaitRest(GoRuntime rt, int n) throws Exception {
        await(() -> rt.stats().goroutines() == n && rt.stats().processors().forAll(p -> !p.running()));
    }

    static void await(BooleanSupplier condition) throws Exception {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
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
                Call send = () -> ch.blocking().trySend(1);
                deep(send);
                upwards(send);
                ch.blocking().close();
                reader.get(20, TimeUnit.SECONDS);
            }
            case "queue" -> {
                CompletableFuture<?> reader = rt.start(ch.range(x -> run(seen::incrementAndGet)));
                Queue<Integer> queue = new ChannelQueue<>(ch);
                Call offer = () -> queue.offer(1);
                deep(offer);
                upwards(offer);
                ch.blocking().close();
                reader.get(20, TimeUnit.SECONDS);
            }
            case "receive" -> {
                CompletableFuture<?> writer = rt.start(forever(ch.send(1).then(run(seen::incrementAndGet))));
                Call receive = () -> ch.blocking().tryReceive().isValue();
                deep(receive);
                upwards(receive);
                writer.cancel(true);
                while (ch.blocking().tryReceive().isValue()) {
                    done++;
                }
                seen.set(done);
            }
            case "callback" -> {
                Queue<Callback<Integer>> callbacks = new ConcurrentLinkedQueue<>();
                CompletableFuture<?> waiters = rt.start(forRange(0, UPWARDS, i -> go(Go.<Integer>async(callbacks::add)
                                .then(run(seen::incrementAndGet))))
                        .then(never()));
                await(() -> callbacks.size() == UPWARDS);
                upwards(() -> {
                    callbacks.peek().succeed(1);
                    callbacks.remove();
                    return true;
                });
                await(() -> seen.get() == UPWARDS);
            }
            case "request" -> {
                Reader reader = new Reader(0);
                Flows.publisher(rt, ch).subscribe(reader);
                rt.start(forever(ch.send(1)));
                deep(() -> {
                    reader.subscription.request(1);
                    return true;
                });
                await(() -> reader.elements.get() >= done);
                seen.set(reader.elements.get());
            }
            case "unsubscribe" -> {
                Queue<Reader> readers = new ConcurrentLinkedQueue<>();
                for (int i = 0; i < UPWARDS; i++) {
                    Reader reader = new Reader(0);
                    readers.add(reader);
                    Flows.publisher(rt, ch).subscribe(reader);
                }
                awaitRest(rt, UPWARDS);
                upwards(() -> {
                    readers.peek().subscription.cancel();
                    readers.remove();
                    return true;
                });
                await(() -> rt.stats().goroutines() == 0);
                seen.set(done - rt.stats().goroutines());
            }
            case "subscribe" -> {
                Queue<Reader> readers = new ConcurrentLinkedQueue<>();
                ch.blocking().close();
                Flow.Publisher<Integer> publisher = Flows.publisher(rt, ch);
                upwards(() -> {
                    Reader reader = new Reader(0);
                    readers.add(reader);
                    publisher.subscribe(reader);
                    return true;
                });
                done = readers.stream().filter(r -> r.subscription != null).count();
                await(() -> ended.get() >= done);
                seen.set(ended.get());
            }
            case "publish" -> {
                List<Flow.Subscriber<? super Integer>> intakes = new CopyOnWriteArrayList<>();
                Flow.Publisher<Integer> publisher = s -> {
                    s.onSubscribe(new Flow.Subscription() {
                        public void request(long n) {}

                        public void cancel() {}
                    });
                    intakes.add(s);
                };
                CompletableFuture<?> taking = rt.start(go(Flows.send(publisher, 1 << 22, ch).then(ch.close()))
                        .then(ch.range(x -> run(seen::incrementAndGet))));
                await(() -> !intakes.isEmpty());
                deep(() -> {
                    intakes.get(0).onNext(1);
                    return true;
                });
                intakes.get(0).onComplete();
                taking.get(20, TimeUnit.SECONDS);
            }
            case "complete" -> {
                Queue<Flow.Subscriber<? super Integer>> intakes = new ConcurrentLinkedQueue<>();
                Flow.Publisher<Integer> publisher = intakes::add;
                rt.start(forRange(0, UPWARDS, i -> go(Flows.send(publisher, 1, ch).then(run(seen::incrementAndGet))))
                        .then(never()));
                await(() -> intakes.size() == UPWARDS);
                upwards(() -> {
                    intakes.peek().onComplete();
                    intakes.remove();
                    return true;
                });
                await(() -> seen.get() == UPWARDS);
            }
            case "execute" -> {
                GoExecutor executor = new GoExecutor(rt);
                deep(() -> {
                    executor.execute(seen::incrementAndGet);
                    return true;
                });
                executor.shutdown();
                if (!executor.awaitTermination(20, TimeUnit.SECONDS)) {
                    System.out.println("the executor does not end");
                }
            }
            case "shutdown" -> {
                List<GoExecutor> executors = new ArrayList<>();
                for (int i = 0; i < ROUNDS; i++) {
                    executors.add(new GoExecutor(rt));
                }
                awaitRest(rt, ROUNDS);
                for (int i = 0; i < ROUNDS; i++) {
                    GoExecutor executor = executors.get(i);
                    once(i, () -> {
                        executor.shutdown();
                        return true;
                    });
                    if (!executor.isShutdown()) {
                        executor.submit(() -> {}).get(20, TimeUnit.SECONDS);
                        executor.shutdown();
                    }
                    seen.addAndGet(executor.awaitTermination(20, TimeUnit.SECONDS) ? 1 : 0);
                }
                done = ROUNDS;
            }
            case "make executor" -> {
                Queue<GoExecutor> executors = new ConcurrentLinkedQueue<>();
                upwards(() -> {
                    executors.add(new GoExecutor(rt));
                    return true;
                });
                executors.forEach(GoExecutor::shutdown);
                await(() -> rt.stats().goroutines() == 0);
                seen.set(done - rt.stats().goroutines());
            }
            case "deadlock" -> {
                for (int i = 0; i < UPWARDS; i++) {
                    GoRuntime other = GoRuntime.builder().maxProcs(1).build();
                    AutoCloseable closer = other.attach();
                    CompletableFuture<?> stuck = other.start(never());
                    awaitRest(other, 1);
                    inThread(i, new Climb(() -> {
                        closer.close();
                        return true;
                    }, 0, Integer.MAX_VALUE)::run);
                    await(stuck::isDone);
                    seen.addAndGet(stuck.isDone() ? 1 : 0);
                    other.close();
                }
            }
            case "procs" -> {
                int[] n = {2};
                upwards(() -> {
                    rt.setMaxProcs(n[0] ^= 3);
                    return true;
                });
                rt.setMaxProcs(2);
                CountDownLatch both = new CountDownLatch(2); // two steps at once
                rt.start(forRange(0, 2, i -> go(run(() -> {
                            both.countDown();
                            both.await(20, TimeUnit.SECONDS);
                        })))
                        .then(forWhile(() -> both.getCount() > 0, gosched()))).get(20, TimeUnit.SECONDS);
                seen.set(both.getCount() == 0 ? done : 0);
            }
            case "trace" -> {
                Path file = Files.createTempFile("deep", ".json");
                upwards(() -> {
                    rt.trace(file).close();
                    return true;
                });
                rt.trace(file).close(); // none is left open
                Files.delete(file);
                seen.set(done);
            }
            case "shutdown runtime" -> {
                for (int i = 0; i < ROUNDS; i++) {
                    GoRuntime other = GoRuntime.builder().maxProcs(1).build();
                    boolean[] closed = new boolean[1];
                    once(i, () -> {
                        other.shutdown(Duration.ZERO);
                        closed[0] = true;
                        return true;
                    });
                    if (closed[0]) {
                        seen.incrementAndGet();
                    } else {
                        other.start(pure(1)).get(20, TimeUnit.SECONDS);
                        other.close();
                    }
                }
                done++; // if no call found room
                seen.incrementAndGet();
            }
            case "build" -> {
                Queue<GoRuntime> others = new ConcurrentLinkedQueue<>();
                int threads = Thread.activeCount();
                upwards(() -> {
                    others.add(GoRuntime.builder().maxProcs(1).build());
                    return true;
                });
                others.forEach(GoRuntime::close);
                await(() -> Thread.activeCount() <= threads);
                seen.set(Thread.activeCount() <= threads ? done : 0);
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
