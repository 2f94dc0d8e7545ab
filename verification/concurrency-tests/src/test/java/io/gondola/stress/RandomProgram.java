package io.gondola.stress;

import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.select.Case;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that a seed decides: workers that spawn, send, receive, select, sleep, block, yield, lock, and change the
 * number of processors. Receivers listen until the last worker has ended, so that it always ends by itself.
 *
 * <p>The seed decides what each goroutine does, not when: under the deterministic runtime it fixes the whole run.
 */
final class RandomProgram {
    private static final int MAX_CAPACITY = 3;
    private static final int MAX_NANOS = 200_000;

    private final GoRuntime runtime;
    private final int maxProcs;
    private final Random shape;
    private final AtomicInteger budget;
    private final List<Channel<Long>> channels = new ArrayList<>();
    private final Channel<Unit> quit = Channel.unbuffered();
    private final WaitGroup workers = new WaitGroup();
    private final WaitGroup receivers = new WaitGroup();
    private final Mutex mutex = new Mutex();

    /** Guarded by the mutex, so that it loses a change if the mutex lets two in. */
    private int guarded;

    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicLong lastElement = new AtomicLong();
    private final AtomicInteger sent = new AtomicInteger();
    private final ConcurrentHashMap<Long, Boolean> offered = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Boolean> received = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final ConcurrentHashMap<String, Long> wrong = new ConcurrentHashMap<>();

    /** {@code maxProcs} is the highest number that the program may set; 0 if it must leave the processors alone. */
    RandomProgram(GoRuntime runtime, long seed, int goroutines, int maxProcs) {
        this.runtime = runtime;
        this.maxProcs = maxProcs;
        this.shape = new Random(seed);
        this.budget = new AtomicInteger(goroutines);
        for (int i = 1 + shape.nextInt(4); i > 0; i--) {
            channels.add(Channel.buffered(shape.nextInt(MAX_CAPACITY + 1)));
        }
    }

    Go<Unit> main() {
        List<Go<?>> steps = new ArrayList<>();
        for (int i = 1 + shape.nextInt(4); i > 0; i--) {
            Random random = new Random(shape.nextLong());
            steps.add(receivers.go(receiver(random)));
        }
        for (int i = 1 + shape.nextInt(10); i > 0; i--) {
            steps.add(spawn(shape));
        }
        steps.add(workers.await());
        steps.add(quit.close());
        steps.add(receivers.await());
        channels.forEach(ch -> steps.add(drain(ch)));
        return Go.sequence(steps);
    }

    /** What was not as it should be; empty if all was. */
    List<String> violations() {
        List<String> all = new ArrayList<>();
        wrong.forEach((what, element) -> all.add(what + ": element " + element));
        expect(all, "elements received", sent.get(), received.size());
        expect(all, "goroutines ended", started.get(), ended.get());
        expect(all, "changes under the mutex", changes.get(), guarded);
        return all;
    }

    private static void expect(List<String> all, String what, int expected, int actual) {
        if (actual != expected) {
            all.add(what + ": expected " + expected + ", got " + actual);
        }
    }

    private Go<Unit> spawn(Random random) {
        if (budget.decrementAndGet() < 0) {
            return Go.unit();
        }
        Random own = new Random(random.nextLong());
        return workers.go(Go.run(started::incrementAndGet)
                .then(Go.forRange(0, 1 + random.nextInt(12), i -> action(own)))
                .then(Go.run(ended::incrementAndGet)));
    }

    private Go<?> action(Random random) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> spawn(random);
            case 3, 4 -> send(random);
            case 5, 6 -> selectAny(random);
            case 7 -> selectAny(random, onTimeout(duration(random), Go.unit()));
            case 8 -> selectAny(random, onDefault(Go.unit()));
            case 9 -> Go.sleep(duration(random));
            case 10 ->
                Go.blocking(() -> {
                    LockSupport.parkNanos(random.nextInt(MAX_NANOS));
                    return Unit.UNIT;
                });
            case 11 -> Go.blocking(() -> Unit.UNIT);
            case 12 -> Go.gosched();
            case 13 -> mutex.withLock(change(random));
            case 14 -> Go.forRange(0, random.nextInt(600), i -> Go.unit());
            default -> Go.run(() -> setMaxProcs(random));
        };
    }

    private void setMaxProcs(Random random) {
        if (maxProcs > 0 && random.nextInt(4) == 0) {
            runtime.setMaxProcs(1 + random.nextInt(maxProcs));
        }
    }

    private Go<Unit> change(Random random) {
        boolean switches = random.nextBoolean();
        return Go.suspend(() -> {
            changes.incrementAndGet();
            int seen = guarded;
            return (switches ? Go.gosched() : Go.unit()).then(Go.run(() -> guarded = seen + 1));
        });
    }

    private static Duration duration(Random random) {
        return Duration.ofNanos(random.nextInt(MAX_NANOS) - MAX_NANOS / 8);
    }

    private Channel<Long> any(Random random) {
        return channels.get(random.nextInt(channels.size()));
    }

    private Go<Unit> send(Random random) {
        long element = nextElement();
        return any(random).send(element).then(Go.run(sent::incrementAndGet));
    }

    private long nextElement() {
        long element = lastElement.incrementAndGet();
        offered.put(element, true);
        return element;
    }

    /**
     * A select of one to four cases, the same channel among them more than once perhaps. One of them sends at least, so
     * that a receiver ends its wait.
     */
    private Go<Unit> selectAny(Random random) {
        return selectAny(random, sending(random));
    }

    private Go<Unit> selectAny(Random random, Case<Unit> more) {
        List<Case<? extends Unit>> cases = new ArrayList<>();
        cases.add(more);
        cases.add(sending(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            cases.add(random.nextBoolean() ? sending(random) : receiving(any(random)));
        }
        if (random.nextInt(8) == 0) {
            cases.add(onReceive(Channel.<Long>nil(), Go.unit()));
        }
        Collections.shuffle(cases, random);
        return select(cases);
    }

    private Case<Unit> sending(Random random) {
        return onSend(any(random), nextElement(), Go.run(sent::incrementAndGet));
    }

    private Case<Unit> receiving(Channel<Long> channel) {
        return onReceive(channel, element -> Go.run(() -> got(element)));
    }

    private void got(Long element) {
        if (!offered.containsKey(element)) {
            wrong.put("received but never offered", element);
        }
        if (received.put(element, true) != null) {
            wrong.put("received twice", element);
        }
    }

    private Go<Unit> receiver(Random random) {
        return Go.run(started::incrementAndGet)
                .then(Go.forever(brk -> {
                    List<Case<? extends Unit>> cases = new ArrayList<>();
                    channels.forEach(ch -> cases.add(receiving(ch)));
                    Collections.shuffle(cases, random);
                    cases.add(onReceiveOption(quit, v -> brk.exit()));
                    return select(cases);
                }))
                .then(Go.run(ended::incrementAndGet));
    }

    private Go<Unit> drain(Channel<Long> channel) {
        return Go.forever(brk -> select(receiving(channel), onDefault(() -> brk.exit())));
    }
}
