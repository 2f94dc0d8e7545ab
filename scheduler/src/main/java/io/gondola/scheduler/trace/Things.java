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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what goroutines wait on, the same for the same object, and the same for the same channels of a select.
 * Number 0 stands for nothing, 1 for all that are too many.
 */
final class Things {
    /*
     * An object is known by its identity, and held weakly: a trace keeps nothing of the program's alive but the texts.
     * Texts are made when an object is first seen, since it may be gone later. When it has been gone for so long that
     * no event of it is asked for, its number is given to another object.
     *
     * A select waits on several at once. Each time that is another list of the same objects, so a set of objects is
     * known by their numbers. It is gone as soon as one of them is.
     */
    static final int NONE = 0;
    static final int REST = 1;
    private static final int MAX = 1 << 17;
    private static final String NAMELESS = "\"\"";

    private final Function<Object, String> text;
    private final Map<Key, Integer> numbers = new HashMap<>(); // guarded by this
    private final Map<List<Integer>, Integer> sets = new HashMap<>(); // guarded by this
    private final Map<Integer, List<Integer>> parts = new HashMap<>(); // of each set, guarded by this

    /** Of an object, the sets that it belongs to. Guarded by this. */
    private final Map<Integer, List<List<Integer>>> setsOf = new HashMap<>();

    private final List<String> texts = new ArrayList<>(List.of("", "(more)")); // guarded by this
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
    private final ArrayDeque<Free> free = new ArrayDeque<>(); // guarded by this
    private final LongSupplier clock;
    private final long keep;

    /** How often a number was given to another object or set. */
    private volatile int reused;

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
                free(n);
            }
        }
        Integer known = numbers.get(key);
        return known == null && isFull() ? Integer.valueOf(REST) : known;
    }

    private void free(int number) {
        long now = clock.getAsLong();
        free.addLast(new Free(number, now));
        List<List<Integer>> gone = setsOf.remove(number);
        if (gone != null) {
            for (List<Integer> set : gone) {
                Integer n = sets.remove(set);
                if (n != null) {
                    free.addLast(new Free(n, now));
                }
            }
        }
    }

    private boolean isFull() {
        return texts.size() > MAX && !anyFree();
    }

    private boolean anyFree() {
        return !free.isEmpty() && clock.getAsLong() - free.getFirst().since() > keep;
    }

    private synchronized int added(Key key, String shown) {
        Integer meanwhile = numbers.get(key);
        if (meanwhile != null) {
            return meanwhile;
        }
        int n = next(shown.isEmpty() ? NAMELESS : shown);
        numbers.put(key, n);
        return n;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private int next(String shown) {
        if (anyFree()) {
            int again = free.removeFirst().number();
            parts.remove(again);
            texts.set(again, shown);
            reused++;
            return again;
        }
        texts.add(shown);
        return texts.size() - 1;
    }

    /** The number of some objects, of which there are {@code all}; these are the numbers of the first of them. */
    synchronized int number(List<Integer> first, int all) {
        Integer known = sets.get(first);
        if (known != null) {
            return known;
        }
        if (isFull() || first.contains(REST)) {
            return REST;
        }
        String shown = first.stream().map(texts::get).collect(Collectors.joining(", ", "[", ""))
                + (all > first.size() ? ", …]" : "]");
        int n = next(shown);
        sets.put(first, n);
        parts.put(n, first);
        first.forEach(
                part -> setsOf.computeIfAbsent(part, p -> new ArrayList<>()).add(first));
        return n;
    }

    /** Changes when a number is given to another object or set. */
    int reused() {
        return reused;
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    /** Of each set's number, those of its objects. */
    synchronized Map<Integer, List<Integer>> parts() {
        return Map.copyOf(parts);
    }
}
