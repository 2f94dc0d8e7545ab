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
     *
     * What happened before the part that is shown is told at its start, as far as it still holds there: see Past. In a
     * gap nothing was written down, so no row and no wait is told of that reaches into one: what goroutines did before
     * it is forgotten, of each when it is seen again.
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

    /** Of each set of things, what belongs to it. */
    final Map<Integer, List<Integer>> partsOfThings;

    final List<EventLog.Part> parts;
    final Gaps gaps = new Gaps();
    final long length;

    private final Past past;
    private final long from;

    /** Up to when gaps were dropped, if that is after {@link #from}: what happened before is not shown either. */
    private final long shownFrom;

    private boolean begun;
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

    /**
     * What {@code log} has at this moment, which is {@code until} after its start, of what happened since {@code from}.
     */
    Timeline(EventLog log, int idBits, long from, long until) {
        this.idBits = idBits;
        this.goroutines = new Goroutines(idBits);
        this.from = from;
        this.length = until - from;
        ended = log.texts.number(EventLog.ENDED);
        yielded = log.texts.number(EventLog.YIELDED);
        syscall = log.texts.number(EventLog.SYSCALL);
        preempted = log.texts.number(PREEMPTED);
        unknown = log.texts.number(UNKNOWN_END);
        stillRunning = log.texts.number(RUNS_STILL);
        neverRan = log.texts.number(NEVER_RAN);
        List<EventLog.Part> all = log.parts();
        parts = all.stream().map(p -> p.since(from)).toList();
        shownFrom = all.stream()
                .filter(p -> p.name().equals(EventLog.PAUSES) && p.snapshot().dropped() > 0)
                .mapToLong(p -> Math.min(until, p.snapshot().droppedUntil()))
                .reduce(from, Math::max);
        past = new Past(ended);
        for (Event e : log.survivors()) {
            made(goroutines.index(e.g()), e.at(e.time() - from));
        }
        Merge.all(all, this::take);
        begin();
        end();
        texts = log.texts.all().stream().map(log.show).toList();
        places = log.places.all().stream().map(log.show).toList();
        partsOfThings = log.things.parts();
        things = log.things.texts();
    }

    /** The channels of a select, or else {@code thing} alone. */
    List<Integer> partsOf(int thing) {
        return partsOfThings.getOrDefault(thing, List.of(thing));
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

    private void take(Event e) {
        if (e.time() < shownFrom) {
            past.add(e);
        } else if (e.time() - from <= length) { // or it was told while the page is being made
            begin();
            accept(e.at(e.time() - from));
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            if (shownFrom > from) {
                Event gap = new Event(EventKind.GAP, shownFrom, shownFrom - from, Lanes.OUTSIDE, 0, 0);
                past.add(gap);
                accept(gap.at(shownFrom - from));
            }
            past.made().forEach(e -> made(goroutines.index(e.g()), e.at(e.time() - from)));
            past.last().forEach(e -> accept(e.at(0)));
        }
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
            case GAP -> gap(e);
            default -> instants.add(e);
        }
    }

    private void gap(Event e) {
        long start = Math.max(0, e.time() - e.g());
        instants.add(new Event(EventKind.GAP, e.time(), e.time() - start, e.lane(), 0, 0));
        for (int index : List.copyOf(running.values())) {
            closeRow(goroutines.get(index).state, start, unknown, Things.NONE);
        }
        running.clear();
        leftAt = -1;
        gaps.add(start, e.time());
    }

    private Rows.State stateOf(long identity) {
        return stateOf(goroutines.get(goroutines.index(identity)));
    }

    private Rows.State stateOf(Goroutines.Seen g) {
        if (g.state.gaps != gaps.size()) {
            g.state.afterGap(gaps.size());
        }
        return g.state;
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
        g.created = Math.max(Rows.UNKNOWN, e.time());
    }

    private void created(Event e) {
        int index = goroutines.index(e.g());
        made(index, e);
        Goroutines.Seen g = goroutines.get(index);
        g.creator = waker(e);
        stateOf(g).readied(e.time(), g.creator, e.lane());
    }

    private void started(Event e) {
        int index = goroutines.index(e.g());
        Goroutines.Seen g = goroutines.get(index);
        Rows.State s = stateOf(g);
        if (g.name == Texts.NONE) {
            g.name = e.a();
        }
        Integer before = running.put(e.lane(), index);
        if (before != null && before != index) {
            closeRow(stateOf(goroutines.get(before)), e.time(), unknown, Things.NONE);
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
        Rows.State s = stateOf(g);
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
            Rows.State s = stateOf(goroutines.get(i));
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

    /** Whether what happened first is left out. */
    boolean isPart() {
        return from > 0;
    }

    long dropped() {
        return parts.stream().mapToLong(p -> p.snapshot().dropped()).sum();
    }
}
