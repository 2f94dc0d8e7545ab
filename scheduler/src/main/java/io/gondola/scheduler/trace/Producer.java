package io.gondola.scheduler.trace;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One producer's way into a log: its buffer, and the numbers that it knows already. One thread at a time. */
public final class Producer {
    private static final int SLOTS = 1 << 10;
    private static final int MAX_TEXTS = 1 << 13;
    private static final int MAX_SETS = 1 << 10;
    private static final int MAX_PARTS = 32;

    private final EventLog log;
    private final EventBuffer buffer;
    private final Map<String, Integer> texts = new HashMap<>();
    private final WeakReference<?>[] things = new WeakReference<?>[SLOTS];
    private final int[] numbers = new int[SLOTS];

    /** The sets that this producer knows, as long as no number was given to another. */
    private final Map<List<Integer>, Integer> sets = new HashMap<>();

    private int setsSince;

    /** The last one asked for, which is a constant mostly, and its number. */
    private String lastText = "";

    private int lastTextNumber = Texts.NONE;

    // see refill
    private int window;
    private int left;

    Producer(EventLog log, EventBuffer buffer) {
        this.log = log;
        this.buffer = buffer;
    }

    public void add(EventKind kind, long time, int lane, long g, int a, int b) {
        buffer.add(Event.first(kind, time), g, Event.third(lane, a, b));
    }

    /** Whether events were dropped, so that each further one drops another. */
    public boolean isFull() {
        return buffer.isFull();
    }

    /** When the last event was, if it is of that kind; or else -1, or if it is not at hand. */
    public long lastIf(EventKind kind) {
        return buffer.lastIf(kind);
    }

    /** Takes one of the events that {@link #refill} allows; returns whether there was one left. */
    public boolean takeOne() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /**
     * Allows so many more events, the first of which is taken at once, if that was not done in this window of time.
     * What is left of one window may be used in the next.
     */
    public boolean refill(int inWindow, int events) {
        if (window == inWindow) {
            return false;
        }
        window = inWindow;
        left = events - 1;
        return true;
    }

    /** The number of a name or a reason. */
    public int text(@Nullable String text) {
        if (text == null) {
            return Texts.NONE;
        }
        if (isLast(text)) {
            return lastTextNumber;
        }
        lastTextNumber = numberOf(text);
        lastText = text;
        return lastTextNumber;
    }

    @SuppressWarnings("ReferenceEquality") // an equal one is found too, but later
    private boolean isLast(String text) {
        return text == lastText;
    }

    private int numberOf(String text) {
        Integer known = texts.get(text);
        if (known != null) {
            return known;
        }
        int n = log.texts.number(text);
        if (texts.size() < MAX_TEXTS) {
            texts.put(text, n);
        }
        return n;
    }

    /** The number of a place, which is known by a token; that of none if it is null. */
    public int place(@Nullable Object token) {
        return log.places.number(token);
    }

    /** The number of what is waited for; a list is what a select waits for. */
    public int thing(@Nullable Object thing) {
        if (thing == null) {
            return Things.NONE;
        }
        int slot = System.identityHashCode(thing) & (SLOTS - 1);
        WeakReference<?> seen = things[slot];
        if (seen != null && same(seen, thing)) {
            return numbers[slot];
        }
        if (thing instanceof List<?> all) {
            return set(all);
        }
        int n = log.things.number(thing);
        things[slot] = new WeakReference<>(thing);
        numbers[slot] = n;
        return n;
    }

    private int set(List<?> all) {
        List<Integer> first = all.stream().limit(MAX_PARTS).map(this::thing).toList();
        int now = log.things.reused(); // all are alive, so from here on their numbers stay theirs
        if (now != setsSince || sets.size() == MAX_SETS) {
            sets.clear();
            setsSince = now;
        }
        return sets.computeIfAbsent(first, f -> log.things.number(f, all.size()));
    }

    @SuppressWarnings("unchecked")
    private static boolean same(WeakReference<?> seen, Object thing) {
        return ((WeakReference<Object>) seen).refersTo(thing);
    }
}
