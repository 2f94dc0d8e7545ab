package io.gondola.testkit.run;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.TimerTask;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A channel. */
final class ChannelShadow extends Shadow {
    /*
     * Dependency. Sends compete for the tail, receives for the head. The k-th send and the k-th receive meet in item k,
     * and the k-th receive makes the room that send k + capacity needs. Even these commute, since whichever comes too
     * early waits; but what follows the one that takes comes after the one that gives (a write at a meeting point). An
     * operation that has an alternative, or asks how many there are, looks at both ends. Once a select has waited here,
     * who meets whom is not known in advance: from then on each operation writes both ends (and what came before wrote
     * one of them); so it is from the beginning if those who wait may be served in any order. Who serves a select that
     * waits also writes both ends of the other channels that it waits on, for it leaves those.
     *
     * A sender that waits panics at a close, unless a receive comes before that and serves it: then the two do not
     * commute.
     *
     * Order (Go's memory model, as its race detector has it). Each place of the ring has a clock, which send and
     * receive acquire and release. At a rendezvous both parties join. A tick that waits to be received is a sender
     * without a task: what its timer knew is kept in `tickClock` until then. close releases, a receive that sees it
     * acquires. A send also reads, and close writes, whether the channel is closed: unordered, the send might have
     * panicked.
     */
    private final ChannelCore core;
    private final int head;
    private final int tail;
    private final int end;
    private int[] items = {};
    private int[] rooms = {};
    private int sends;
    private int receives;
    private boolean coarse;

    private final int[][] ring;
    private int sendIndex;
    private int receiveIndex;
    private int[] closeClock = VectorClock.EMPTY;
    private int[] tickClock = VectorClock.EMPTY;
    private final Epochs senders = new Epochs();
    private final Epochs closers = new Epochs();

    // as it was before the step
    private int count;
    private boolean closed;
    private boolean hadReceivers;
    private boolean hadSenders;

    ChannelShadow(Execution x, ChannelCore core) {
        super(x, core);
        this.core = core;
        head = x.objects.newLocation(this);
        tail = x.objects.newLocation(this);
        end = x.objects.newLocation(this);
        coarse = x.settings().liberties().loose();
        ring = new int[core.bufferSize()][];
        Arrays.fill(ring, VectorClock.EMPTY);
    }

    ChannelCore core() {
        return core;
    }

    @Override
    String value() {
        return "len " + core.bufferedCount() + " cap " + core.bufferSize() + (core.isClosed() ? " closed" : "");
    }

    @Override
    void before(@Nullable Visible v) {
        count = core.bufferedCount();
        closed = core.isClosed();
        hadReceivers = core.hasReceivers();
        hadSenders = core.hasSenders();
    }

    @Override
    void after(Event e, Visible v) {
        switch (e.kind) {
            case SEND -> send(e);
            case RECEIVE -> receive(e);
            case TRY_SEND -> {
                if (closed || hadReceivers || count < ring.length) {
                    look(e);
                    send(e);
                } else {
                    e.idle = true;
                    check(e, closers);
                    look(e);
                }
            }
            case TRY_RECEIVE -> {
                if (closed || hadSenders || count > 0) {
                    look(e);
                    receive(e);
                } else {
                    e.idle = true;
                    look(e);
                }
            }
            case CLOSE -> close(e);
            case TIMER_SET -> set(e);
            default -> look(e);
        }
    }

    /** {@code e} depends on whether something is ready here. */
    void look(Event e) {
        e.touch(head, false);
        e.touch(tail, false);
        e.touch(end, false);
    }

    /** A select that waited here waits no more, because {@code e} served it elsewhere. */
    void leave(Event e) {
        e.touch(head, true);
        e.touch(tail, true);
    }

    /** A select waits here, too. */
    void park(Event e, boolean sends) {
        coarse = true;
        e.touch(head, true);
        e.touch(tail, true);
        e.touch(end, false);
        if (sends) {
            check(e, closers);
            senders.add(e);
        }
    }

    /** {@code e} sent, or waits to send. */
    void send(Event e) {
        Task t = e.task;
        check(e, closers);
        senders.add(e);
        e.touch(end, false);
        if (closed) {
            e.touch(tail, false);
            return;
        }
        touchSend(e);
        if (hadReceivers) {
            Task receiver = e.wokenCount == 0 ? null : e.woken[0];
            if (ring.length == 0) {
                meet(t, receiver);
            } else {
                pass(t, sendIndex);
                pass(receiver, sendIndex);
                sendIndex++;
                receiveIndex++;
            }
            e.partner = receiver;
            x.objects.withdrawn(e, receiver, this);
        } else if (count < ring.length) {
            pass(t, sendIndex++);
        }
    }

    /** {@code e} received, or waits to receive. */
    void receive(Event e) {
        Task t = e.task;
        if (hadSenders) {
            touchReceive(e);
            e.touch(end, false);
            Task sender = e.wokenCount == 0 ? null : e.woken[0];
            if (ring.length == 0) {
                if (sender == null) {
                    acquire(t, tickClock);
                }
                meet(t, sender);
            } else {
                pass(t, receiveIndex);
                pass(sender, receiveIndex);
                receiveIndex++;
                sendIndex++;
            }
            e.partner = sender;
            x.objects.withdrawn(e, sender, this);
        } else if (count > 0) {
            touchReceive(e);
            pass(t, receiveIndex++);
        } else if (closed) {
            e.touch(head, false);
            e.touch(end, false);
            acquire(t, closeClock);
            if (!closers.any()) {
                x.acquireAll(t); // closed in the course of something else, such as a semaphore's grant
            }
            e.note = "closed";
        } else {
            touchReceive(e);
            e.touch(end, false);
        }
    }

    private void touchSend(Event e) {
        e.touch(tail, true);
        if (coarse) {
            e.touch(head, true);
            return;
        }
        int k = sends++;
        e.touch(item(k), true);
        if (k >= ring.length) {
            e.touch(room(k - ring.length), false);
        }
    }

    private void touchReceive(Event e) {
        e.touch(head, true);
        if (coarse) {
            e.touch(tail, true);
            return;
        }
        int k = receives++;
        e.touch(item(k), false);
        e.touch(room(k), true);
    }

    private int item(int k) {
        items = grown(items, k);
        return items[k];
    }

    private int room(int k) {
        rooms = grown(rooms, k);
        return rooms[k];
    }

    private int[] grown(int[] locations, int k) {
        int n = locations.length;
        if (k < n) {
            return locations;
        }
        int[] more = Arrays.copyOf(locations, Math.max(4, 2 * (k + 1)));
        for (int i = n; i < more.length; i++) {
            more[i] = x.objects.newMeetingPoint(this);
        }
        return more;
    }

    private static void meet(Task a, @Nullable Task b) {
        if (b != null) {
            acquire(a, b.clock);
            acquire(b, a.clock);
        }
    }

    private void pass(@Nullable Task t, int place) {
        if (t != null) {
            int i = place % ring.length;
            acquire(t, ring[i]);
            ring[i] = release(t, ring[i]);
        }
    }

    void close(Event e) {
        e.touch(end, true);
        if (hadSenders) {
            e.touch(head, true);
        }
        check(e, closers);
        check(e, senders);
        closers.add(e);
        closeClock = release(e.task, closeClock);
        for (int i = 0; i < e.wokenCount; i++) {
            Event waits = e.woken[i].waitsSince;
            if (waits != null && x.objects.waitsOn(waits, this)) {
                acquire(e.woken[i], closeClock);
                x.objects.withdrawn(e, e.woken[i], this);
            }
        }
    }

    private void check(Event e, Epochs others) {
        Event other = others.unorderedWith(e.task);
        if (other != null) {
            x.findings.race(this, other, e);
        }
    }

    /** A timer that puts its ticks here was stopped or set, and what it had put here is gone. */
    private void set(Event e) {
        e.touch(head, true);
        e.touch(tail, true);
        if (hadSenders && !core.hasSenders()) {
            receives++;
        }
    }

    @Override
    void fired(TimerTask timer, int[] timerClock, @Nullable Task woken) {
        if (woken != null) {
            acquire(woken, timerClock);
            sends++;
        } else if (core.hasSenders() && !hadSenders) {
            tickClock = VectorClock.join(tickClock, timerClock);
            sends++;
        }
    }

    /** The first case of {@code select} that operates on this channel in the direction given; -1 if there is none. */
    int caseOf(Choosing select, boolean sending) {
        for (int i = 0; i < select.cases(); i++) {
            if (select.channel(i) == core && select.sends(i) == sending) {
                return i;
            }
        }
        return -1;
    }

    /** Whether case {@code i} of {@code select} would not wait. */
    static boolean isReady(Choosing select, int i) {
        ChannelCore c = (ChannelCore) select.channel(i);
        return select.sends(i) ? c.canSend() : c.canReceive();
    }

    static OpKind kindOf(Choosing select, int i) {
        return select.sends(i) ? OpKind.SEND : OpKind.RECEIVE;
    }
}
