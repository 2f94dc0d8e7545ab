package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.Debug;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Uses;
import io.gondola.scheduler.Scheduler;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A select statement. */
final class Selection<A> extends Operation<A> implements Choosing {
    /*
     * Algorithm. Go's three passes, and one before them. Pass 0 looks at the cases in a fresh random order, without
     * locks; one that seems possible is tried under the lock of its channel alone. That is no less than a select may
     * do: it may take any case that is possible at one moment, and the lock holds that moment. Only that none is
     * possible takes all locks to know. So pass 1 locks all channels and looks again, in the same order; the first that
     * is possible is done, and its counterpart woken after all locks were released. Pass 2, in commit, queues one entry
     * for each case and unlocks. Pass 3, in resumed, takes the entries of the cases that lost out of their queues.
     *
     * What pass 0 reads without a lock is a hint: a case that seems possible and is not costs a lock, one that is and
     * does not seem so is found in pass 1.
     *
     * Invariants
     *   I1  Locks are taken in one order, that of the identity hash codes, each channel once. Selects with two channels
     *       of one hash code take TIES first.
     *   I2  The entries of one wait share one winner, which changes once, by compare-and-set: the party that succeeds
     *       serves the goroutine, everybody else passes over the entry.
     *   I3  commit touches only the wait once it has unlocked the first channel: the goroutine may run elsewhere by
     *       then.
     *   I4  No heap of timers is locked while a channel is, because timers that fire lock channels. So commit arms the
     *       timeout after it unlocked; if the wait is over by then, either commit or resumed disarms it (see Wait).
     *   I5  Of several cases that send to, or receive from, the same channel one entry is queued (see Rivals).
     *
     * Differences from Go. Go has no pass 0. Nil channels and the order of locks are found when the description is
     * built. A timeout is not a channel.
     */
    private static final int MAX_CASES = 1 << 16; // Go: select.go, selectgo
    private static final int MAX_PACKED = 16;
    private static final long IN_ORDER = 0xFEDCBA9876543210L;
    private static final ReentrantLock TIES = new ReentrantLock();

    private final ChannelCase<? extends A>[] cases;
    private final ChannelCore[] inLockOrder;
    private final Rivals[] rivals;
    private final boolean hasTies;
    private final boolean random;
    private final @Nullable DefaultCase<? extends A> otherwise;
    private final @Nullable TimeoutCase<? extends A> timeout;
    private final String waitReason;

    private Selection(
            ChannelCase<? extends A>[] cases,
            boolean random,
            @Nullable DefaultCase<? extends A> otherwise,
            @Nullable TimeoutCase<? extends A> timeout,
            String waitReason) {
        this.cases = cases;
        this.random = random;
        this.otherwise = otherwise;
        this.timeout = timeout;
        this.waitReason = waitReason;
        this.inLockOrder = LockOrder.of(cases);
        this.rivals = Rivals.among(cases, inLockOrder.length);
        this.hasTies = LockOrder.hasTies(inLockOrder);
    }

    /** A select is often made in each round of a loop, so it should cost little to make. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // all cases are of A; generic array
    static <A> Go<A> of(Case<?>[] all, boolean random) {
        if (all.length > MAX_CASES) {
            throw new IllegalArgumentException("a select has at most " + MAX_CASES + " cases: " + all.length);
        }
        ChannelCase<? extends A>[] live = new ChannelCase[all.length];
        DefaultCase<? extends A> otherwise = null;
        TimeoutCase<? extends A> timeout = null;
        int n = 0;
        for (int i = 0; i < all.length; i++) {
            Case<?> each = all[i];
            if (each instanceof ChannelCase<?> c) {
                if (!c.isNil()) {
                    live[n++] = (ChannelCase<? extends A>) c;
                }
            } else if (each instanceof TimeoutCase<?> t) {
                timeout = timeout == null || t.nanos < timeout.nanos ? (TimeoutCase<? extends A>) t : timeout;
            } else if (each == null) {
                throw new NullPointerException("cases[" + i + "]");
            } else if (otherwise == null) {
                otherwise = (DefaultCase<? extends A>) each;
            } else {
                throw new IllegalArgumentException("a select has at most one onDefault");
            }
        }
        return new Selection<A>(
                n == live.length ? live : Arrays.copyOf(live, n), random, otherwise, timeout, WaitReason.of(all, n));
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        if (Debug.ON) {
            for (ChannelCore channel : inLockOrder) {
                Uses.note(channel, f.program());
            }
        }
        Attempt attempt = new Attempt();
        int forced = f.scheduler().forcedCase();
        boolean draws = random && cases.length > 1 && forced == Scheduler.ANY_CASE;
        ChannelCase<? extends A> taken = draws ? firstAlone(f, attempt) : null;
        if (taken != null) {
            return took(f, taken, attempt);
        }
        Wait wait = null;
        lockAll();
        try {
            taken = draws ? firstDrawn(attempt) : firstInOrder(forced, attempt);
            if (taken == null && !hasDefault()) {
                wait = new Wait(f, cases, timeout != null); // there may be no memory
            }
        } finally {
            if (wait == null) {
                unlockAll();
            }
        }
        if (taken != null) {
            return took(f, taken, attempt);
        }
        if (wait == null) {
            return goOn(f, withoutChannel(), null);
        }
        f.element(wait);
        return f.park(this);
    }

    private static @Nullable Object took(Fiber f, ChannelCase<?> taken, Attempt attempt) throws Throwable {
        if (attempt.counterpart != null) {
            attempt.counterpart.wake();
        }
        return goOn(f, taken, attempt.got);
    }

    private @Nullable ChannelCase<? extends A> firstInOrder(int forced, Attempt attempt) {
        if (forced != Scheduler.ANY_CASE) {
            return forced >= 0 && cases[forced].tryTake(attempt) ? cases[forced] : null;
        }
        for (ChannelCase<? extends A> c : cases) {
            if (c.tryTake(attempt)) {
                return c;
            }
        }
        return null;
    }

    /** Pass 0. If it finds nothing, the order that was drawn is in {@code attempt}. */
    private @Nullable ChannelCase<? extends A> firstAlone(Fiber f, Attempt attempt) {
        return cases.length <= MAX_PACKED ? firstOfFewAlone(f, attempt) : firstOfManyAlone(f, attempt);
    }

    /** Draws the permutation (Fisher and Yates) step by step, from the end, in the sixteen digits of a long. */
    private @Nullable ChannelCase<? extends A> firstOfFewAlone(Fiber f, Attempt attempt) {
        long order = IN_ORDER;
        for (int left = cases.length; left > 0; left--) {
            int drawn = 4 * f.scheduler().random(left);
            int last = 4 * (left - 1);
            long difference = ((order >>> drawn) ^ (order >>> last)) & 0xF;
            order ^= (difference << drawn) | (difference << last);
            ChannelCase<? extends A> c = cases[(int) (order >>> last) & 0xF];
            if (takesAlone(c, attempt)) {
                return c;
            }
        }
        attempt.fewInOrder = order;
        return null;
    }

    private @Nullable ChannelCase<? extends A> firstOfManyAlone(Fiber f, Attempt attempt) {
        int[] order = new int[cases.length];
        for (int i = 0; i < order.length; i++) {
            int j = f.scheduler().random(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (int i : order) {
            if (takesAlone(cases[i], attempt)) {
                return cases[i];
            }
        }
        attempt.manyInOrder = order;
        return null;
    }

    private static boolean takesAlone(ChannelCase<?> c, Attempt attempt) {
        if (!c.seemsPossible()) {
            return false;
        }
        ChannelCore channel = c.channel();
        channel.lock();
        boolean taken = c.tryTake(attempt);
        channel.unlock();
        return taken;
    }

    /** Pass 1, in the order that pass 0 has drawn. */
    private @Nullable ChannelCase<? extends A> firstDrawn(Attempt attempt) {
        for (int left = cases.length; left > 0; left--) {
            int i = attempt.manyInOrder != null
                    ? attempt.manyInOrder[left - 1]
                    : (int) (attempt.fewInOrder >>> (4 * (left - 1))) & 0xF;
            if (cases[i].tryTake(attempt)) {
                return cases[i];
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // it has one while it waits
    public void commit(Fiber f) {
        Wait wait = (Wait) f.element();
        long deadline = timeout == null ? 0 : Nanos.after(f.scheduler().nanoTime(), timeout.nanos);
        for (int i = 0; i < cases.length; i++) {
            cases[i].enqueue(wait.entries[i]);
        }
        for (Rivals each : rivals) {
            each.leave(random ? f.scheduler().random(each.count()) : 0, cases, wait);
        }
        unlockAll();
        if (timeout != null) {
            wait.startTimeout(deadline);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // it has one until it goes on
    public @Nullable Object resumed(Fiber f) throws Throwable {
        Wait wait = (Wait) f.takeElement();
        int winner = wait.winner();
        dequeueLosers(wait, winner);
        if (winner == Wait.TIMEOUT) {
            return goOn(f, withoutChannel(), null);
        }
        ChannelCase<? extends A> taken = cases[winner];
        return goOn(f, taken, taken.gotFrom(wait.entries[winner].takeElement()));
    }

    @SuppressWarnings("NullAway") // a body that panics has a function
    private static @Nullable Object goOn(Fiber f, Case<?> taken, @Nullable Object got) throws Throwable {
        Go<?> body = taken.body(got);
        return isPanic(body) ? f.call(returnedBy(taken.function(), body)) : goOnWith(body, f);
    }

    /** The default, or else the timeout; where no channel was taken there is one of them. */
    @SuppressWarnings("NullAway")
    private Case<? extends A> withoutChannel() {
        return otherwise != null ? otherwise : timeout;
    }

    private void dequeueLosers(Wait wait, int winner) {
        wait.stopTimeout();
        for (int i = 0; i < cases.length; i++) {
            if (i != winner) {
                ChannelCore channel = cases[i].channel();
                channel.lock();
                cases[i].dequeue(wait.entries[i]);
                channel.unlock();
            }
        }
    }

    @Override
    @SuppressWarnings("NullAway") // it has one while it waits
    public boolean withdraw(Fiber f) {
        Wait wait = (Wait) f.element();
        boolean first = wait.withdraw();
        if (first) {
            dequeueLosers(wait, Wait.WITHDRAWN);
        }
        return first;
    }

    @Override
    public void abort() {
        unlockAll();
    }

    private void lockAll() {
        if (hasTies) {
            TIES.lock();
        }
        for (ChannelCore channel : inLockOrder) {
            channel.lock();
        }
    }

    private void unlockAll() {
        for (int i = inLockOrder.length - 1; i >= 0; i--) {
            inLockOrder[i].unlock();
        }
        if (hasTies) {
            TIES.unlock();
        }
    }

    @Override
    public String waitReason() {
        return waitReason;
    }

    @Override
    public @Nullable Object waitsOn() {
        return inLockOrder.length == 0 ? null : inLockOrder.length == 1 ? inLockOrder[0] : inTheirOrder();
    }

    /** The channels in the order of the cases: that of the locks differs from run to run. */
    private List<ChannelCore> inTheirOrder() {
        return Stream.of(cases)
                .<ChannelCore>map(ChannelCase::channel)
                .distinct()
                .toList();
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        for (ChannelCore channel : inLockOrder) {
            if (channel.isOpenToOutside()) {
                return true;
            }
        }
        return false;
    }

    /** The function of a case: one is enough to tell where the select is. */
    @Override
    public @Nullable Object site() {
        for (ChannelCase<? extends A> each : cases) {
            if (each.function() != null) {
                return each.function();
            }
        }
        return timeout == null ? null : timeout.function();
    }

    @Override
    public void outline(Outline out) {
        boolean takesNone = cases.length == 0 && timeout == null && otherwise == null;
        out.line(takesNone ? waitReason : random ? "select" : "selectPrioritised");
        out.inside(() -> {
            for (ChannelCase<? extends A> each : cases) {
                each.outline(out);
            }
            if (timeout != null) {
                timeout.outline(out);
            }
            if (otherwise != null) {
                otherwise.outline(out);
            }
        });
    }

    @Override
    public OpKind kind() {
        return OpKind.SELECT;
    }

    @Override
    public int cases() {
        return cases.length;
    }

    @Override
    public Object channel(int i) {
        return cases[i].channel();
    }

    @Override
    public boolean sends(int i) {
        return cases[i] instanceof SendCase;
    }

    @Override
    public boolean isRandom() {
        return random;
    }

    @Override
    public boolean hasDefault() {
        return otherwise != null || (timeout != null && timeout.nanos <= 0);
    }
}
