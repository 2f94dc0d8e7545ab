package io.gondola.modelcheck;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jctools.queues.MessagePassingQueue;

/**
 * Stands for JCTools' single-producer multi-consumer ring: a look, then a compare-and-set that claims, as there; what a
 * claimed slot holds is taken with the claim.
 */
public final class ModelRing<E> {
    static final int CAPACITY = Integer.getInteger("gondola.modelcheck.ring", 2);
    private final Deque<E> elements = new ArrayDeque<>();
    private long taken;

    public ModelRing(int capacity) {}

    public boolean relaxedOffer(E e) {
        Hooks.write(this, "elements");
        return elements.size() < CAPACITY && elements.add(e);
    }

    public E poll() {
        if (isEmpty()) {
            return null;
        }
        Hooks.write(this, "elements");
        E first = elements.poll();
        taken += first == null ? 0 : 1;
        return first;
    }

    public int drain(MessagePassingQueue.Consumer<E> consumer, int limit) {
        if (isEmpty()) {
            return 0;
        }
        Hooks.write(this, "elements");
        int n = Math.min(limit, elements.size());
        for (int i = 0; i < n; i++) {
            taken++;
            consumer.accept(elements.poll());
        }
        return n;
    }

    public int size() {
        Hooks.read(this, "elements");
        return elements.size();
    }

    public long currentConsumerIndex() {
        Hooks.read(this, "elements");
        return taken;
    }

    public boolean isEmpty() {
        Hooks.read(this, "elements");
        return elements.isEmpty();
    }
}
