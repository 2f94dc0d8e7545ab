package io.gondola.pipeline.kafka;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.MeterCounter;
import io.gondola.pipeline.Ending;
import io.vavr.CheckedFunction0;
import io.vavr.collection.HashSet;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

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
    private static final System.Logger LOG = System.getLogger(Owner.class.getName());

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

    /** Null before it was made. */
    private volatile Consumer<byte[], byte[]> consumer;

    private volatile ConsumerGroupMetadata metadata;

    /** Whether a partition is paused because it is full. */
    private volatile boolean anyFull;

    private final AtomicInteger lowerings = new AtomicInteger();
    private volatile boolean polling;
    private volatile boolean expectsDone;

    /** Whether the source is to end as if there were no more records. */
    private volatile boolean ending;

    /** How the source ended, once it has. */
    private volatile Ending stopping;

    private volatile Throwable failure;

    /** The thread that makes the consumer, while it does. Guarded by this object, as is `isOver`. */
    private Thread beginner;

    private boolean isOver;

    private MeterCounter meter;
    private long nextCommit;
    private long stopNanos;
    private boolean winding;
    private boolean handsOver = true;
    private Ticket stuck;
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
                .peek(m -> meter = m)
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
    Go<?> stop(Ending how) {
        return Go.suspend(() -> {
            boolean knows = failure != null;
            stopping = how;
            hurry();
            return ended.receiveOption().then(Go.run(() -> {
                if (!knows) {
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
            consumer.wakeup();
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
            consumer = connection.made(open);
        } catch (InterruptedException e) {
            if (!isOver) {
                throw e;
            }
        } finally {
            hasBegun();
        }
        Consumer<byte[], byte[]> c = consumer;
        if (c != null) {
            commits = new Commits(c, lanes, options, connection);
            c.subscribe(connection.topics(), new Rebalances());
        }
        return Unit.UNIT;
    }

    /** From now on the thread is interrupted if it is all over; returns false if it is. */
    private synchronized boolean begins(Thread thread) {
        beginner = thread;
        return !isOver;
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // the interrupt was meant for what is over
    private synchronized void hasBegun() {
        beginner = null;
        boolean unused = Thread.interrupted();
    }

    /** The source has ended, or is to: the owner goes on at once. Any thread. */
    private synchronized void hurry() {
        isOver = true;
        if (beginner != null) {
            beginner.interrupt();
        }
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
        if (consumer == null) {
            LockSupport.parkNanos(LOOK_NANOS); // until the source has heard of its end
            return true;
        }
        int seen = lowerings.get();
        pauseAndResume();
        long now = System.nanoTime();
        if (now - nextCommit >= 0) {
            nextCommit = now + options.commitEvery.toNanos();
            commits.begin();
            tellStuck(now);
        }
        ConsumerRecords<byte[], byte[]> records = poll(seen);
        metadata = consumer.groupMetadata();
        if (stopping == null && !ending) {
            List<Received<byte[], byte[]>> batch = lanes.take(records, System.nanoTime());
            if (!batch.isEmpty()) {
                pending.add(batch);
            }
        }
        return true;
    }

    private ConsumerRecords<byte[], byte[]> poll(int seen) {
        polling = true;
        try {
            Duration wait = stopping == null && pending.isEmpty() ? POLL : SHORT_POLL;
            return consumer.poll(lowerings.get() == seen ? wait : Duration.ZERO);
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

    private void pauseAndResume() {
        Set<TopicPartition> wanted = lanes.toPause(stopping != null || ending);
        Set<TopicPartition> paused = consumer.paused();
        anyFull = !wanted.isEmpty();
        if (!wanted.equals(paused)) {
            Set<TopicPartition> more = new java.util.HashSet<>(wanted);
            more.removeAll(paused);
            Set<TopicPartition> fewer = new java.util.HashSet<>(paused);
            fewer.removeAll(wanted);
            consumer.pause(more);
            consumer.resume(fewer);
        }
    }

    /**
     * Whether the last round was the last one. A source that has ended by itself goes on for those who work on its
     * records, but nobody begins with one any more.
     */
    private boolean isOver() {
        if (stopping != Ending.COMPLETED) {
            return stopping != null;
        }
        if (!winding) {
            winding = true;
            stopNanos = System.nanoTime();
            lanes.all().forEach(Lane::dropWaiting);
        }
        Ticket t = awaitsDone() ? Lanes.begun(lanes.all()) : null;
        if (t != null && System.nanoTime() - stopNanos >= options.finishWithin.toNanos()) {
            throw connection.unfinished(t, options.finishWithin);
        }
        return t == null;
    }

    /** A pipeline in which no record was ever done may not mean to. */
    private boolean awaitsDone() {
        return options.transactional
                || ending
                || expectsDone
                || lanes.all().stream().anyMatch(Lane::isUsed);
    }

    private void tellStuck(long now) {
        Ticket t = lanes.stuck(now, options.stuckAfter);
        if (t == null) {
            meter.note("");
        } else {
            String text = t + " is unfinished since "
                    + Duration.ofNanos(now - t.sinceNanos).toSeconds() + " s; " + t.lane.gap()
                    + " records since then wait to be committed";
            meter.note(text);
            if (t != stuck) {
                LOG.log(System.Logger.Level.WARNING, "{0}: {1}", connection.what(), text);
            }
        }
        stuck = t;
    }

    /** Commits what is finished, leaves the group, and notes why the owner has ended. */
    @SuppressWarnings("InterruptedExceptionSwallowed") // an interrupt has done its work: the owner ends
    private Unit close(Try<Unit> outcome) {
        boolean unused = Thread.interrupted();
        Throwable why = outcome.isFailure() ? thrown(outcome.getCause()) : null;
        lanes.all().forEach(Lane::dropWaiting);
        Consumer<byte[], byte[]> c = consumer;
        if (c != null) {
            try {
                commits.finish(lanes.all());
            } catch (RuntimeException e) {
                why = and(why, e);
            }
            lanes.revoke(lanes.partitions());
            try {
                connection.close(c, options.closeWithin);
            } catch (RuntimeException e) {
                why = and(why, e);
            }
        }
        if (meter != null) {
            meter.note("");
        }
        failure = why;
        return Unit.UNIT;
    }

    private static Throwable and(Throwable first, RuntimeException later) {
        if (first == null) {
            return later;
        }
        first.addSuppressed(later);
        return first;
    }

    private static Throwable thrown(Throwable t) {
        Throwable cause = t instanceof Panic p && p.value() instanceof Throwable inner ? inner : t;
        return cause instanceof RuntimeException || cause instanceof Error ? cause : new IllegalStateException(cause);
    }

    /** Called by the consumer in {@link Consumer#poll}, or when it is closed. */
    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            lanes.add(partitions);
            metadata = consumer.groupMetadata();
            consumer.pause(partitions.stream().filter(options.pauses::isPaused).toList()); // or this poll fetches some
            if (!partitions.isEmpty()) {
                tell();
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Collection<Lane> some = lanes.withoutWaiting(partitions);
            metadata = consumer.groupMetadata();
            if (options.onRevoke == OnRevoke.FINISH) {
                await(some);
            }
            commits.beforeRevoking(some);
            lost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            lost(partitions);
        }

        private void lost(Collection<TopicPartition> partitions) {
            lanes.revoke(partitions);
            if (!partitions.isEmpty()) {
                tell();
            }
        }

        private void tell() {
            options.assigned.accept(HashSet.ofAll(lanes.partitions()));
        }

        /** The workers are other threads: the wait is for them, and bounded. */
        private void await(Collection<Lane> some) {
            long end = System.nanoTime() + options.finishWithin.toNanos();
            while (stopping != Ending.ABANDONED
                    && Lanes.begun(some) != null
                    && System.nanoTime() - end < 0
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
