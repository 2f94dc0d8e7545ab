package io.gondola.scheduler.trace;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what goroutines wait on, the same for the same object. Number 0 stands for nothing, 1 for all that are
 * too many.
 */
final class Things {
    /*
     * An object is known by its identity, and held weakly: a trace keeps nothing of the program's alive but the texts.
     * Texts are made when an object is first seen, since it may be gone later. When it has been gone for so long that
     * no event of it is asked for, its number is given to another object.
     */
    static final int NONE = 0;
    static final int REST = 1;
    private static final int MAX = 1 << 17;

    private final Function<Object, String> text;
    private final Map<Key, Integer> numbers = new HashMap<>(); // guarded by this
    private final List<String> texts = new ArrayList<>(List.of("", "(more)")); // guarded by this
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    private final ArrayDeque<Free> free = new ArrayDeque<>(); // guarded by this
    private final LongSupplier clock;
    private final long keep;

    Things(Function<Object, String> text, LongSupplier clock, long keep) {
        this.text = text;
        this.clock = clock;
        this.keep = keep;
    }

    /** A number whose object was seen to be gone at that time. */
    private record Free(int number, long since) {}

    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object thing, ReferenceQueue<Object> gone) {
            super(thing, gone);
            hash = System.identityHashCode(thing);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            Object thing = get();
            return thing != null && other instanceof Key k && k.refersTo(thing);
        }
    }

    int number(@Nullable Object thing) {
        if (thing == null) {
            return NONE;
        }
        Key key = new Key(thing, gone);
        Integer known = known(key);
        return known != null ? known : added(key, text.apply(thing)); // a toString runs under no lock of ours
    }

    private synchronized @Nullable Integer known(Key key) {
        for (Reference<?> r = gone.poll(); r != null; r = gone.poll()) {
            Integer n = numbers.remove(r);
            if (n != null && keep != Long.MAX_VALUE) {
                free.addLast(new Free(n, clock.getAsLong()));
            }
        }
        Integer known = numbers.get(key);
        return known == null && texts.size() > MAX && !anyFree() ? Integer.valueOf(REST) : known;
    }

    private boolean anyFree() {
        return !free.isEmpty() && clock.getAsLong() - free.getFirst().since() > keep;
    }

    private synchronized int added(Key key, String shown) {
        Integer meanwhile = numbers.get(key);
        if (meanwhile != null) {
            return meanwhile;
        }
        if (anyFree()) {
            int again = free.removeFirst().number();
            texts.set(again, shown);
            numbers.put(key, again);
            return again;
        }
        numbers.put(key, texts.size());
        texts.add(shown);
        return texts.size() - 1;
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }
}
