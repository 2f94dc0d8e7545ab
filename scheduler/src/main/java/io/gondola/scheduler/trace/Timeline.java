package io.gondola.scheduler.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has happened, made of the events. */
final class Timeline {
    /*
     * Events come in the order of time. A row opens when a goroutine starts to run, and closes when it stops. If events
     * were dropped either may be missing: the next start on the same lane, or of the same goroutine, then closes the
     * row, for a reason that is not known; and a stop without a start makes a row of no length, so that the wait which
     * begins there is not lost.
     */
    private static final long LOW_WORD = 0xFFFF_FFFFL;
    private static final String UNKNOWN_END = "unknown";
    private static final String RUNS_STILL = "still running";
    private static final String NEVER_RAN = "not run yet";
    static final String PREEMPTED = "preempted";

    final Rows rows = new Rows();
    final Goroutines goroutines;
    final List<Event> instants = new ArrayList<>();
    final List<Event> samples = new ArrayList<>();
    final List<String> texts;
    final List<String> places;
    final List<String> things;
    final List<EventLog.Part> parts;
    final long length;

    private final Map<Integer, Integer> running = new HashMap<>(); // lane to goroutine
    private final int idBits;

    /** When, where and which goroutine stopped last. */
    private long leftAt = -1;

    private int leftLane;
    private int leftLast;
    private final int ended;
    private final int yielded;
    private final int preempted;
    private final int syscall;
    private final int unknown;
    private final int stillRunning;
    private final int neverRan;

    /** What {@code log} has at this moment, which is {@code length} after its start. */
    Timeline(EventLog log, int idBits, long length) {
        this.idBits = idBits;
        this.goroutines = new Goroutines(idBits);
        this.length = length;
        ended = log.texts.number(EventLog.ENDED);
        yielded = log.texts.number(EventLog.YIELDED);
        syscall = log.texts.number(EventLog.SYSCALL);
        preempted = log.texts.number(PREEMPTED);
        unknown = log.texts.number(UNKNOWN_END);
        stillRunning = log.texts.number(RUNS_STILL);
        neverRan = log.texts.number(NEVER_RAN);
        parts = log.parts();
        for (Event e : log.survivors()) {
            made(goroutines.index(e.g()), e);
        }
        Merge.all(parts, this::accept);
        end();
        texts = log.texts.all().stream().map(log.show).toList();
        places = log.places.all().stream().map(log.show).toList();
        things = log.things.texts();
    }

    /** Whether a goroutine that has stopped for {@code reason} waits until it is readied. */
    boolean waits(int reason) {
        return reason != ended
                && reason != yielded
                && reason != preempted
                && reason != unknown
                && reason != stillRunning
                && reason != neverRan;
    }

    private void accept(Event e) {
        switch (e.kind()) {
            case CREATED -> created(e);
            case READIED -> stateOf(e.g()).readied(e.time(), waker(e), e.lane());
            case STARTED -> started(e);
            case LEFT -> left(e);
            case PREEMPTED -> {
                stateOf(e.g()).preempted = true;
                instants.add(e);
            }
            case QUEUED, HEAP -> samples.add(e);
            default -> instants.add(e);
        }
    }

    private Rows.State stateOf(long identity) {
        return goroutines.get(goroutines.index(identity)).state;
    }

    /** Who made the goroutine of {@code e} ready. */
    private int waker(Event e) {
        if (e.kind() != EventKind.READIED || e.a() != EventKind.BY_GOROUTINE) {
            return waker(e.lane(), e.time(), goroutines.index(e.g()));
        }
        int by = goroutines.index(((e.g() >> idBits) << idBits) | (e.b() & LOW_WORD));
        return by == goroutines.index(e.g()) ? Waker.ITSELF : Waker.goroutine(by);
    }

    /** Who acts on {@code lane}: who runs there, or has stopped at this very moment and is about to be published. */
    private int waker(int lane, long time, int readied) {
        Integer g = running.get(lane);
        if (g == null && leftAt == time && lane == leftLane) {
            g = leftLast;
        }
        if (g == null) {
            return Waker.ofLane(lane);
        }
        return g == readied ? Waker.ITSELF : Waker.goroutine(g);
    }

    private void made(int index, Event e) {
        Goroutines.Seen g = goroutines.get(index);
        g.name = e.a();
        g.place = e.b();
        g.created = e.time();
    }

    private void created(Event e) {
        int index = goroutines.index(e.g());
        made(index, e);
        Goroutines.Seen g = goroutines.get(index);
        g.creator = waker(e);
        g.state.readied(e.time(), g.creator, e.lane());
    }

    private void started(Event e) {
        int index = goroutines.index(e.g());
        Goroutines.Seen g = goroutines.get(index);
        Rows.State s = g.state;
        if (g.name == Texts.NONE) {
            g.name = e.a();
        }
        Integer before = running.put(e.lane(), index);
        if (before != null && before != index) {
            closeRow(goroutines.get(before).state, e.time(), unknown, Things.NONE);
        }
        if (s.row != Rows.State.NO_ROW) {
            closeRow(s, e.time(), unknown, Things.NONE);
        }
        if (s.ready == Rows.UNKNOWN && s.last != Rows.State.NO_ROW && rows.reason.get(s.last) == syscall) {
            s.readied(e.time(), Waker.ITSELF, e.lane()); // the code is over, and the processor is still there
        }
        open(index, s, e.lane(), e.time());
    }

    private void open(int index, Rows.State s, int lane, long time) {
        s.row = rows.open(index, lane, time, s);
        s.last = s.row;
        s.ready = Rows.UNKNOWN;
        s.by = Waker.UNKNOWN;
    }

    private void closeRow(Rows.State s, long time, int reason, int on) {
        if (s.row != Rows.State.NO_ROW) {
            rows.close(s.row, time, reason, on);
            running.remove(rows.lane.get(s.row), rows.goroutine.get(s.row));
            s.row = Rows.State.NO_ROW;
        }
    }

    private void left(Event e) {
        int index = goroutines.index(e.g());
        Goroutines.Seen g = goroutines.get(index);
        Rows.State s = g.state;
        int reason = e.a() == yielded && s.preempted ? preempted : e.a();
        s.preempted = false;
        if (s.row == Rows.State.NO_ROW && reason != ended) {
            open(index, s, e.lane(), e.time());
        }
        closeRow(s, e.time(), reason, e.b());
        leftAt = e.time();
        leftLane = e.lane();
        leftLast = index;
        if (reason == ended) {
            g.ended = e.time();
        } else if (reason == yielded || reason == preempted) {
            s.readied(e.time(), Waker.ITSELF, e.lane());
        }
    }

    private void end() {
        for (int i = 0; i < goroutines.size(); i++) {
            Rows.State s = goroutines.get(i).state;
            if (s.row != Rows.State.NO_ROW) {
                closeRow(s, length, stillRunning, Things.NONE);
            } else if (s.ready != Rows.UNKNOWN && goroutines.get(i).ended == Rows.UNKNOWN) {
                open(i, s, Lanes.NONE, length);
                closeRow(s, length, neverRan, Things.NONE);
            }
        }
    }

    /** What people call a goroutine: its number, with that of its program if there are several, and its name. */
    String name(int index) {
        Goroutines.Seen g = goroutines.get(index);
        String number = (goroutines.programs() > 1 ? g.program + "." : "") + g.id;
        return "g" + number + (g.name == Texts.NONE ? "" : " " + texts.get(g.name));
    }

    String waker(int code) {
        return switch (code) {
            case Waker.UNKNOWN -> "unknown";
            case Waker.OUTSIDE -> "outside thread";
            case Waker.POLLER -> "poller (timer or socket)";
            case Waker.SYSMON -> "sysmon";
            case Waker.PROCESSOR -> "a processor (timer)";
            case Waker.ITSELF -> "itself";
            default -> name(Waker.goroutineOf(code));
        };
    }

    long dropped() {
        return parts.stream().mapToLong(p -> p.snapshot().dropped()).sum();
    }
}
