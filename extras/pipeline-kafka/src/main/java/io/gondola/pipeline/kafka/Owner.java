package io.gondola.pipeline.kafka;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Aftermath;
import io.gondola.pipeline.Ending;
import io.vavr.CheckedFunction0;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** The goroutine that owns the consumer of a source during one run. */
final class Owner implements Group {
    /*
     * Algorithm. One goroutine, locked to a thread, makes all calls of the consumer, but for `wakeup`, in blocking
     * code: rounds that pause and resume, commit, and poll. It never waits for those who work on the records: what a
     * poll brings goes into a channel or, when that is full, into `pending`; partitions that have too much are paused.
     * So it polls in time, however slow the others are, and the group keeps this member.
     *
     * The source's segment takes the batches, and begins each record (Ticket). It is no member of the same crew: a
     * cancelled pipeline does not interrupt the consumer, it wakes it up, and waits until the owner has committed what
     * is finished, and has left the group. Each of that is bounded by a time of the options.
     *
     * Invariants
     *   I1  `lanes`, `pending` and all fields that are not volatile are the owner's.
     *   I2  Only what is finished is committed (Lane), and only while its partition is assigned.
     *   I3  `failure` is written before `batches` is closed, `ended` is closed last.
     */
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SHORT_POLL = Duration.ofMillis(10);
    private static final long LOOK_NANOS = 1_000_000;
    private static final int BATCHES = 1024;

    private final Options options;
    private final Connection connection;
    private final CheckedFunction0<? extends Consumer<byte[], byte[]>> open;

    /** What is done after a round without records: for tests, whose consumer does not wait. */
    private final Go<Unit> pause;

    private final Channel<List<Received<byte[], byte[]>>> batches;
    private final Channel<Unit> ended = Channel.<Unit>unbuffered().named("end of a Kafka consumer");
    private final Deque<List<Received<byte[], byte[]>>> pending = new ArrayDeque<>();
    private final Lanes lanes;

    @SuppressWarnings("NullAway.Init") // made before the work begins
    private Client<Consumer<byte[], byte[]>> client;

    /** Null before it was made. */
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    @SuppressWarnings("NullAway.Init") // read after each poll, before its records are handed on
    private volatile ConsumerGroupMetadata metadata;

    /** Whether a partition is paused because it is full. */
    private volatile boolean anyFull;

    private final AtomicInteger lowerings = new AtomicInteger();
    private volatile boolean polling;
    private volatile boolean expectsDone;

    /** Whether the source is to end as if there were no more records. */
    private volatile boolean ending;

    /** What is known of the pipeline below once the source has ended; null before. */
    private volatile @Nullable Aftermath after;

    private volatile @Nullable Throwable failure;

    /** Whether the source has heard of the failure. */
    private volatile boolean told;

    /** The thread that makes the consumer, while it does. Guarded by this object, as is `hurried`. */
    private @Nullable Thread beginner;

    private boolean hurried;

    @SuppressWarnings("NullAway.Init") // made before the work begins
    private Stuck stuck;

    private long nextCommit;
    private long stopNanos;
    private boolean winding;
    private boolean handsOver = true;
    private boolean closing;

    @SuppressWarnings("NullAway.Init") // made with the consumer
    private Commits commits;

    Owner(
            Options options,
            Connection connection,
            CheckedFunction0<? extends Consumer<byte[], byte[]>> open,
            Go<Unit> pause) {
        this.options = options;
        this.connection = connection;
        this.open = open;
        this.pause = pause;
        this.lanes = new Lanes(options, this);
        this.batches = Channel.<List<Received<byte[], byte[]>>>buffered(BATCHES).named(connection.what());
    }

    /** The goroutine's program. */
    Go<Unit> run() {
        Go<Unit> work = Go.blocking(this::start)
                .then(Go.forever(b -> Go.blocking(this::round).flatMap(more -> more ? handOver() : b.<Unit>exit())));
        return new MeterOf(options.meter.isEmpty() ? connection.what() : options.meter)
                .peek(m -> stuck = new Stuck(m, connection.what(), options.stuckAfter))
                .then(Client.<Consumer<byte[], byte[]>>closedBy(Connection::cutOff)
                        .peek(c -> client = c))
                .then(Go.locked(work.attempt().flatMap(t -> Go.blocking(() -> close(t)))))
                .then(Go.suspend(this::handOverNoMore))
                .then(ended.close());
    }

    /** What was received, in batches that are not empty; closed at the end. */
    ReceiveChannel<List<Received<byte[], byte[]>>> batches() {
        return batches;
    }

    /** Throws that with which the owner has ended; for when {@link #batches} is closed. */
    Iterator<List<Received<byte[], byte[]>>> failure() {
        Throwable t = failure;
        told = t != null;
        if (t instanceof Error e) {
            throw e;
        } else if (t != null) {
            throw (RuntimeException) t;
        }
        return Collections.emptyIterator();
    }

    /** The source is to end as if there were no more records. Any thread. */
    void end() {
        ending = true;
        hurry();
    }

    /** Ends the owner, and waits for that; panics if what was finished could not be committed. */
    Go<?> stop(Aftermath how) {
        return Go.suspend(() -> {
            after = how;
            hurry();
            return ended.receiveOption().then(Go.run(() -> {
                if (!told) {
                    var unused = failure();
                }
            }));
        });
    }

    // other goroutines

    /**
     * The owner reads the count before it looks who is full: it either sees the new room, or does not wait, or is
     * woken.
     */
    @Override
    public void lowered() {
        var unused = lowerings.incrementAndGet();
        if (anyFull && polling) {
            wakeUp();
        }
    }

    @Override
    public void expectsDone() {
        if (!expectsDone) {
            expectsDone = true;
        }
    }

    @Override
    public ConsumerGroupMetadata metadata() {
        return metadata;
    }

    @Override
    public boolean isTransactional() {
        return options.transactional;
    }

    // the owner

    private Unit start() throws Throwable {
        nextCommit = System.nanoTime() + options.commitEvery.toNanos();
        if (!begins(Thread.currentThread())) {
            return Unit.UNIT;
        }
        try {
            consumer = client.made(connection.made(open));
        } catch (InterruptedException | TopicException e) {
            if (!isHurried()) {
                throw e;
            }
        } finally {
            hasBegun();
        }
        Consumer<byte[], byte[]> c = consumer;
        if (c != null) {
            commits = new Commits(c, lanes, options, connection);
            c.subscribe(connection.topics(), new Rebalances(this, c, lanes, commits, options));
        }
        return Unit.UNIT;
    }

    /** From now on the thread is interrupted if it is all over; returns false if it is. */
    private synchronized boolean begins(Thread thread) {
        if (!hurried) {
            beginner = thread;
        }
        return !hurried;
    }

    private synchronized boolean isHurried() {
        return hurried;
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // the interrupt was meant for what is over
    private synchronized void hasBegun() {
        beginner = null;
        boolean unused = Thread.interrupted();
    }

    /** The source has ended, or is to: the owner goes on at once. Any thread. */
    private synchronized void hurry() {
        hurried = true;
        if (beginner != null) {
            beginner.interrupt();
        }
        wakeUp();
    }

    private void wakeUp() {
        Consumer<byte[], byte[]> c = consumer;
        if (c != null) {
            c.wakeup();
        }
    }

    /** Returns false if there is to be no other one. */
    private boolean round() {
        if (isOver()) {
            return false;
        }
        Consumer<byte[], byte[]> c = consumer;
        if (c == null) {
            LockSupport.parkNanos(LOOK_NANOS); // until the source has heard of its end
            return true;
        }
        int seen = lowerings.get();
        anyFull = lanes.pauseAndResume(c, after != null || ending);
        long now = System.nanoTime();
        if (now - nextCommit >= 0) {
            nextCommit = now + options.commitEvery.toNanos();
            commits.begin();
            stuck.look(lanes, now);
        }
        List<Received<byte[], byte[]>> batch = lanes.take(poll(c, seen));
        readMetadata(c);
        if (!batch.isEmpty()) {
            pending.add(batch); // if it is over by now, nobody begins with them
        }
        return true;
    }

    void readMetadata(Consumer<?, ?> c) {
        metadata = c.groupMetadata();
    }

    private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> c, int seen) {
        polling = true;
        try {
            boolean isTold = after == null && pending.isEmpty() && !lanes.isAnyTooWide();
            Duration wait = isTold ? POLL : SHORT_POLL;
            return c.poll(lowerings.get() == seen ? wait : Duration.ZERO);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (RuntimeException e) {
            throw connection.failed("cannot be consumed", e);
        } finally {
            polling = false;
        }
    }

    private Go<Unit> handOver() {
        if (ending) {
            lanes.all().forEach(Lane::dropWaiting);
            pending.clear();
            return handOverNoMore().then(pause);
        }
        if (pending.isEmpty()) {
            return pause;
        }
        return batches.trySend(pending.peek()).flatMap(sent -> {
            if (!sent) {
                return pause;
            }
            pending.remove();
            return pending.isEmpty() ? Go.unit() : handOver();
        });
    }

    private Go<Unit> handOverNoMore() {
        if (!handsOver) {
            return Go.unit();
        }
        handsOver = false;
        return batches.close();
    }

    /**
     * Whether the last round was the last one. A source that has ended by itself goes on for those who work on its
     * records; nobody begins with one any more, as that is what the source has done.
     */
    private boolean isOver() {
        Aftermath below = after;
        if (below == null || below.ending() == Ending.ABANDONED) {
            return below != null;
        }
        if (!winding) {
            winding = true;
            stopNanos = System.nanoTime();
        }
        Ticket t = awaitsDone() ? Lanes.begun(lanes.all()) : null;
        if (t == null || System.nanoTime() - stopNanos < options.finishWithin.toNanos()) {
            return t == null;
        }
        if (!meansDone()) {
            connection.warnThatNoneIsDone(options.finishWithin);
            return true;
        }
        throw connection.unfinished(t, options.finishWithin);
    }

    /**
     * Whether to wait for those who work on records. A pipeline that was given up does not finish them; one that has
     * ended as a whole, and in which no record was ever done, does not mean to.
     */
    boolean awaitsDone() {
        Aftermath below = after;
        if (closing) {
            return false;
        }
        return below == null || (below.ending() == Ending.COMPLETED && (below.isHandedOn() || meansDone()));
    }

    /** Whether anybody says of a record that it is done. */
    private boolean meansDone() {
        return options.transactional
                || ending
                || expectsDone
                || lanes.all().stream().anyMatch(Lane::isUsed);
    }

    /** Commits what is finished, leaves the group, and notes why the owner has ended. */
    @SuppressWarnings("InterruptedExceptionSwallowed") // an interrupt has done its work: the owner ends
    private Unit close(Try<Unit> outcome) {
        boolean unused = Thread.interrupted();
        Throwable why = outcome.isFailure() ? thrown(outcome.getCause()) : null;
        closing = true;
        lanes.all().forEach(Lane::dropWaiting);
        Consumer<byte[], byte[]> c = consumer;
        if (c != null) {
            try {
                commits.finish();
            } catch (RuntimeException e) {
                why = and(why, e);
            }
            lanes.revoke(lanes.partitions());
            try {
                Connection.close(c, options.closeWithin);
                client.closed();
            } catch (RuntimeException e) {
                why = and(why, e);
            }
        }
        stuck.forget();
        failure = why;
        return Unit.UNIT;
    }

    private static Throwable and(@Nullable Throwable first, RuntimeException later) {
        if (first == null) {
            return later;
        }
        if (first != later) { // a commit in the background has failed, and is what ended the owner
            first.addSuppressed(later);
        }
        return first;
    }

    private static Throwable thrown(Throwable t) {
        Throwable cause = t instanceof Panic p && p.value() instanceof Throwable inner ? inner : t;
        return cause instanceof RuntimeException || cause instanceof Error ? cause : new IllegalStateException(cause);
    }
}
