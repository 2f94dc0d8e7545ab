package io.gondola.dsl.engine;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Values beside objects, which have no field for them: by identity, and only for as long as the object lives. */
final class WeakTable<K, V> {
    /*
     * A thread that adds to the table removes what was collected. An object has one key, which is made under the
     * monitor, so that keys need not be compared with each other; who looks for an object asks with a Wanted, which
     * compares itself to keys.
     *
     * Ordering. Objects go from thread to thread in any way, so the table is a concurrent map. What is added before an
     * object is handed out is found by every thread that has it: the map's put comes before its get.
     */
    private final ConcurrentHashMap<Object, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> collected = new ReferenceQueue<>();
    private final Consumer<? super V> onCollected;

    WeakTable() {
        this(value -> {});
    }

    /** {@code onCollected} is given the value of each object that was collected, by whichever thread comes by. */
    WeakTable(Consumer<? super V> onCollected) {
        this.onCollected = onCollected;
    }

    /** Null if there is none. */
    @Nullable
    V get(K object) {
        return values.get(new Wanted(object));
    }

    /** Of an object that the caller alone knows, or that has no value yet. */
    void put(K object, V value) {
        for (Reference<?> r = collected.poll(); r != null; r = collected.poll()) {
            remove(r);
        }
        values.put(new Key<>(object, collected), value);
    }

    private synchronized void remove(Reference<?> key) {
        V value = values.remove(key);
        if (value != null) {
            onCollected.accept(value);
        }
    }

    /**
     * Waits until an object was collected, and removes it; at most {@code millis}, 0 for ever. Returns whether one was.
     */
    boolean removeCollected(long millis) throws InterruptedException {
        Reference<?> key = collected.remove(millis);
        if (key != null) {
            remove(key);
        }
        return key != null;
    }

    /** Not before the value of what was removed has been told. */
    synchronized boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns when the value of whatever was removed has been told. */
    synchronized void awaitTold() {}

    int size() {
        return values.size();
    }

    V getOrPut(K object, Supplier<V> made) {
        V known = get(object);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            V value = get(object);
            if (value == null) {
                value = made.get();
                put(object, value);
            }
            return value;
        }
    }

    private static final class Key<K> extends WeakReference<K> {
        private final int hash;

        Key(K object, ReferenceQueue<K> collected) {
            super(object, collected);
            hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    /** Equals the key of its object. */
    private record Wanted(Object object) {
        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }

        @Override
        @SuppressWarnings("unchecked") // refersTo compares identities
        public boolean equals(Object other) {
            return other instanceof Key<?> key && ((Key<Object>) key).refersTo(object);
        }
    }
}
