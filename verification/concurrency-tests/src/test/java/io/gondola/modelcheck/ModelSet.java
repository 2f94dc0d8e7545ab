package io.gondola.modelcheck;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Stands for the sets that {@link java.util.concurrent.ConcurrentHashMap} makes; each operation is one step. */
public final class ModelSet<E> extends AbstractSet<E> {
    private final Set<E> elements = new LinkedHashSet<>();

    public static <E> ModelSet<E> newKeySet() {
        return new ModelSet<>();
    }

    @Override
    public boolean add(E e) {
        Hooks.write(this, "elements");
        return elements.add(e);
    }

    @Override
    public boolean remove(Object e) {
        Hooks.write(this, "elements");
        return elements.remove(e);
    }

    @Override
    public Iterator<E> iterator() {
        Hooks.read(this, "elements");
        return List.copyOf(elements).iterator();
    }

    @Override
    public int size() {
        Hooks.read(this, "elements");
        return elements.size();
    }
}
