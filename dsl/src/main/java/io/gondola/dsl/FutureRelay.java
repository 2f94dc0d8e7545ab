package io.gondola.dsl;

import io.gondola.scheduler.StackRoom;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** All waits for one future behind one entry in it, so that a wait can be taken out again. */
final class FutureRelay implements Callback<Object> {
    /*
     * A CompletionStage keeps all that was registered with it until it completes, and offers no way to take anything
     * out. A server that waits for a future of its shutdown in each request, until that request's context ends, would
     * fill it. So from the second wait on the waits are in a set here, of which the future has one entry. A wait that
     * is given up is taken out; those of programs that have ended are dropped when the set is twice as large as it was
     * after the last time.
     *
     * Invariants
     *   I1  RELAYS keeps neither a future nor a relay alive: the future keeps its relay, which does not know its
     *       future.
     *   I2  `outcome` is written once, under the lock, and with it the set is taken: a wait that comes later is
     *       completed by the thread that brings it. No wait is completed under the lock.
     */
    private static final int MIN_LIMIT = 16;
    static final ConcurrentMap<Object, Reference<FutureRelay>> RELAYS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

    private final Set<Completion<?>> waits = new HashSet<>();
    private int limit = MIN_LIMIT;
    private @Nullable Outcome outcome;

    private FutureRelay() {}

    /** The relay of {@code stage}; null if it has none. */
    static @Nullable FutureRelay of(CompletionStage<?> stage) {
        if (RELAYS.isEmpty()) {
            return null;
        }
        dropCollected();
        Reference<FutureRelay> known = RELAYS.get(new Lookup(stage));
        return known == null ? null : known.get();
    }

    /** Finds or makes the relay of {@code stage}. */
    static FutureRelay make(CompletionStage<?> stage) {
        FutureRelay made = new FutureRelay();
        Reference<FutureRelay> reference = new WeakReference<>(made);
        while (true) {
            Reference<FutureRelay> kept =
                    RELAYS.merge(new Key(stage), reference, (old, ours) -> old.get() == null ? ours : old);
            FutureRelay known = kept.get();
            if (known == made) {
                FutureWait.forward(stage, made);
                return made;
            }
            if (known != null) { // a future that has completed keeps its relay no more
                return known;
            }
        }
    }

    private static void dropCollected() {
        for (Reference<?> key = COLLECTED.poll(); key != null; key = COLLECTED.poll()) {
            RELAYS.remove(key);
        }
    }

    void add(Completion<?> wait) {
        Outcome known;
        synchronized (waits) {
            known = outcome;
            if (known == null) {
                if (waits.size() >= limit) {
                    waits.removeIf(Completion::isOver);
                    limit = Math.max(MIN_LIMIT, 2 * waits.size());
                }
                waits.add(wait);
            }
        }
        if (known != null) {
            wait.complete(known);
        }
    }

    void remove(Completion<?> wait) {
        synchronized (waits) {
            waits.remove(wait);
        }
    }

    @Override
    public void succeed(Object value) {
        complete(new Outcome(value, null));
    }

    @Override
    public void fail(Throwable cause) {
        complete(new Outcome(null, cause));
    }

    private void complete(Outcome of) {
        StackRoom.check();
        List<Completion<?>> all;
        synchronized (waits) {
            outcome = of;
            all = new ArrayList<>(waits);
            waits.clear();
        }
        all.forEach(wait -> wait.complete(of));
    }

    /** A future, by identity: found as long as it lives, then removed. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object stage) {
            super(stage, COLLECTED);
            hash = System.identityHashCode(stage);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("EqualsUnsafeCast") // there are keys and lookups in the map, and nothing else
        public boolean equals(Object other) {
            return other == this || (other instanceof Key key && get() != null && key.get() == get());
        }
    }

    /** As a {@link Key}, to look for one. */
    private static final class Lookup {
        private final Object stage;

        Lookup(Object stage) {
            this.stage = stage;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(stage);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.get() == stage;
        }
    }
}
