package io.gondola.testkit;

import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.select.Case;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.SyncMap;
import io.gondola.sync.WaitGroup;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A small program made by chance, which logs what each of its goroutines sees. */
@SuppressWarnings("NullAway") // each test makes what it needs
final class RandomProgram {
    private static final int[] NARROW = IntStream.range(0, 11).toArray();
    private static final int[] WIDE = IntStream.range(0, 16).toArray();
    private static final int[] CROWDED = {0, 0, 1, 3, 9, 10};
    private static final int[] SPINNING = {2, 2, 2, 10, 13, 13, 3, 5, 8};
    private static final int[] REPEATING = {0, 1, 16, 16, 16, 2};
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Random random;
    private final List<Channel<Integer>> channels = new ArrayList<>();
    private final Mutex mutex = new Mutex();
    private final RWMutex rwMutex = new RWMutex();
    private final WaitGroup group = new WaitGroup();
    private final AtomicInt atomic = new AtomicInt();
    private final Shared<Integer> shared = Shared.of(0);
    private final Cond cond = new Cond(mutex);
    private final Once once = new Once();
    private final Semaphore semaphore = new Semaphore(1);
    private final SyncMap<Integer, Integer> map = new SyncMap<>();
    private CancelContext context;
    private Timer timer;
    private final List<StringBuilder> logs = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final Go<Unit> program;

    /** Of the operations that every program has had from the start: the seeds of named tests count on that. */
    RandomProgram(long seed) {
        this(seed, NARROW, 0, 0);
    }

    /** Of all operations, with a timer armed. */
    static RandomProgram wide(long seed) {
        return new RandomProgram(seed, WIDE, 0, 0);
    }

    /**
     * Of operations that give way or fail without effect, and others, with a timer armed: the clock moves past
     * goroutines.
     */
    static RandomProgram spinning(long seed) {
        return new RandomProgram(seed, SPINNING, 0, 2);
    }

    /** Of more goroutines with few operations each, so that several of them wait at the same place. */
    static RandomProgram crowded(long seed) {
        return new RandomProgram(seed, CROWDED, 2, 0);
    }

    /** Of selects with several cases on one channel, and operations that meet them. */
    static RandomProgram repeating(long seed) {
        return new RandomProgram(seed, REPEATING, 0, 0);
    }

    private RandomProgram(long seed, int[] allFamilies, int moreGoroutines, int moreOperations) {
        random = new Random(seed);
        for (int i = 0; i < 2; i++) {
            int capacity = random.nextInt(3);
            channels.add(capacity == 0 ? Channel.unbuffered() : Channel.buffered(capacity));
            text.append("c").append(i).append(" cap ").append(capacity).append("; ");
        }
        int goroutines = 2 + random.nextInt(2) + moreGoroutines;
        int kinds = 1 + random.nextInt(3);
        int[] families = random.ints(kinds, 0, allFamilies.length)
                .map(i -> allFamilies[i])
                .toArray();
        Go<Unit> all = allFamilies == NARROW || allFamilies == CROWDED || allFamilies == REPEATING
                ? Go.unit()
                : Go.suspend(this::prologue);
        for (int g = 0; g < goroutines; g++) {
            logs.add(new StringBuilder());
            text.append("\n").append(g).append(":");
            int length = 1 + random.nextInt(goroutines == 2 ? 4 : goroutines == 3 ? 3 : 1) + moreOperations;
            Go<Unit> body = body(g, families, length);
            all = g == goroutines - 1 ? all.then(body) : all.then(Go.go(body));
        }
        program = all;
    }

    private Go<Unit> prologue() {
        return Context.background()
                .withCancel()
                .flatMap(made -> Timer.start(Duration.ofMillis(2))
                        .flatMap(started -> Go.run(() -> {
                            context = made;
                            timer = started;
                        })));
    }

    Go<Unit> program() {
        return program;
    }

    /** What each goroutine saw in the run of this object's program. */
    String seen() {
        return String.join("|", logs);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private Go<Unit> body(int g, int[] families, int length) {
        Go<Unit> body = Go.unit();
        for (int i = 0; i < length; i++) {
            body = body.then(logged(g, operation(families[random.nextInt(families.length)], 10 * g + i)));
        }
        return body;
    }

    private Go<Unit> logged(int g, Go<?> operation) {
        return operation.flatMap(v -> Go.run(() -> logs.get(g).append(v).append(',')));
    }

    private Go<?> named(String name, Go<?> operation) {
        text.append(' ').append(name).append(';');
        return operation;
    }

    private Go<?> operation(int family, int value) {
        int which = random.nextInt(channels.size());
        Channel<Integer> c = channels.get(which);
        int variant = random.nextInt(6);
        return switch (family) {
            case 0, 1 ->
                switch (variant) {
                    case 0, 1 -> named("send c" + which, c.send(value));
                    case 2, 3 -> named("recv c" + which, c.receiveOption());
                    case 4 -> named("close c" + which, c.close());
                    default -> named("len c" + which, c.length());
                };
            case 2 ->
                variant < 3
                        ? named("try send c" + which, c.trySend(value))
                        : named("try recv c" + which, c.tryReceive().map(String::valueOf));
            case 3, 4 -> selection(value, variant, 1 + random.nextInt(2));
            case 16 -> selection(value, variant, 3);
            case 5 ->
                switch (variant) {
                    case 0 -> named("lock unlock", mutex.lock().then(mutex.unlock()));
                    case 1 -> named("lock", mutex.lock());
                    case 2 -> named("unlock", mutex.unlock());
                    case 3 -> named("try lock", mutex.tryLock());
                    default -> named("with lock", mutex.withLock(atomic.add(1)));
                };
            case 6 ->
                switch (variant) {
                    case 0 -> named("rw lock unlock", rwMutex.lock().then(rwMutex.unlock()));
                    case 1 -> named("r lock unlock", rwMutex.rLock().then(rwMutex.rUnlock()));
                    case 2 -> named("r lock", rwMutex.rLock());
                    case 3 -> named("try rw lock", rwMutex.tryLock());
                    case 4 -> named("try r lock", rwMutex.tryRLock());
                    default -> named("rw lock", rwMutex.lock());
                };
            case 7 ->
                switch (variant) {
                    case 0, 1 -> named("add 1", group.add(1));
                    case 2, 3 -> named("done", group.done());
                    default -> named("wait", group.await());
                };
            case 8 ->
                switch (variant) {
                    case 0 -> named("load", atomic.load());
                    case 1 -> named("store", atomic.store(value));
                    case 2 -> named("add", atomic.add(value));
                    case 3 -> named("cas", atomic.compareAndSwap(0, value));
                    case 4 -> named("get", shared.get());
                    default -> named("set", shared.set(value));
                };
            case 9 ->
                switch (variant) {
                    case 0, 1 -> named("cond wait", mutex.withLock(cond.await()));
                    case 2, 3 -> named("signal", cond.signal());
                    case 4 -> named("broadcast", cond.broadcast());
                    default -> named("once", once.doOnce(atomic.add(1)));
                };
            case 11 ->
                switch (variant) {
                    case 0 -> named("rw unlock", rwMutex.unlock());
                    case 1 -> named("r unlock", rwMutex.rUnlock());
                    case 2 -> named("with r lock", rwMutex.withRLock(atomic.add(1)));
                    case 3 -> named("with rw lock", rwMutex.withLock(atomic.add(1)));
                    case 4 -> named("try r lock", rwMutex.tryRLock());
                    default -> named("rw lock", rwMutex.lock());
                };
            case 12 ->
                switch (variant) {
                    case 0, 1 -> named("cancel", Go.suspend(() -> context.cancel()));
                    case 2 -> named("recv done", Go.suspend(() -> context.done().receiveOption()));
                    case 3 -> named("err", Go.suspend(() -> context.err()));
                    case 4 ->
                        named("child", Go.suspend(() -> context.withCancel().flatMap(CancelContext::err)));
                    default ->
                        named(
                                "select recv done recv c" + which,
                                Go.suspend(() -> select(
                                        onReceiveOption(context.done(), v -> Go.pure("done")),
                                        onReceiveOption(c, v -> Go.pure("r" + v)))));
                };
            case 13 ->
                switch (variant) {
                    case 0 -> named("stop", Go.suspend(() -> timer.stop()));
                    case 1 -> named("reset", Go.suspend(() -> timer.reset(SHORT)));
                    case 2 ->
                        named(
                                "recv timer",
                                Go.suspend(() -> timer.channel().receive()).as("tick"));
                    case 3 ->
                        named(
                                "select timeout recv c" + which,
                                select(
                                        onTimeout(SHORT, Go.pure("timeout")),
                                        onReceiveOption(c, v -> Go.pure("r" + v))));
                    case 4 ->
                        named(
                                "after func add",
                                Time.afterFunc(SHORT, atomic.add(1)).as("armed"));
                    default -> named("sleep 1", Go.sleep(SHORT));
                };
            case 14 ->
                switch (variant) {
                    case 0 -> named("update", shared.update(n -> n + 1));
                    case 1 -> named("plain get", atomic.plain().get());
                    case 2 -> named("load", atomic.load());
                    case 3 -> named("try acquire", semaphore.tryAcquire(1));
                    case 4 -> named("release", semaphore.release(1));
                    default -> named("acquire", semaphore.acquire(1));
                };
            case 15 ->
                switch (variant) {
                    case 0 -> named("go send c" + which, Go.go(c.send(value)));
                    case 1 ->
                        named("recover close c" + which, c.close().as("closed").recover(p -> Go.pure("recovered")));
                    case 2 -> named("wg go add", group.go(atomic.add(1)));
                    case 3 -> named("store map", map.loadOrStore(which, value));
                    case 4 -> named("load map", map.load(which));
                    default -> named("panic", Go.panic("p" + value));
                };
            default ->
                switch (variant) {
                    case 0 -> named("choose", Testing.choose(2));
                    case 1 -> named("sleep 1", Go.sleep(Duration.ofMillis(1)));
                    case 2 -> named("sleep 2", Go.sleep(Duration.ofMillis(2)));
                    case 3 -> named("acquire release", semaphore.acquire(1).then(semaphore.release(1)));
                    case 4 -> named("acquire", semaphore.acquire(1));
                    default -> named("gosched", Go.gosched());
                };
        };
    }

    private Go<?> selection(int value, int variant, int n) {
        List<Case<String>> cases = new ArrayList<>();
        StringBuilder name = new StringBuilder("select");
        for (int i = 0; i < n; i++) {
            int which = random.nextInt(channels.size());
            int number = i;
            if (random.nextBoolean()) {
                cases.add(onSend(channels.get(which), value, Go.pure("s" + number)));
                name.append(" send c").append(which);
            } else {
                cases.add(onReceiveOption(channels.get(which), v -> Go.pure("r" + number + v)));
                name.append(" recv c").append(which);
            }
        }
        if (variant < 2) {
            cases.add(onDefault(Go.pure("d")));
            name.append(" default");
        }
        return named(name.toString(), select(cases));
    }
}
