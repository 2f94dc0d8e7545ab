package io.gondola.modelcheck;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Stands for {@link java.util.concurrent.CopyOnWriteArrayList}; each operation is one step. */
public final class ModelList<E> extends AbstractList<E> {
    private final List<E> elements = new ArrayList<>();

    @Override
    public boolean add(E e) {
        Hooks.write(this, "elements");
        return elements.add(e);
    }

    @Override
    public void clear() {
        Hooks.write(this, "elements");
        elements.clear();
    }

    @Override
    public Iterator<E> iterator() {
        Hooks.read(this, "elements");
        return List.copyOf(elements).iterator();
    }

    @Override
    public E get(int i) {
        Hooks.read(this, "elements");
        return elements.get(i);
    }

    @Override
    public int size() {
        Hooks.read(this, "elements");
        return elements.size();
    }
}
