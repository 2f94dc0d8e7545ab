package io.gondola.modelcheck;

import java.util.ArrayList;
import java.util.List;

/**
 * Stands for JCTools' multi-producer single-consumer queue. A producer claims a place, then fills it; until it has, the
 * queue is not empty, and yields nothing.
 */
public final class ModelMailbox<E> {
    private final List<Place<E>> places = new ArrayList<>();

    private static final class Place<E> {
        E element;
    }

    public ModelMailbox(int chunk) {}

    public boolean offer(E e) {
        Place<E> place = new Place<>();
        Hooks.write(this, "places");
        places.add(place);
        Hooks.write(place, "element");
        place.element = e;
        return true;
    }

    public E relaxedPoll() {
        if (isEmpty()) {
            return null;
        }
        Place<E> first = places.get(0);
        Hooks.read(first, "element");
        E e = first.element;
        if (e != null) {
            Hooks.write(this, "places");
            places.remove(0);
        }
        return e;
    }

    public int size() {
        Hooks.read(this, "places");
        return places.size();
    }

    public boolean isEmpty() {
        Hooks.read(this, "places");
        return places.isEmpty();
    }
}
