package io.gondola.select;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import io.gondola.scheduler.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** One goroutine's wait in a select: an entry for each case, of which one wins. */
final class Wait {
    /*
     * The timeout and its end. commit arms the timer after it has released the channels; meanwhile the goroutine may
     * have been served, resumed, and have disarmed a timer that was not armed yet. So commit looks at the winner again
     * after it armed: if there is one, it disarms. Either the goroutine's disarming comes after the arming, or commit
     * sees the winner, which was set before the goroutine was resumed. In both cases no timer stays behind.
     */
    static final int WITHDRAWN = -3;
    static final int NOBODY = -2;
    static final int TIMEOUT = -1;

    final Entry[] entries;
    private final Fiber f;
    private final @Nullable Timeout timer;

    /**
     * A case, or one of the constants; after the constructor only through WINNER. The channels' locks publish the first
     * one.
     */
    @SuppressWarnings("unused") // through WINNER
    private int winner = NOBODY;

    Wait(Fiber f, ChannelCase<?>[] cases, boolean timed) {
        this.f = f;
        this.entries = new Entry[cases.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new Entry(this, i);
        }
        this.timer = timed ? new Timeout(this) : null;
    }

    private boolean claim(int candidate) {
        return winner() == NOBODY && WINNER.compareAndSet(this, NOBODY, candidate);
    }

    /** Ends the wait for no case. Returns false if one has won. */
    boolean withdraw() {
        return claim(WITHDRAWN);
    }

    /** The index of the case that won, or TIMEOUT. */
    int winner() {
        return (int) WINNER.getVolatile(this);
    }

    @SuppressWarnings("NullAway") // asked where there is a timeout
    void startTimeout(long deadline) {
        f.scheduler().arm(timer, deadline);
        if (winner() != NOBODY) {
            f.scheduler().disarm(timer);
        }
    }

    void stopTimeout() {
        if (timer != null && winner() != TIMEOUT) {
            f.scheduler().disarm(timer);
        }
    }

    /** The goroutine in one channel's queue. */
    static final class Entry extends Waiter {
        private final Wait wait;
        private final int index;

        Entry(Wait wait, int index) {
            this.wait = wait;
            this.index = index;
        }

        @Override
        public boolean claim() {
            return wait.f.claim() && wait.claim(index);
        }

        @Override
        public void wake() {
            wait.f.wake();
        }

        @Override
        public boolean isGone() {
            return wait.f.isGone();
        }
    }

    private static final class Timeout extends TimerTask {
        private final Wait wait;

        Timeout(Wait wait) {
            this.wait = wait;
        }

        @Override
        protected long fire(long now) {
            if (wait.claim(TIMEOUT)) {
                wait.f.wake();
            }
            return Long.MAX_VALUE;
        }

        @Override
        protected Program program() {
            return wait.f.program();
        }
    }

    private static final VarHandle WINNER;

    static {
        try {
            WINNER = MethodHandles.lookup().findVarHandle(Wait.class, "winner", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
